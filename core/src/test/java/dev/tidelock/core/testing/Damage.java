package dev.tidelock.core.testing;

import dev.tidelock.core.Bytes;
import dev.tidelock.generators.Tape;
import java.util.ArrayList;
import java.util.List;

/// Bytes as they become when a few are lost, added or flipped.
public final class Damage {
  private Damage() {}

  public static Bytes to(Bytes original, Tape tape) {
    List<Byte> bytes = new ArrayList<>();
    for (byte b : original.toByteArray()) {
      bytes.add(b);
    }
    for (int i = tape.nextInt(1, 4); i > 0 && !bytes.isEmpty(); i--) {
      int at = tape.nextBoolean() ? tape.nextInt(bytes.size()) : tape.nextSize(bytes.size());
      switch (tape.nextInt(4)) {
        case 0 -> bytes.remove(at);
        case 1 -> bytes.add(at, (byte) tape.nextLong());
        case 2 -> bytes.subList(at, bytes.size()).clear();
        default -> bytes.set(at, (byte) (bytes.get(at) ^ 1 << tape.nextInt(8)));
      }
    }
    byte[] damaged = new byte[bytes.size()];
    for (int i = 0; i < damaged.length; i++) {
      damaged[i] = bytes.get(i);
    }
    return Bytes.wrap(damaged);
  }
}
