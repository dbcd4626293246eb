package dev.tidelock.hub.account;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.engine.port.Randomness;
import java.util.Base64;

/// The secrets of tokens: `tlk_` and 32 random bytes in URL-safe base64. The hub knows their
/// SHA-256 only.
final class Secrets {
  private static final String PREFIX = "tlk_";
  private static final int SIZE = 32;

  private Secrets() {}

  static String next(Randomness randomness) {
    byte[] random = randomness.next(SIZE).toByteArray();
    return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }

  static Bytes hash(String secret) {
    return ObjectIdentity.sha256(Bytes.utf8(secret));
  }
}
