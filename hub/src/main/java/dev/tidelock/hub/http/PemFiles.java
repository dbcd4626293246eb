package dev.tidelock.hub.http;

import dev.tidelock.hub.settings.HttpSettings;
import dev.tidelock.hub.settings.UnusableCertificateException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Certificates and keys in PEM files (RFC 7468).
final class PemFiles {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");
  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");

  private PemFiles() {}

  /// A key store in memory that holds a certificate with its key, under an empty password.
  ///
  /// @throws UnusableCertificateException if they cannot be read, or are not what they should be
  static KeyStore load(HttpSettings.Certificate certificate) {
    try {
      Collection<? extends Certificate> chain =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(Files.readAllBytes(certificate.chain())));
      if (chain.isEmpty()) {
        throw new UnusableCertificateException(certificate.chain() + " holds no certificate");
      }
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "hub", key(certificate.key()), new char[0], chain.toArray(Certificate[]::new));
      return store;
    } catch (IOException e) {
      throw new UnusableCertificateException("cannot read " + e.getMessage(), e);
    } catch (GeneralSecurityException e) {
      throw new UnusableCertificateException(
          "the certificate %s and the key %s cannot be used: %s"
              .formatted(certificate.chain(), certificate.key(), e.getMessage()),
          e);
    }
  }

  private static byte[] decoded(Path file, String base64) {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new UnusableCertificateException(file + " holds a key that is not base64", e);
    }
  }

  private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
    Matcher matcher = KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
    if (!matcher.find()) {
      throw new UnusableCertificateException(
          file
              + " holds no key in PKCS #8 ('BEGIN PRIVATE KEY'); 'openssl pkcs8 -topk8 -nocrypt'"
              + " makes one");
    }
    PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(decoded(file, matcher.group(1)));
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException _) {
        // Of another algorithm.
      }
    }
    throw new UnusableCertificateException(file + " holds no key for EC, RSA or EdDSA");
  }
}
