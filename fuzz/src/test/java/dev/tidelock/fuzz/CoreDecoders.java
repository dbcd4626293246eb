package dev.tidelock.fuzz;

import static dev.tidelock.fuzz.Decoder.require;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.chunk.ContentChunks;
import dev.tidelock.core.commit.Commit;
import dev.tidelock.core.commit.CommitCodec;
import dev.tidelock.core.commit.ProjectState;
import dev.tidelock.core.ignore.IgnoreFile;
import dev.tidelock.core.ignore.IgnoreRules;
import dev.tidelock.core.name.Names;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.object.References;
import dev.tidelock.core.tree.Content;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.store.ObjectCheck;
import dev.tidelock.testkit.SampleHistory;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The decoders of the model: CBOR, commits, states, sequences, names, paths and ignore files.
final class CoreDecoders {
  private static final Decoder.Bound OBJECTS = new Decoder.Bound(4 << 20, 8192);
  private static final List<Class<? extends Exception>> MALFORMED =
      List.of(MalformedException.class);
  private static final List<Class<? extends Exception>> ABSENT =
      List.of(MalformedException.class, MissingObjectException.class);

  private CoreDecoders() {}

  static List<Decoder> all() {
    return List.of(
        new Decoder(
            "cbor", Decoder.Bound.USUAL, MALFORMED, CoreDecoders::items, CoreDecoders::cbor),
        new Decoder("commit", OBJECTS, ABSENT, CoreDecoders::worlds, CoreDecoders::commit),
        new Decoder("state", OBJECTS, MALFORMED, CoreDecoders::worlds, CoreDecoders::state),
        new Decoder("sequence", OBJECTS, ABSENT, CoreDecoders::sequences, CoreDecoders::sequence),
        new Decoder("object-check", OBJECTS, ABSENT, CoreDecoders::worlds, CoreDecoders::check),
        new Decoder(
            "name", Decoder.Bound.USUAL, List.of(), CoreDecoders::names, CoreDecoders::name),
        new Decoder(
            "path",
            Decoder.Bound.USUAL,
            List.of(IllegalArgumentException.class),
            CoreDecoders::names,
            CoreDecoders::path),
        new Decoder(
            "ignore-file",
            new Decoder.Bound(4 << 20, 8192),
            List.of(),
            CoreDecoders::ignoreFiles,
            CoreDecoders::ignoreFile));
  }

  private static List<Bytes> items() {
    return Samples.objects().stream()
        .filter(object -> object.kind() != ObjectKind.CHUNK && object.kind() != ObjectKind.DETAIL)
        .map(RawObject::payload)
        .toList();
  }

  private static void cbor(Bytes input) {
    CborReader in = new CborReader(input);
    CborWriter out = new CborWriter();
    while (!in.atEnd()) {
      switch ((input.get(in.position()) & 0xff) >> 5) {
        case 0, 1 -> out.integer(in.integer());
        case 2 -> out.bytes(in.bytes());
        case 3 -> out.text(in.text());
        case 4 -> out.array(in.array());
        default -> {
          if (in.nil()) {
            out.nil();
          } else {
            out.bool(in.bool());
          }
        }
      }
    }
    in.finish();
    require(out.toBytes().equals(input), "a value has one encoding");
  }

  private static List<Bytes> worlds() {
    List<Bytes> worlds = new ArrayList<>();
    Map<ObjectId, RawObject> upTo = new LinkedHashMap<>();
    Samples.history()
        .objects()
        .forEach((id, object) -> {
          upTo.put(id, object);
          if (object.kind() == ObjectKind.COMMIT || object.kind() == ObjectKind.STATE) {
            worlds.add(ObjectWorld.write(upTo));
          }
        });
    return worlds;
  }

  private static void commit(Bytes input) {
    ObjectWorld world = ObjectWorld.read(input);
    Optional<ObjectId> root = world.root();
    if (root.isPresent()) {
      Commit commit = CommitCodec.read(root.get(), world);
      ObjectId again = CommitCodec.write(commit, ObjectIdentity::of);
      require(again.equals(root.get()), "a commit has one encoding");
    }
  }

  private static void state(Bytes input) {
    ObjectWorld world = ObjectWorld.read(input);
    Optional<RawObject> root = world.root().map(world::get);
    if (root.isPresent()) {
      ProjectState state = ProjectState.of(root.get());
      require(state.toObject().equals(root.get()), "a state has one encoding");
    }
  }

