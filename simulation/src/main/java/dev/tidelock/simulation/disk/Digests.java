package dev.tidelock.simulation.disk;

import dev.tidelock.core.Bytes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// SHA-256, by which the simulation names contents.
public final class Digests {
  private static final ThreadLocal<MessageDigest> SHA = ThreadLocal.withInitial(Digests::sha);

  private Digests() {}

  /// The digest of these bytes.
  public static Bytes of(Bytes content) {
    MessageDigest sha = SHA.get();
    sha.update(content.asByteBuffer());
    return Bytes.wrap(sha.digest());
  }

  static Bytes of(byte[] array, int size) {
    MessageDigest sha = SHA.get();
    sha.update(array, 0, size);
    return Bytes.wrap(sha.digest());
  }

  private static MessageDigest sha() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
