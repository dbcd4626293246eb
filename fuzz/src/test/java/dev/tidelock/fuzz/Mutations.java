package dev.tidelock.fuzz;

import dev.tidelock.core.Bytes;
import dev.tidelock.generators.Tape;
import java.util.Arrays;
import java.util.List;

/// Hostile inputs out of valid ones: bits turned, runs cut, doubled, moved or taken from another
/// input, numbers at the edges of their ranges.
final class Mutations {
  /// Heads of CBOR items that announce much, and words that text formats trip over.
  private static final List<Bytes> TOKENS =
      List.of(
          Bytes.hex("1b7fffffffffffffff"),
          Bytes.hex("3b7fffffffffffffff"),
          Bytes.hex("1bffffffffffffffff"),
          Bytes.hex("5a7fffffff"),
          Bytes.hex("7a7fffffff"),
          Bytes.hex("9a7fffffff"),
          Bytes.hex("9f"),
          Bytes.hex("f6"),
          Bytes.hex("ffffffff"),
          Bytes.hex("80000000"),
          Bytes.hex("7fffffff"),
          Bytes.hex("00000000"),
          Bytes.hex("eda080"),
          Bytes.hex("efbbbf"),
          Bytes.utf8("../"),
          Bytes.utf8("/"),
          Bytes.utf8(".tidelock"),
          Bytes.utf8("\0"),
          Bytes.utf8("\uD83D\uDE00"),
          Bytes.utf8("&a *a"),
          Bytes.utf8("9223372036854775808"),
          Bytes.utf8("-1e999999999"),
          Bytes.utf8("**/"),
          Bytes.utf8("[["),
          Bytes.utf8("{{"),
          Bytes.utf8("\\ud800"),
          Bytes.utf8("%00"),
          Bytes.utf8(": "));

  private Mutations() {}

  /// A variant of one of the seeds.
  static Bytes draw(List<Bytes> seeds, Tape tape) {
    byte[] bytes = tape.pick(seeds).toByteArray();
    int steps = 1 + tape.nextSize(12);
    for (int i = 0; i < steps; i++) {
      bytes = step(bytes, seeds, tape);
    }
    return Bytes.wrap(bytes);
  }

  private static byte[] step(byte[] bytes, List<Bytes> seeds, Tape tape) {
    int at = tape.nextInt(bytes.length + 1);
    int end = Math.min(bytes.length, at + 1 + tape.nextSize(64));
    switch (tape.nextInt(9)) {
      case 0 -> {
        return replaced(bytes, at, end, new byte[0]);
      }
      case 1 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 2 -> {
        return replaced(bytes, at, at, Arrays.copyOfRange(bytes, at, end));
      }
      case 3 -> {
        return replaced(bytes, at, at, tape.pick(TOKENS).toByteArray());
      }
      case 4 -> {
        byte[] token = tape.pick(TOKENS).toByteArray();
        return replaced(bytes, at, Math.min(bytes.length, at + token.length), token);
      }
      case 5 -> {
        byte[] other = tape.pick(seeds).toByteArray();
        int from = tape.nextInt(other.length + 1);
        int to = Math.min(other.length, from + tape.nextSize(256));
        return replaced(bytes, at, end, Arrays.copyOfRange(other, from, to));
      }
      case 6 -> {
        return replaced(bytes, at, at, tape.bytes(1 + tape.nextSize(16)));
      }
      case 7 -> {
        return changed(bytes, tape.nextInt(255) + 1, tape);
      }
      default -> {
        return changed(bytes, 1 << tape.nextInt(8), tape);
      }
    }
  }

  private static byte[] changed(byte[] bytes, int mask, Tape tape) {
    byte[] changed = bytes.clone();
    if (changed.length > 0) {
      changed[tape.nextInt(changed.length)] ^= (byte) mask;
    }
    return changed;
  }

  private static byte[] replaced(byte[] bytes, int from, int to, byte[] by) {
    byte[] result = new byte[bytes.length - (to - from) + by.length];
    System.arraycopy(bytes, 0, result, 0, from);
    System.arraycopy(by, 0, result, from, by.length);
    System.arraycopy(bytes, to, result, from + by.length, bytes.length - to);
    return result;
  }
}
