package dev.tidelock.testkit;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.engine.port.Compression;
import java.util.Optional;

/// A compression to which nothing is worth its while.
public final class PlainCompression implements Compression {
  @Override
  public int code() {
    return 255;
  }

  @Override
  public Optional<Bytes> compress(Bytes plain) {
    return Optional.empty();
  }

  @Override
  public Bytes decompress(Bytes compressed, int size) {
    throw new MalformedException("nothing was ever compressed so");
  }
}
