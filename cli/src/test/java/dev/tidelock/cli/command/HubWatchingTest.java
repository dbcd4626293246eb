package dev.tidelock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Devices that watch, as processes, with a hub between them.
class HubWatchingTest {
  private static final int DEVICES = 20;
  private static final int ROUNDS = 3;
  private static final long SEED = 20;
  private static final Pattern COUNT =
      Pattern.compile(
          "requests_seconds_count\\{method=\"(\\w+)\",route=\"([^\"]+)\".*} ([0-9.E]+)");

  @TempDir private Path base;
  private ServedHub hub;
  private final List<Device> devices = new ArrayList<>();
  private final List<WatchProcess> watches = new ArrayList<>();

  @BeforeEach
  void begin() throws IOException {
    hub = ServedHub.start(base);
  }

  @AfterEach
  void end() {
    watches.forEach(WatchProcess::close);
    hub.close();
  }

  private void devices(int count) {
    for (int i = 0; i < count; i++) {
      Device device = Device.create(base, "device" + i);
      hub.signIn(device, "ann@example.org");
      if (i == 0) {
        device.write("shared", "shared\n");
        device.run("init", "--name", "many", "--remote", hub.url());
        assertThat(device.run("sync").exit()).isZero();
      } else {
        assertThat(device.run("clone", "many", ".").exit()).isZero();
      }
      devices.add(device);
    }
    devices.forEach(device -> watches.add(WatchProcess.begin(List.of(), device)));
    watches.forEach(watch -> watch.awaitState("watching"));
  }

  /// Whether a device shows exactly these files.
  private static boolean shows(Device device, SortedMap<String, String> wanted) {
    return WatchingTest.shown(device).entrySet().stream()
        .filter(each -> !each.getKey().endsWith("/"))
        .toList()
        .equals(List.copyOf(wanted.entrySet()));
  }

  @Test
  void twentyDevicesOnOneProjectConverge() throws Exception {
    devices(DEVICES);
    Random random = new Random(SEED);
    SortedMap<String, String> wanted = new TreeMap<>();
    wanted.put("shared", "shared\n");
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < DEVICES; i++) {
        if (random.nextBoolean()) {
          String name = "by" + i + "/" + (random.nextBoolean() ? "again" : "round" + round);
          String text = "device " + i + " in round " + round + "\n";
          devices.get(i).write(name, text);
          wanted.put(name, text);
        }
      }
      TimeUnit.MILLISECONDS.sleep(500);
    }
    for (int i = 0; i < DEVICES; i++) {
      Device device = devices.get(i);
      watches.get(i).await(() -> shows(device, wanted), "all that was written, seed " + SEED);
    }
    for (WatchProcess watch : watches) {
      assertThat(watch.signal("TERM")).as(watch.errors()).isZero();
      assertThat(watch.state()).isEqualTo("watching");
    }
  }

  @Test
  void aHubThatRestartsIsFoundAgain() throws Exception {
    devices(2);
    WatchProcess first = watches.getFirst();
    WatchProcess second = watches.getLast();
    hub.kill();
    first.awaitState("offline");
    devices.getFirst().write("meanwhile", "here\n");
    devices.getLast().write("shared", "edited there\n");
    second.awaitState("offline");

    hub.startAgain();

    first.awaitState("watching");
    second.awaitState("watching");
    first.await(() -> devices.getFirst().read("shared").equals("edited there\n"), "an edit");
    second.await(() -> Files.exists(devices.getLast().path("meanwhile")), "a file");
    devices.getFirst().write("after", "after\n");
    second.await(() -> Files.exists(devices.getLast().path("after")), "what came after");
  }

  /// What the hub was asked so far, apart from who asks for these numbers.
  private SortedMap<String, Integer> requests() throws Exception {
    SortedMap<String, Integer> counts = new TreeMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                URI.create(hub.url()).resolve("/metrics").toURL().openStream(),
                StandardCharsets.UTF_8))) {
      lines
          .lines()
          .forEach(line -> {
            Matcher matcher = COUNT.matcher(line);
            if (matcher.find() && matcher.group(2).startsWith("/v0")) {
              counts.merge(
                  matcher.group(1) + " " + matcher.group(2),
                  (int) Double.parseDouble(matcher.group(3)),
                  Integer::sum);
            }
          });
    }
    return counts;
  }

  @Test
  void aSmallChangeIsOneRequestOfEachDevice() throws Exception {
    devices(2);
    SortedMap<String, Integer> least =
        new TreeMap<>(
            Map.of(
                "POST /v0/projects/{project}/objects", 1,
                "POST /v0/projects/{project}/fetch", 1));
    SortedMap<String, Integer> asked = new TreeMap<>();
    // Until each has asked once while it listens, it cannot rely on what it hears; and now and then
    // each looks at everything.
    for (int i = 0; i < 12 && !asked.equals(least); i++) {
      SortedMap<String, Integer> before = requests();
      exchange(devices.get(i % 2), "edit" + i + " ");
      asked = since(before);
    }
    assertThat(asked).isEqualTo(least);
  }

  /// How often each thing was asked for since.
  private SortedMap<String, Integer> since(SortedMap<String, Integer> before) throws Exception {
    SortedMap<String, Integer> asked = new TreeMap<>();
    requests()
        .forEach((name, count) -> {
          int more = count - before.getOrDefault(name, 0);
          if (more > 0) {
            asked.put(name, more);
          }
        });
    return asked;
  }

  private void exchange(Device from, String text) throws Exception {
    from.write("shared", text.repeat(50) + "\n");
    for (int i = 0; i < devices.size(); i++) {
      Device device = devices.get(i);
      watches.get(i).await(() -> device.read("shared").startsWith(text), text);
    }
  }
}
