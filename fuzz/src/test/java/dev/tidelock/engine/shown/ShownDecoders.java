package dev.tidelock.engine.shown;

import static dev.tidelock.fuzz.Decoder.require;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.tree.Content;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.TermKey;
import dev.tidelock.engine.port.Stat;
import dev.tidelock.fuzz.Decoder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The decoder of what a disk shows, as a workspace remembers it.
public final class ShownDecoders {
  private ShownDecoders() {}

  public static List<Decoder> all() {
    return List.of(
        new Decoder(
            "row-shown",
            Decoder.Bound.USUAL,
            List.of(MalformedException.class),
            ShownDecoders::rows,
            input ->
                require(
                    ShownCodec.encode(ShownCodec.decode(input)).equals(input),
                    "a row has one encoding")));
  }

  private static List<Bytes> rows() {
    Stat stat = new Stat(Stat.Kind.FILE, 3, 4, 5, 6, OptionalLong.of(7), 8, false, true);
    Entry.File file =
        new Entry.File(true, 999, -5, new Content.Single(new ObjectId(Bytes.wrap(new byte[32]))));
    Optional<TermKey> term = Optional.of(new TermKey(Bytes.wrap(new byte[16])));
    return List.of(
        ShownCodec.encode(new Shown.Leaf(file, stat, Shown.Trust.RACY, term)),
        ShownCodec.encode(
            new Shown.Leaf(new Entry.Link("to"), stat, Shown.Trust.SETTLED, Optional.empty())),
        ShownCodec.encode(new Shown.Directory(stat, Shown.Standing.TRACKED, true)));
  }
}
