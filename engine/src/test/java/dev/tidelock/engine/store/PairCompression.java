package dev.tidelock.engine.store;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.engine.port.Compression;
import java.util.Optional;

/// A compression whose output anybody can foresee: of bytes that come in equal pairs, one each.
final class PairCompression implements Compression {
  @Override
  public int code() {
    return 7;
  }

  @Override
  public Optional<Bytes> compress(Bytes plain) {
    if (plain.isEmpty() || plain.size() % 2 != 0) {
      return Optional.empty();
    }
    byte[] half = new byte[plain.size() / 2];
    for (int i = 0; i < half.length; i++) {
      half[i] = plain.get(2 * i);
      if (half[i] != plain.get(2 * i + 1)) {
        return Optional.empty();
      }
    }
    return Optional.of(Bytes.wrap(half));
  }

  @Override
  public Bytes decompress(Bytes compressed, int size) {
    if (compressed.size() * 2L != size) {
      throw new MalformedException("not half of " + size + " bytes");
    }
    byte[] plain = new byte[size];
    for (int i = 0; i < size; i++) {
      plain[i] = compressed.get(i / 2);
    }
    return Bytes.wrap(plain);
  }
}
