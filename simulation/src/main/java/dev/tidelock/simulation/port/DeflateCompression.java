package dev.tidelock.simulation.port;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.engine.port.Compression;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// Deflate at its fastest: a compression that is everywhere, for simulated runs.
public final class DeflateCompression implements Compression {
  private static final int CODE = 250;

  @Override
  public int code() {
    return CODE;
  }

  @Override
  public Optional<Bytes> compress(Bytes plain) {
    int useful = plain.size() - plain.size() / 20 - 1;
    if (useful <= 0) {
      return Optional.empty();
    }
    try (Deflater deflater = new Deflater(Deflater.BEST_SPEED)) {
      deflater.setInput(plain.asByteBuffer());
      deflater.finish();
      byte[] target = new byte[useful];
      int size = deflater.deflate(target);
      return deflater.finished() ? Optional.of(Bytes.copyOf(target, 0, size)) : Optional.empty();
    }
  }

  @Override
  public Optional<Bytes> compress(Bytes plain, Bytes base) {
    try (Deflater deflater = new Deflater(Deflater.BEST_SPEED)) {
      deflater.setDictionary(base.asByteBuffer());
      deflater.setInput(plain.asByteBuffer());
      deflater.finish();
      byte[] target = new byte[plain.size()];
      int size = deflater.deflate(target);
      return deflater.finished() ? Optional.of(Bytes.copyOf(target, 0, size)) : Optional.empty();
    }
  }

  @Override
  public Bytes decompress(Bytes compressed, int size) {
    return decompress(compressed, Bytes.empty(), size);
  }

  /// Without a base no dictionary is asked for, so one that is must be the base.
  @Override
  public Bytes decompress(Bytes compressed, Bytes base, int size) {
    try (Inflater inflater = new Inflater()) {
      inflater.setInput(compressed.asByteBuffer());
      byte[] target = new byte[size];
      int filled = 0;
      while (filled < size) {
        int step = inflater.inflate(target, filled, size - filled);
        if (step == 0 && inflater.needsDictionary()) {
          inflater.setDictionary(base.asByteBuffer());
          step = inflater.inflate(target, filled, size - filled);
        }
        if (step == 0) {
          throw new MalformedException("deflated data ends after " + filled + " of " + size);
        }
        filled += step;
      }
      if (inflater.inflate(new byte[1]) != 0 || !inflater.finished()) {
        throw new MalformedException("deflated data has more than " + size + " bytes");
      }
      return Bytes.wrap(target);
    } catch (DataFormatException | IllegalArgumentException e) {
      throw new MalformedException("deflated data is damaged: " + e.getMessage());
    }
  }
}
