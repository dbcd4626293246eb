package dev.tidelock.hub.http;

import dev.tidelock.core.Bytes;
import dev.tidelock.fuzz.Decoder;
import dev.tidelock.fuzz.Samples;
import dev.tidelock.hub.http.message.Fetch;
import dev.tidelock.hub.http.message.HeadOrder;
import dev.tidelock.hub.http.message.NewProject;
import dev.tidelock.hub.http.message.NewToken;
import dev.tidelock.hub.http.message.SignIn;
import dev.tidelock.hub.protocol.Refusal;
import dev.tidelock.hub.settings.HttpSettings;
import dev.tidelock.hub.settings.UnusableCertificateException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The hub's reading of messages, and of the files with its certificate and key.
public final class HubDecoders {
  private static final List<Class<?>> MESSAGES =
      List.of(HeadOrder.class, Fetch.class, SignIn.class, NewProject.class, NewToken.class);

  private HubDecoders() {}

  public static List<Decoder> all() {
    return List.of(
        new Decoder(
            "hub-message",
            new Decoder.Bound(4 << 20, 512),
            List.of(Refusal.class),
            HubDecoders::messages,
            HubDecoders::message),
        new Decoder(
            "certificate",
            new Decoder.Bound(16 << 20, 4096),
            List.of(UnusableCertificateException.class),
            HubDecoders::certificates,
            HubDecoders::certificate));
  }

  private static List<Bytes> messages() {
    String id = "ab".repeat(32);
    List<Bytes> texts =
        Samples.texts(
            "{\"branch\":\"main\",\"from\":null,\"to\":\""
                + id
                + "\",\"device\":\"d\","
                + "\"incarnation\":\"1\",\"sequence\":3,\"accept\":null}",
            "{\"scope\":\"trees\",\"wants\":[\"" + id + "\"],\"whole\":[]}",
            "{\"email\":\"a@b\",\"password\":\"p\",\"device\":\"d\",\"deviceName\":\"n\"}",
            "{\"genesis\":\"AAECAw==\"}",
            "{\"name\":\"ci\",\"scope\":\"read\",\"days\":30}");
    List<Bytes> all = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      all.add(Samples.chosen(i, texts.get(i)));
    }
    return all;
  }

  private static void message(Bytes input) {
    Class<?> type = MESSAGES.get(Samples.choice(input, MESSAGES.size()));
    Decoder.require(
        type.isInstance(Messages.read(Samples.rest(input).toByteArray(), type)), "a message");
  }

  private static List<Bytes> certificates() {
    String certificate =
        """
        -----BEGIN CERTIFICATE-----
        MIIBdjCCARugAwIBAgIUYvU2qZkGukg8LEfjzV1QNj3vQLQwCgYIKoZIzj0EAwIw
        DzENMAsGA1UEAwwEZnV6ejAgFw0yNjExMjExNDE0MjNaGA8yMTI2MTAyODE0MTQy
        M1owDzENMAsGA1UEAwwEZnV6ejBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABLOP
        htVPSUgMx2/At1YVAPb95Xd7lQhPKW9XseR99yDxXhQ4/hiXztmaIk2q/2YM9KOe
        yRprODw6jSuaqXfAZCWjUzBRMB0GA1UdDgQWBBQHAZmLp2Hh6ViNhg3h2q13D840
        mDAfBgNVHSMEGDAWgBQHAZmLp2Hh6ViNhg3h2q13D840mDAPBgNVHRMBAf8EBTAD
        AQH/MAoGCCqGSM49BAMCA0kAMEYCIQDjy4tDj9b5/GqiZeYE2WxCfnqNpM0mq4ag
        zMn9bKQd6gIhAP6Cb/ampEeseDGA3CJFq8QbrcZPcgtw0dzbFjTmh/B8
        -----END CERTIFICATE-----
        """;
    String key =
        """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgIWX6v2ezlFtfzwFQ
        tBfIfpqnqg4W3pKKLw6qR+deEMqhRANCAASzj4bVT0lIDMdvwLdWFQD2/eV3e5UI
        TylvV7Hkffcg8V4UOP4Yl87ZmiJNqv9mDPSjnskaazg8Oo0rmql3wGQl
        -----END PRIVATE KEY-----
        """;
    return List.of(Samples.joined(Bytes.utf8(certificate), Bytes.utf8(key)));
  }

  private static void certificate(Bytes input) {
    List<Bytes> files = Samples.parts(input, 2);
    try {
      Path directory = Files.createTempDirectory("fuzz-certificate");
      Path chain = directory.resolve("chain.pem");
      Path key = directory.resolve("key.pem");
      try {
        Files.write(chain, files.get(0).toByteArray());
        Files.write(key, files.get(1).toByteArray());
        PemFiles.load(new HttpSettings.Certificate(chain, key));
      } finally {
        Files.deleteIfExists(chain);
        Files.deleteIfExists(key);
        Files.delete(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
