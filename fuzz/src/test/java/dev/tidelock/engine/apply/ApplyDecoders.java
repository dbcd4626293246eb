package dev.tidelock.engine.apply;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.tree.Content;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.TermKey;
import dev.tidelock.engine.port.Space;
import dev.tidelock.engine.port.StateStore;
import dev.tidelock.fuzz.Decoder;
import dev.tidelock.fuzz.Samples;
import dev.tidelock.testkit.MemoryStateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The decoder of what was about to be done to the disk.
public final class ApplyDecoders {
  private static final Bytes END = Bytes.hex("ff");

  private ApplyDecoders() {}

  public static List<Decoder> all() {
    return List.of(
        new Decoder(
            "row-intent",
            Decoder.Bound.USUAL,
            List.of(MalformedException.class),
            ApplyDecoders::rows,
            ApplyDecoders::open));
  }

  /// Path and value, joined.
  private static List<Bytes> rows() {
    StateStore state = new MemoryStateStore();
    Optional<TermKey> term = Optional.of(new TermKey(Bytes.wrap(new byte[16])));
    Entry.Leaf file =
        new Entry.File(true, 999, -5, new Content.Single(new ObjectId(Bytes.wrap(new byte[32]))));
    state.write(batch -> {
      Intents.announceRemove(batch, TreePath.parse("gone"));
      Intents.announceWrite(batch, TreePath.parse("new/file"), file, term);
      Intents.announceMove(batch, TreePath.parse("from"), TreePath.parse("to"), Optional.empty());
    });
    List<Bytes> rows = new ArrayList<>();
    state.scan(
        Space.INTENTS, Bytes.empty(), END, (key, value) -> rows.add(Samples.joined(key, value)));
    return rows;
  }

  private static void open(Bytes input) {
    List<Bytes> row = Samples.parts(input, 2);
    StateStore state = new MemoryStateStore();
    state.write(batch -> batch.put(Space.INTENTS, row.get(0), row.get(1)));
    Intents.open(state);
  }
}
