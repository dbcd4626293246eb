package dev.tidelock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.testkit.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Hubs that speak TLS, and whom devices believe.
class HubTlsTest {
  private static final String ANN = "ann@example.org";

  @TempDir private Path base;
  private TestAuthority authority;

  @BeforeEach
  void anAuthority() throws IOException {
    authority = TestAuthority.in(Files.createDirectories(base.resolve("authority")));
  }

  private static List<String> options(TestAuthority.Server server) {
    return List.of(
        "--tls-certificate", server.chain().toString(), "--tls-key", server.key().toString());
  }

  private Device.Result logIn(Device device, ServedHub hub, String... more) {
    String[] arguments =
        Stream.concat(
                Stream.of("login", hub.url(), "--email", ANN, "--password-stdin", "--json"),
                Stream.of(more))
            .toArray(String[]::new);
    return device.typing(ServedHub.PASSWORD + "\n").run(arguments);
  }

  private static Device.Result assertDone(Device.Result result) {
    assertThat(result.exit()).as(result.toString()).isZero();
    return result;
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA", "Ed25519"})
  void devicesThatTrustItsAuthoritySyncThroughAHubWithTls(String algorithm) throws Exception {
    TestAuthority.Server server = authority.certify("server", algorithm, -1, 30);
    try (ServedHub hub = ServedHub.start(base, options(server))) {
      assertThat(hub.url()).startsWith("https://127.0.0.1:");
      hub.addAccount(ANN);
      Device alice = Device.create(base, "alice").write("notes.txt", "one\n");
      assertDone(logIn(alice, hub, "--ca", authority.certificate().toString()));
      assertDone(alice.run("init", "--name", "notes", "--remote", hub.url()));
      assertDone(alice.run("sync"));
      assertDone(alice.run("whoami"));

      Device bob = Device.create(base, "bob");
      assertDone(logIn(bob, hub, "--ca", authority.certificate().toString()));
      assertDone(bob.run("clone", "notes", "."));
      assertThat(bob.read("notes.txt")).isEqualTo("one\n");
      try (WatchProcess watch = WatchProcess.of(bob)) {
        alice.write("notes.txt", "two\n");
        assertDone(alice.run("sync"));
        watch.await(() -> bob.read("notes.txt").equals("two\n"), "the edit");
      }
      assertDone(logIn(bob, hub));
      assertThat(bob.run("logout").exit()).as("what was trusted stays trusted").isZero();
    }
  }

  @Test
  void aHubThatNobodyTrustedVouchesForIsNotBelieved() throws Exception {
    TestAuthority.Server server = authority.certify("server", "EC", -1, 30);
    TestAuthority other = TestAuthority.in(Files.createDirectories(base.resolve("other")));
    try (ServedHub hub = ServedHub.start(base, options(server))) {
      hub.addAccount(ANN);
      Device alice = Device.create(base, "alice");
      for (String[] trust :
          List.of(new String[0], new String[] {"--ca", other.certificate().toString()})) {
        long began = System.nanoTime();
        Device.Result result = logIn(alice, hub, trust);
        assertThat(result.exit()).as(result.toString()).isEqualTo(6);
        assertThat(result.error().text("message").orElse(""))
            .contains("certificate", "nobody trusted here vouches for", "--ca FILE", hub.url());
        assertThat(System.nanoTime() - began).as("asked once").isLessThan(5_000_000_000L);
      }
      assertThat(base.resolve("alice-home/sign-ins.json")).doesNotExist();

      alice.with("TIDELOCK_CA", authority.certificate().toString());
      assertDone(logIn(alice, hub));
      assertDone(alice.run("whoami"));
      alice.with("TIDELOCK_CA", other.certificate().toString());
      assertThat(alice.run("whoami").exit()).as("the environment wins").isEqualTo(6);
    }
  }

  @Test
  void aCertificateForAnotherNameIsNotBelieved() throws Exception {
    TestAuthority.Server server = authority.certify("server", "EC", -1, 30);
    try (ServedHub hub = ServedHub.start(base, options(server))) {
      hub.addAccount(ANN);
      Device alice =
          Device.create(base, "alice").with("TIDELOCK_CA", authority.certificate().toString());
      Device.Result result =
          alice
              .typing(ServedHub.PASSWORD + "\n")
              .run(
                  "login",
                  hub.url().replace("127.0.0.1", "127.0.0.2"),
                  "--email",
                  ANN,
                  "--password-stdin",
                  "--json");
      assertThat(result.exit()).as(result.toString()).isEqualTo(6);
    }
  }

  @Test
  void authoritiesThatAreNoneAreWrongUsage() throws IOException {
    Device alice = Device.create(base, "alice").write("a.pem", "nothing\n");
    String[] login = {
      "login", "https://127.0.0.1:1", "--token", "tlk_12345678", "--json", "--ca", ""
    };
    for (String file : List.of("a.pem", "missing.pem", base + "/authority/authority.key")) {
      login[login.length - 1] = file;
      Device.Result result = alice.run(login);
      assertThat(result.exit()).as(result.toString()).isEqualTo(2);
      assertThat(result.error().text("message").orElse("")).contains(file);
    }
  }

  private void assertUnusable(Path chain, Path key, String... words) {
    Device keeper = Device.create(base, "keeper");
    Device.Result result =
        keeper.run(
            "hub",
            "serve",
            "--data",
            base.resolve("data").toString(),
            "--listen",
            "127.0.0.1:0",
            "--json",
            "--tls-certificate",
            chain.toString(),
            "--tls-key",
            key.toString());
    assertThat(result.exit()).as(result.toString()).isEqualTo(2);
    assertThat(result.error().text("message").orElse("")).contains(words);
    assertThat(result.out()).isEmpty();
  }

  @Test
  void aCertificateOrKeyThatCannotBeUsedIsNamed() throws IOException {
    TestAuthority.Server one = authority.certify("one", "EC", -1, 30);
    TestAuthority.Server two = authority.certify("two", "EC", -1, 30);
    TestAuthority.Server rsa = authority.certify("rsa", "RSA", -1, 30);
    TestAuthority.Server old = authority.certify("old", "EC", -30, 10);
    assertUnusable(one.chain(), two.key(), "is not that of the certificate", "two.key");
    assertUnusable(one.chain(), rsa.key(), "is not that of the certificate", "rsa.key");
    assertUnusable(old.chain(), old.key(), "old.signed expired on 20");
    assertUnusable(base.resolve("none.pem"), one.key(), "none.pem is not there");
    assertUnusable(one.chain(), base.resolve("none.key"), "none.key is not there");
    assertUnusable(one.key(), one.key(), "one.key");
    assertUnusable(one.chain(), one.chain(), "holds no key in PKCS #8", "openssl pkcs8");
    Path binary = base.resolve("binary");
    Files.write(binary, new byte[] {(byte) 0x80, 1, 2, (byte) 0xff});
    assertUnusable(one.chain(), binary, "binary holds no key");
    assertUnusable(binary, one.key(), "binary");
    Device keeper = Device.create(base, "keeper");
    Device.Result half = keeper.run("hub", "serve", "--tls-key", one.key().toString());
    assertThat(half.exit()).isEqualTo(2);
    assertThat(half.err()).contains("TLS needs both");
  }
}
