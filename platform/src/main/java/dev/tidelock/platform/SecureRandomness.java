package dev.tidelock.platform;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.port.Randomness;
import java.security.SecureRandom;

/// The operating system's randomness. Safe for use by any thread.
public final class SecureRandomness implements Randomness {
  private final SecureRandom random = new SecureRandom();

  @Override
  public Bytes next(int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }
}
