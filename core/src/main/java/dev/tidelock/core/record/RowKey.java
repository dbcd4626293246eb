package dev.tidelock.core.record;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.ObjectIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The encoding of primary keys as keys of a map. Two keys have one encoding exactly if SQLite
/// takes them for equal, and the order of encodings is SQLite's: by column, numbers before texts
/// before blobs.
///
/// Each value is a tag and its bytes:
///
/// - a number: the bits of the greatest double that is not greater, turned so that they ascend as
///   unsigned bytes; for the integers between two doubles then [#BETWEEN] and the distance in two
///   bytes
/// - a text, folded as its collation says, or a blob: its bytes, each 00 as 00 FF, then 00
///
/// Where that is [#MAX] bytes or more, the key is its first [#KEPT] bytes and the SHA-256 of all.
public final class RowKey {
  /// The longest key in bytes. Exactly those of this length end in a hash.
  public static final int MAX = 512;

  /// How many bytes of a longer key are kept before its hash.
  static final int KEPT = MAX - 32;

  private static final int NUMBER = 0x20;
  private static final int TEXT = 0x30;
  private static final int BLOB = 0x40;

  /// Greater than every tag, so that an integer lies behind the double before it.
  private static final int BETWEEN = 0xff;

  private static final int ESCAPE = 0xff;
  private static final double TWO_63 = 0x1p63;

  private RowKey() {}

  /// The key of a row.
  ///
  /// @param values the values of the primary key's columns in its order, texts and blobs as their
  ///   bytes, whatever their length
  /// @param collations the collation of each
  /// @throws IllegalArgumentException if one is NULL, which names no row
  public static Bytes of(List<Value> values, List<Collation> collations) {
    Bytes all = ordered(values, collations);
    return all.size() < MAX ? all : all.slice(0, KEPT).concat(ObjectIdentity.sha256(all));
  }

  /// The same of any length, without a hash: bytes in the order of the values.
  public static Bytes ordered(List<Value> values, List<Collation> collations) {
    KeyWriter out = new KeyWriter();
    for (int i = 0; i < values.size(); i++) {
      write(values.get(i), collations.get(i), out);
    }
    return out.toBytes();
  }

  private static void write(Value value, Collation collation, KeyWriter out) {
    switch (value) {
      case Value.Whole whole -> writeWhole(whole.value(), out);
      case Value.Real real -> {
        double number = real.value();
        if (isWhole(number)) {
          writeWhole((long) number, out);
        } else {
          out.put(NUMBER).putLong(ascending(number));
        }
      }
      case Value.Text text -> out.put(TEXT).putEscaped(collation.fold(text.bytes()));
      case Value.Blob blob -> out.put(BLOB).putEscaped(blob.bytes());
      case Value.Null _ -> throw new IllegalArgumentException("NULL in a primary key");
      case Value.Large _ ->
          throw new IllegalArgumentException("a key is made of bytes, not of their name");
    }
  }

  private static void writeWhole(long number, KeyWriter out) {
    double below = (double) number;
    if (below >= TWO_63 || (long) below > number) {
      below = Math.nextDown(below);
    }
    out.put(NUMBER).putLong(ascending(below));
    int between = (int) (number - (long) below);
    if (between > 0) {
      out.put(BETWEEN).put(between >> 8).put(between & 0xff);
    }
  }

  private static boolean isWhole(double number) {
    return number == Math.rint(number) && number >= -TWO_63 && number < TWO_63;
  }

  private static long ascending(double number) {
    long bits = Double.doubleToRawLongBits(number);
    return bits < 0 ? ~bits : bits ^ Long.MIN_VALUE;
  }

  private static double descended(long bits) {
    return Double.longBitsToDouble(bits < 0 ? bits ^ Long.MIN_VALUE : ~bits);
  }

  /// What a key tells of the values that it was made of: a number as an integer where it is one, a
  /// text as it was folded. Nothing if the key ends in a hash.
  ///
  /// @throws MalformedException if it is no key
  public static Optional<List<Value>> values(Bytes key) {
    if (key.size() == MAX) {
      return Optional.empty();
    }
    List<Value> values = new ArrayList<>();
    Cursor cursor = new Cursor(key);
    while (!cursor.atEnd()) {
      values.add(cursor.value());
    }
    return Optional.of(values);
  }

  /// Checks that a key is one that [#of] can have made; of a hashed one, only where it begins.
  ///
  /// @throws MalformedException if it is not
  public static void check(Bytes key) {
    if (key.isEmpty() || key.size() > MAX) {
      throw new MalformedException("a row's key has 1 to 512 bytes, not " + key.size());
    }
    Cursor cursor = new Cursor(key);
    if (key.size() == MAX) {
      cursor.tag();
      return;
    }
    while (!cursor.atEnd()) {
      cursor.skip();
    }
  }

  /// Whether a key is one integer: of two rows made apart under such a key, nothing says that they
  /// are the same thing.
  public static boolean isOneInteger(Bytes key) {
    if (key.size() != 9 && key.size() != 12 || key.get(0) != NUMBER) {
      return false;
    }
    Cursor cursor = new Cursor(key);
    return cursor.value() instanceof Value.Whole && cursor.atEnd();
  }

  /// Reads a key value by value.
  private static final class Cursor {
    private final Bytes key;
    private int position;

    Cursor(Bytes key) {
      this.key = key;
    }

    boolean atEnd() {
      return position == key.size();
    }

    int tag() {
      int tag = next();
      if (tag != NUMBER && tag != TEXT && tag != BLOB) {
        throw malformed();
      }
      return tag;
    }

    Value value() {
      return switch (tag()) {
        case NUMBER -> number();
        case TEXT -> new Value.Text(escaped());
        default -> new Value.Blob(escaped());
      };
    }

    void skip() {
      if (tag() == NUMBER) {
        number();
      } else {
        skipEscaped();
      }
    }

    private Value number() {
      long bits = 0;
      for (int i = 0; i < Long.BYTES; i++) {
        bits = bits << 8 | next();
      }
      double below = descended(bits);
      if (Double.isNaN(below) || ascending(below) != bits || bits == ~Long.MIN_VALUE) {
        throw malformed();
      }
      int between = 0;
      if (!atEnd() && (key.get(position) & 0xff) == BETWEEN) {
        position++;
        between = next() << 8 | next();
        if (between == 0 || !isWhole(below) || between >= Math.nextUp(below) - below) {
          throw malformed();
        }
      }
      return isWhole(below) ? new Value.Whole((long) below + between) : new Value.Real(below);
    }

    private Bytes escaped() {
      int start = position;
      int size = skipEscaped();
      byte[] plain = new byte[size];
      for (int i = 0, from = start; i < size; i++, from++) {
        plain[i] = key.get(from);
        if (plain[i] == 0) {
          from++;
        }
      }
      return Bytes.wrap(plain);
    }

    private int skipEscaped() {
      int size = 0;
      while (next() != 0 || escapes()) {
        size++;
      }
      return size;
    }

    private boolean escapes() {
      boolean escaped = !atEnd() && (key.get(position) & 0xff) == ESCAPE;
      if (escaped) {
        position++;
      }
      return escaped;
    }

    private int next() {
      if (atEnd()) {
        throw malformed();
      }
      return key.get(position++) & 0xff;
    }

    private MalformedException malformed() {
      return new MalformedException("not a row's key: " + key);
    }
  }
}