  private static List<Bytes> sequences() {
    Map<ObjectId, RawObject> objects = new LinkedHashMap<>();
    List<ObjectId> row = new ArrayList<>();
    for (int level = 0; level < 3; level++) {
      References.Builder below = new References.Builder();
      CborWriter lengths = new CborWriter().array(row.isEmpty() ? 1 : row.size());
      row.forEach(below::strong);
      row.forEach(_ -> lengths.integer(3));
      RawObject object =
          level == 0
              ? new RawObject(ObjectKind.CHUNK, 0, References.none(), Bytes.utf8("abc"))
              : new RawObject(ObjectKind.SEQUENCE, level, below.build(), lengths.toBytes());
      objects.put(ObjectIdentity.of(object), object);
      row = new ArrayList<>(List.of(ObjectIdentity.of(object)));
    }
    Bytes world = ObjectWorld.write(objects);
    return List.of(Samples.chosen(3, world), Samples.chosen(255, world));
  }

  /// Takes the last object for the content of a file whose size the first byte decides.
  private static void sequence(Bytes input) {
    ObjectWorld world = ObjectWorld.read(Samples.rest(input));
    int claimed = Samples.choice(input, 256);
    long size = claimed == 255 ? Long.MAX_VALUE : claimed;
    Optional<ObjectId> root = world.root();
    if (root.isPresent()) {
      Entry.File file = new Entry.File(false, size, 0, new Content.Sequence(root.get()));
      ContentChunks chunks = ContentChunks.of(file, world);
      long offset = 0;
      for (int i = 0; i < 1000 && chunks.hasNext(); i++) {
        ContentChunks.Chunk chunk = chunks.next();
        require(chunk.offset() == offset && chunk.length() > 0, "chunks lie one after another");
        offset += chunk.length();
      }
      require(offset <= size && (chunks.hasNext() || offset == size), "chunks fill the file");
    }
  }

  private static void check(Bytes input) {
    ObjectWorld world = ObjectWorld.read(input);
    ObjectCheck check = new ObjectCheck(SampleHistory.SEED);
    world.root().ifPresent(id -> check.check(id, world.get(id)));
  }

  private static List<Bytes> names() {
    return Samples.texts(
        "a", "a/b.txt", ".tidelock", ".TideLock", "..", "a/../b", "n\u0303ame", ".tide\u200block");
  }

  private static void name(Bytes input) {
    String name = input.toUtf8();
    if (Names.check(name).accepted()) {
      String plain = Normalizer.normalize(name, Normalizer.Form.NFKC).toUpperCase(Locale.ROOT);
      require(!name.contains("/") && name.indexOf('\0') < 0, "a name is one name");
      require(!name.equals(".") && !name.equals("..") && !name.isEmpty(), "a name leads nowhere");
      require(!plain.equals(".TIDELOCK"), "the workspace's own directory is nobody's entry");
      require(TreePath.of(List.of(name)).names().equals(List.of(name)), "a name is a path");
    }
    Names.visibleForm(name);
  }

  private static void path(Bytes input) {
    TreePath path = TreePath.parse(input.toUtf8());
    require(path.toString().equals(input.toUtf8()), "a path has one text");
    require(TreePath.of(path.names()).equals(path), "a path is its names");
    require(!path.names().contains(".."), "a path leads down");
  }

  private static List<Bytes> ignoreFiles() {
    return Samples.texts(
        "# comment\n*.log\n!keep.log\n/build/\n**/x/**/y\n",
        "a[!a-z]?*\\ \n[[:alpha:]]\n\uFEFF",
        "*a*a*a*a*a*a*a*a*a*a*b\n**/**/**/**/**/z\r\n");
  }

  private static void ignoreFile(Bytes input) {
    IgnoreFile file = IgnoreFile.parse(input);
    require(file.warnings().size() <= 101, "warnings are bounded");
    IgnoreRules rules = IgnoreRules.root(IgnoreFile.EMPTY, file);
    String long1 = "a".repeat(200);
    for (String name : List.of("a", "keep.log", "x.log", long1, "\u00e9t\u00e9", "[")) {
      rules.ignoresFile(name);
      rules.ignoresDirectory(name);
      rules.enter(name, file).ignoresFile(long1 + "b");
    }
  }
}
