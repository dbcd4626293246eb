package dev.tidelock.cli.torture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The name of a byte string: its SHA-256 in hexadecimal digits.
public final class Digest {
  private final MessageDigest digest;

  Digest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  public static String of(byte[] bytes) {
    return new Digest().add(bytes).finish();
  }

  public static String of(Path file) throws IOException {
    Digest digest = new Digest();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.digest.update(buffer, 0, n);
      }
    }
    return digest.finish();
  }

  Digest add(byte[] bytes) {
    digest.update(bytes);
    return this;
  }

  String finish() {
    return HexFormat.of().formatHex(digest.digest());
  }
}
