package dev.tidelock.hubclient;

import dev.tidelock.core.MalformedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// Whose word a device takes on which hub it speaks with over TLS.
///
/// @param authorities the certificates that vouch for hubs, in PEM, and no others; empty for those
///   that the Java virtual machine knows
public record Trust(String authorities) {
  /// The authorities that the Java virtual machine knows.
  public static final Trust USUAL = new Trust("");

  /// Trust in certificates of somebody's own.
  ///
  /// @param pem the certificates
  /// @throws MalformedException if it holds none
  public static Trust in(String pem) {
    certificates(pem);
    return new Trust(pem);
  }

  /// What connections are made with; nothing if as usual.
  Optional<SSLContext> context() {
    if (authorities.isEmpty()) {
      return Optional.empty();
    }
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (Certificate each : certificates(authorities)) {
        store.setCertificateEntry("authority-" + store.size(), each);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return Optional.of(context);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("certificates cannot be trusted", e);
    }
  }

  /// A context for connections that are not encrypted, which trusts nobody. An HTTP client has one
  /// in any case, and the usual one reads all authorities of the Java virtual machine.
  static SSLContext nobody() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[0], new TrustManager[0], null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("there is no TLS", e);
    }
  }

  private static List<Certificate> certificates(String pem) {
    try {
      List<Certificate> found =
          List.copyOf(
              CertificateFactory.getInstance("X.509")
                  .generateCertificates(
                      new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8))));
      if (found.isEmpty()) {
        throw new MalformedException("no certificate in PEM");
      }
      return found;
    } catch (CertificateException e) {
      throw new MalformedException("no certificate in PEM: " + e.getMessage(), e);
    }
  }
}
