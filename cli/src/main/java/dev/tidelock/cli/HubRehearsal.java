package dev.tidelock.cli;

import dev.tidelock.hub.Hub;
import dev.tidelock.hub.HubLog;
import dev.tidelock.hub.account.People;
import dev.tidelock.hub.settings.HttpSettings;
import dev.tidelock.hub.settings.HubSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The training run behind quick starts of the hub, as [Rehearsal] is for all other commands:
/// starts one in the directory where it runs, signs in, and lets two workspaces use it.
///
/// With the argument `serve` it only starts the hub, prints its address and a token, and serves
/// until its input ends: the hub of the other rehearsal.
final class HubRehearsal {
  static final String SERVE = "serve";

  private static final String EMAIL = "rehearsal@example.org";
  private static final String PASSWORD = "correct horse";
  private static final Pattern TOKEN = Pattern.compile("tlk_[A-Za-z0-9_-]+");

  private HubRehearsal() {}

  public static void main(String[] arguments) throws IOException {
    Path place = Files.createTempDirectory(Path.of("").toAbsolutePath().getParent(), "hub");
    HubLog.toStandardError(HubLog.Detail.USUAL);
    boolean serving = List.of(arguments).equals(List.of(SERVE));
    if (!serving) {
      Main.run(List.of("hub", "user", "list", "--data", place.resolve("data").toString()));
    }
    HttpSettings http =
        new HttpSettings(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Optional.empty(),
            HttpSettings.Proxy.NONE,
            HttpSettings.Metrics.LOOPBACK);
    HubSettings settings =
        new HubSettings(
            place.resolve("data"),
            http,
            HubSettings.UNLIMITED,
            HubSettings.Garbage.DAILY,
            "rehearsal");
    try (Hub hub = Hub.start(settings)) {
      hub.people().add(EMAIL, PASSWORD, People.Role.USER);
      call(hub.url().resolve("/v0"), "");
      String token =
          token(
              call(
                  hub.url().resolve("/v0/session"),
                  "{\"email\":\"%s\",\"password\":\"%s\",\"device\":\"d\",\"deviceName\":\"d\"}"
                      .formatted(EMAIL, PASSWORD)));
      if (serving) {
        System.out.println(hub.url() + " " + token);
        System.in.transferTo(OutputStream.nullOutputStream());
      } else {
        new LiveScene(place).play(hub.url().toString(), token);
        // The watches of the scene still listen, and the hub would wait for them.
        System.exit(0);
      }
    }
  }

  private static String token(String answer) {
    Matcher matcher = TOKEN.matcher(answer);
    return matcher.find() ? matcher.group() : "";
  }

  private static String call(URI url, String body) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
    connection.setRequestProperty("Tidelock-Protocol", "0");
    if (!body.isEmpty()) {
      connection.setDoOutput(true);
      try (OutputStream out = connection.getOutputStream()) {
        out.write(body.getBytes(StandardCharsets.UTF_8));
      }
    }
    try (var in = connection.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } finally {
      connection.disconnect();
    }
  }
}
