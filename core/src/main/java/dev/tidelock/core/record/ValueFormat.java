package dev.tidelock.core.record;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.tree.Content;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/// The encoding of one value, described in `docs/format.md`. [#skip] accepts exactly what [#read]
/// accepts, without making the value.
final class ValueFormat {
  private static final int ODD_TEXT = 0;
  private static final int SINGLE = 1;
  private static final int SEQUENCE = 2;

  private ValueFormat() {}

  /// Writes a value, and names the content of a large one.
  static void write(Value value, CborWriter out, Consumer<ObjectId> contents) {
    switch (value) {
      case Value.Null _ -> out.nil();
      case Value.Whole whole -> out.integer(whole.value());
      case Value.Real real -> out.real(real.value());
      case Value.Blob blob -> out.bytes(inline(blob.bytes()));
      case Value.Text text -> {
        if (inline(text.bytes()).isUtf8()) {
          out.utf8(text.bytes());
        } else {
          out.array(2).integer(ODD_TEXT).bytes(text.bytes());
        }
      }
      case Value.Large large -> {
        out.array(4).integer(large.type().code()).integer(large.size());
        switch (large.content()) {
          case Content.Single single -> {
            out.integer(SINGLE).nil();
            contents.accept(single.chunk());
          }
          case Content.Sequence sequence -> {
            out.integer(SEQUENCE).nil();
            contents.accept(sequence.root());
          }
          case Content.Inline _ -> throw new IllegalArgumentException("large and inline");
        }
      }
    }
  }

  private static Bytes inline(Bytes bytes) {
    if (bytes.size() > Value.INLINE_LIMIT) {
      throw new IllegalArgumentException(bytes.size() + " bytes are too many to stand in a row");
    }
    return bytes;
  }

  /// Reads a value.
  ///
  /// @param contents hands out the next content's id, given its size
  static Value read(CborReader in, LongFunction<ObjectId> contents) {
    return switch (in.type()) {
      case NULL -> {
        in.nil();
        yield Value.NULL;
      }
      case INTEGER -> new Value.Whole(in.integer());
      case REAL -> new Value.Real(in.real());
      case BYTES -> new Value.Blob(bounded(in.bytes()));
      case TEXT -> new Value.Text(bounded(in.utf8()));
      case ARRAY -> special(in, contents);
      case BOOLEAN -> throw new MalformedException("a column never holds true or false");
    };
  }

  private static Value special(CborReader in, LongFunction<ObjectId> contents) {
    int length = in.array();
    int type = in.integer(ODD_TEXT, Value.LargeType.BLOB.code());
    if (type == ODD_TEXT) {
      Bytes odd = bounded(in.bytes());
      if (length != 2 || odd.isUtf8()) {
        throw new MalformedException("a text in UTF-8 is written as a text");
      }
      return new Value.Text(odd);
    }
    long size = in.integer();
    int form = in.integer(SINGLE, SEQUENCE);
    if (length != 4 || !in.nil()) {
      throw new MalformedException("a large value has a size, a form and a reference");
    }
    ObjectId id = contents.apply(size);
    return new Value.Large(
        type == Value.LargeType.TEXT.code() ? Value.LargeType.TEXT : Value.LargeType.BLOB,
        size,
        form == SINGLE ? new Content.Single(id) : new Content.Sequence(id));
  }

  /// Passes a value, and returns how many bytes it has beyond the row.
  static long skip(CborReader in, LongFunction<ObjectId> contents) {
    switch (in.type()) {
      case NULL -> in.nil();
      case INTEGER -> in.integer();
      case REAL -> in.real();
      case BYTES -> bounded(in.skipBytes());
      case TEXT -> bounded(in.skipUtf8());
      case ARRAY -> {
        return special(in, contents) instanceof Value.Large large ? large.size() : 0;
      }
      case BOOLEAN -> throw new MalformedException("a column never holds true or false");
    }
    return 0;
  }

  private static Bytes bounded(Bytes bytes) {
    bounded(bytes.size());
    return bytes;
  }

  private static void bounded(int size) {
    if (size > Value.INLINE_LIMIT) {
      throw new MalformedException("a value of " + size + " bytes does not stand in its row");
    }
  }
}
