package dev.tidelock.core.record;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.tree.Content;

/// What stands in one column of one row, with its storage class. Values are equal if SQLite would
/// store the same: 1 is not 1.0 here, and 0.0 is not -0.0.
public sealed interface Value {
  /// The most bytes of a text or blob that stands in the row itself; a longer one is a [Large].
  int INLINE_LIMIT = 1024;

  /// SQL's NULL.
  Value NULL = new Null();

  /// An integer.
  static Value of(long value) {
    return new Whole(value);
  }

  /// A floating-point number; NaN, which SQLite does not store, is its NULL.
  static Value of(double value) {
    return Double.isNaN(value) ? NULL : new Real(value);
  }

  /// A text.
  static Value of(String text) {
    return new Text(Bytes.utf8(text));
  }

  /// A blob.
  static Value of(Bytes bytes) {
    return new Blob(bytes);
  }

  /// SQL's NULL.
  record Null() implements Value {}

  /// A 64-bit integer.
  record Whole(long value) implements Value {}

  /// A 64-bit floating-point number.
  ///
  /// @param value anything but NaN
  record Real(double value) implements Value {
    public Real {
      if (Double.isNaN(value)) {
        throw new MalformedException("a column never holds NaN");
      }
    }
  }

  /// A text.
  ///
  /// @param bytes its bytes in UTF-8, or whatever an application stored as text. In a row at most
  ///   [#INLINE_LIMIT]; elsewhere of any length
  record Text(Bytes bytes) implements Value {
    @Override
    public String toString() {
      return bytes.toUtf8();
    }
  }

  /// A blob.
  ///
  /// @param bytes in a row at most [#INLINE_LIMIT]; elsewhere of any length
  record Blob(Bytes bytes) implements Value {}

  /// A text or blob of more than [#INLINE_LIMIT] bytes, by name.
  ///
  /// @param type which of the two
  /// @param size its length in bytes
  /// @param content its bytes, never inline
  record Large(LargeType type, long size, Content content) implements Value {
    public Large {
      if (size <= INLINE_LIMIT || content instanceof Content.Inline) {
        throw new MalformedException("a value of " + size + " bytes stands in its row");
      }
    }
  }

  /// The storage class of a large value. The code is part of the format.
  enum LargeType {
    /// A text.
    TEXT(1),
    /// A blob.
    BLOB(2);

    private final int code;

    LargeType(int code) {
      this.code = code;
    }

    /// The number that stands for this class in a row.
    public int code() {
      return code;
    }
  }
}
