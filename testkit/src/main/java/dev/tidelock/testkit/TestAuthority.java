package dev.tidelock.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// A certificate authority of a test's own, which certifies servers of this machine. The JDK's
/// `keytool` does the work.
public final class TestAuthority {
  private static final String PASSWORD = "changeit";

  private final Path directory;

  private TestAuthority(Path directory) {
    this.directory = directory;
  }

  /// Makes one that keeps its files in a directory, which must exist.
  public static TestAuthority in(Path directory) {
    TestAuthority authority = new TestAuthority(directory);
    authority.keytool(
        "authority", "-genkeypair", "-keyalg", "EC", "-dname", "CN=test authority", "-ext", "bc:c");
    authority.export("authority");
    return authority;
  }

  /// A server's certificate with its key, as files in PEM.
  ///
  /// @param chain the certificate
  /// @param key its key in PKCS #8
  public record Server(Path chain, Path key) {}

  /// The authority's own certificate, in PEM.
  public Path certificate() {
    return directory.resolve("authority.pem");
  }

  /// A certificate for `127.0.0.1` and `localhost`.
  ///
  /// @param name of its files
  /// @param algorithm of its key: `EC`, `RSA` or `Ed25519`
  /// @param firstDay from when on it is valid, in days from now
  /// @param days for how many days it is
  public Server certify(String name, String algorithm, int firstDay, int days) {
    keytool(name, "-genkeypair", "-keyalg", algorithm, "-dname", "CN=" + name);
    Path request = directory.resolve(name + ".csr");
    Path signed = directory.resolve(name + ".signed");
    keytool(name, "-certreq", "-file", request.toString());
    keytool(
        "authority",
        "-gencert",
        "-rfc",
        "-infile",
        request.toString(),
        "-outfile",
        signed.toString(),
        "-startdate",
        "%+dd".formatted(firstDay),
        "-validity",
        String.valueOf(days),
        "-ext",
        "san=ip:127.0.0.1,dns:localhost");
    export(name);
    return new Server(signed, directory.resolve(name + ".key"));
  }

  private void keytool(String name, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(
        List.of(
            "-alias", name,
            "-keystore", directory.resolve(name + ".p12").toString(),
            "-storepass", PASSWORD));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(command + ": " + said);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /// Writes a certificate and its key in PEM.
  private void export(String name) {
    try (InputStream in = Files.newInputStream(directory.resolve(name + ".p12"))) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, PASSWORD.toCharArray());
      write(name + ".pem", "CERTIFICATE", store.getCertificate(name).getEncoded());
      write(name + ".key", "PRIVATE KEY", store.getKey(name, PASSWORD.toCharArray()).getEncoded());
    } catch (IOException | GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private void write(String file, String label, byte[] content) throws IOException {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    Files.writeString(
        directory.resolve(file),
        "-----BEGIN %s-----%n%s%n-----END %s-----%n".formatted(label, text, label));
  }
}
