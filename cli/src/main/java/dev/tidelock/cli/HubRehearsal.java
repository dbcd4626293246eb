package dev.tidelock.cli;

import dev.tidelock.hub.Hub;
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
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The training run behind quick starts of the hub, as [Rehearsal] is for all other commands:
/// starts one in the directory where it runs, and signs in.
final class HubRehearsal {
  private static final String EMAIL = "rehearsal@example.org";
  private static final String PASSWORD = "correct horse";

  private HubRehearsal() {}

  public static void main(String[] arguments) throws IOException {
    Path data = Path.of("hub").toAbsolutePath();
    Main.run(List.of("hub", "user", "list", "--data", data.toString()));
    HttpSettings http =
        new HttpSettings(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Optional.empty(),
            HttpSettings.Proxy.NONE,
            HttpSettings.Metrics.LOOPBACK);
    try (Hub hub = Hub.start(new HubSettings(data, http, HubSettings.UNLIMITED, "rehearsal"))) {
      hub.people().add(EMAIL, PASSWORD, People.Role.USER);
      call(hub.url().resolve("/v0"), "");
      call(
          hub.url().resolve("/v0/session"),
          "{\"email\":\"%s\",\"password\":\"%s\",\"device\":\"d\",\"deviceName\":\"d\"}"
              .formatted(EMAIL, PASSWORD));
      call(hub.url().resolve("/v0/projects"), "");
    }
  }

  private static void call(URI url, String body) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
    connection.setRequestProperty("Tidelock-Protocol", "0");
    if (!body.isEmpty()) {
      connection.setDoOutput(true);
      try (OutputStream out = connection.getOutputStream()) {
        out.write(body.getBytes(StandardCharsets.UTF_8));
      }
    }
    connection.getResponseCode();
    connection.disconnect();
  }
}
