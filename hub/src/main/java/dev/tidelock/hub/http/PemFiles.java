package dev.tidelock.hub.http;

import dev.tidelock.hub.settings.HttpSettings;
import dev.tidelock.hub.settings.UnusableCertificateException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.Certificate;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
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
      PrivateKey key = key(certificate.key());
      requireFit(chain.iterator().next(), key, certificate);
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("hub", key, new char[0], chain.toArray(Certificate[]::new));
      return store;
    } catch (NoSuchFileException e) {
      throw new UnusableCertificateException(e.getFile() + " is not there", e);
    } catch (AccessDeniedException e) {
      throw new UnusableCertificateException(e.getFile() + " cannot be read: permission denied", e);
    } catch (IOException e) {
      throw new UnusableCertificateException(
          "%s or %s cannot be read: %s"
              .formatted(certificate.chain(), certificate.key(), e.getMessage()),
          e);
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

  /// Makes sure that devices could believe the hub: one that starts and is believed by none is
  /// worse than one that does not start.
  private static void requireFit(
      Certificate first, PrivateKey key, HttpSettings.Certificate certificate)
      throws GeneralSecurityException {
    if (first instanceof X509Certificate x509 && isOver(x509)) {
      throw new UnusableCertificateException(
          certificate.chain() + " expired on " + x509.getNotAfter().toInstant());
    }
    String algorithm =
        switch (key.getAlgorithm()) {
          case "EC" -> "SHA256withECDSA";
          case "RSA" -> "SHA256withRSA";
          default -> key.getAlgorithm();
        };
    byte[] sample = "tidelock".getBytes(StandardCharsets.US_ASCII);
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(sample);
    byte[] signed = signature.sign();
    if (!isBy(first, algorithm, sample, signed)) {
      throw new UnusableCertificateException(
          "the key %s is not that of the certificate %s"
              .formatted(certificate.key(), certificate.chain()));
    }
  }

  private static boolean isOver(X509Certificate certificate) {
    try {
      certificate.checkValidity();
      return false;
    } catch (CertificateExpiredException _) {
      return true;
    } catch (CertificateNotYetValidException _) {
      // This machine's clock may be late; each device judges by its own.
      return false;
    }
  }

  private static boolean isBy(
      Certificate certificate, String algorithm, byte[] sample, byte[] signed)
      throws NoSuchAlgorithmException {
    Signature signature = Signature.getInstance(algorithm);
    try {
      signature.initVerify(certificate.getPublicKey());
      signature.update(sample);
      return signature.verify(signed);
    } catch (InvalidKeyException | SignatureException _) {
      // A key of another kind altogether.
      return false;
    }
  }

  private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
    Matcher matcher = KEY.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
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
