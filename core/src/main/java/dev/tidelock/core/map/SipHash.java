package dev.tidelock.core.map;

import dev.tidelock.core.Bytes;

/// SipHash-2-4 with a 64-bit result (Aumasson, Bernstein: "SipHash: a fast short-input PRF", 2012):
/// who does not know the key cannot choose inputs whose hashes have a shape.
///
/// @param k0 the first half of the key
/// @param k1 the second half of the key
record SipHash(long k0, long k1) {
  /// The function of a key of 16 bytes, read as two little-endian numbers.
  static SipHash keyed(Bytes key) {
    return new SipHash(key.littleEndian(0, 8), key.littleEndian(8, 8));
  }

  long hash(Bytes input) {
    State state = new State(k0, k1);
    int whole = input.size() & ~7;
    for (int i = 0; i < whole; i += 8) {
      state.absorb(input.littleEndian(i, 8));
    }
    state.absorb((long) input.size() << 56 | input.littleEndian(whole, input.size() - whole));
    return state.finish();
  }

  private static final class State {
    private long v0;
    private long v1;
    private long v2;
    private long v3;

    State(long k0, long k1) {
      v0 = k0 ^ 0x736f6d6570736575L;
      v1 = k1 ^ 0x646f72616e646f6dL;
      v2 = k0 ^ 0x6c7967656e657261L;
      v3 = k1 ^ 0x7465646279746573L;
    }

    void absorb(long word) {
      v3 ^= word;
      round();
      round();
      v0 ^= word;
    }

    long finish() {
      v2 ^= 0xff;
      round();
      round();
      round();
      round();
      return v0 ^ v1 ^ v2 ^ v3;
    }

    private void round() {
      v0 += v1;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v3;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 += v3;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 += v1;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v2 = Long.rotateLeft(v2, 32);
    }
  }
}
