package dev.tidelock.engine.guard;

import static dev.tidelock.fuzz.Decoder.require;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.fuzz.Decoder;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// The decoder of what the guard holds back.
public final class GuardDecoders {
  private GuardDecoders() {}

  public static List<Decoder> all() {
    return List.of(
        new Decoder(
            "row-held",
            Decoder.Bound.USUAL,
            List.of(MalformedException.class),
            GuardDecoders::rows,
            input ->
                require(ChangeSet.decode(input).encode().equals(input), "a row has one encoding")));
  }

  private static List<Bytes> rows() {
    SortedMap<TreePath, Entry.Leaf> some = new TreeMap<>();
    some.put(TreePath.parse("a/b"), new Entry.Link("x"));
    some.put(TreePath.parse("a.b"), new Entry.Link("y"));
    return List.of(ChangeSet.of(some, new TreeMap<>()).encode(), ChangeSet.of(some, some).encode());
  }
}
