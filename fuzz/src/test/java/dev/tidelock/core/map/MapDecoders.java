package dev.tidelock.core.map;

import static dev.tidelock.fuzz.Decoder.require;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.commit.TreeReferences;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.tree.Directories;
import dev.tidelock.core.tree.DirectoryMap;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.NamedEntry;
import dev.tidelock.fuzz.Decoder;
import dev.tidelock.fuzz.ObjectWorld;
import dev.tidelock.fuzz.Samples;
import dev.tidelock.testkit.SampleHistory;
import java.util.List;
import java.util.Optional;

/// The decoders of directories: one node, and trees of nodes and directories.
public final class MapDecoders {
  private static final MapFormat<Entry> FORMAT = Directories.format(SampleHistory.SEED);

  /// Objects are many small things, and an input names thousands of them.
  private static final Decoder.Bound BOUND = new Decoder.Bound(4 << 20, 8192);

  private MapDecoders() {}

  public static List<Decoder> all() {
    return List.of(
        new Decoder(
            "map-node",
            BOUND,
            List.of(MalformedException.class),
            MapDecoders::worlds,
            MapDecoders::node),
        new Decoder(
            "directories",
            BOUND,
            List.of(MalformedException.class, MissingObjectException.class),
            MapDecoders::worlds,
            MapDecoders::directories));
  }

  private static List<Bytes> worlds() {
    return List.of(ObjectWorld.write(Samples.history().objects()));
  }

  private static void node(Bytes input) {
    ObjectWorld world = ObjectWorld.read(input);
    Optional<RawObject> last =
        world.ids().reversed().stream()
            .map(world::get)
            .filter(object -> object.kind() == ObjectKind.MAP)
            .findFirst();
    if (last.isPresent()) {
      NodeCodec<Entry> codec = new NodeCodec<>(FORMAT);
      Node<Entry> node = codec.decode(last.get());
      RawObject again = codec.encode(node.level(), List.copyOf(node.items()));
      require(again.equals(last.get()), "a node has one encoding");
      TreeReferences.structure(last.get());
    }
  }

  /// Walks the last map as a directory, and the directories in it, for a while.
  private static void directories(Bytes input) {
    ObjectWorld world = ObjectWorld.read(input);
    Optional<ObjectId> top =
        world.ids().reversed().stream()
            .filter(id -> world.get(id).kind() == ObjectKind.MAP)
            .findFirst();
    if (top.isPresent()) {
      Summary summary = MerkleMap.at(top.get(), FORMAT, world).summary();
      Directories directories = new Directories(SampleHistory.SEED, world);
      walk(directories.open(new Entry.Directory(top.get(), summary)), directories, new int[] {200});
    }
  }

  private static void walk(DirectoryMap directory, Directories directories, int[] left) {
    long seen = 0;
    for (NamedEntry named : directory) {
      require(directory.get(named.name()).equals(Optional.of(named.entry())), "names are found");
      seen++;
      if (left[0]-- <= 0) {
        return;
      }
      if (named.entry() instanceof Entry.Directory below) {
        walk(directories.open(below), directories, left);
      }
    }
    require(seen == directory.size(), "a directory holds as much as it says");
  }
}
