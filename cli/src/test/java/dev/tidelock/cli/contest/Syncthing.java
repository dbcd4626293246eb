package dev.tidelock.cli.contest;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/// Two instances of Syncthing over the loopback, which run all the time; with simple versioning. A
/// sync is a scan that is asked for at both, and the wait until neither needs anything.
final class Syncthing implements Contestant {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final long POLL_NANOS = 100_000_000;
  private static final long PACE_NANOS = 15_000_000;
  private static final long SLEEP_NANOS = 1_500_000_000;
  private static final String FOLDER = "contest";
  private static final String KEY = "contest-key";

  private Sides sides = new Sides(Path.of(""), Path.of(""), Path.of(""));
  private final int[] ports = new int[4];
  private List<String> ids = List.of();
  private Optional<Shell.Running> first = Optional.empty();
  private Optional<Shell.Running> second = Optional.empty();
  private Duration usual = Duration.ofSeconds(1);
  private int timeouts;

  @Override
  public String name() {
    return "Syncthing";
  }

  @Override
  public String version() throws IOException {
    return Shell.run(Path.of("."), Map.of(), "syncthing --version | cut -d' ' -f1-3")
        .output()
        .strip();
  }

  @Override
  public void begin(Sides given) throws IOException {
    sides = given;
    for (int i = 0; i < ports.length; i++) {
      try (ServerSocket socket = new ServerSocket(0)) {
        ports[i] = socket.getLocalPort();
      }
    }
    ids = List.of(generated(0), generated(1));
    for (int side = 0; side < 2; side++) {
      Files.createDirectories(sides.at(side).resolve(".stfolder"));
      Files.writeString(home(side).resolve("config.xml"), configuration(side));
      start(side);
    }
    sync(0);
  }

  private Path home(int side) {
    return sides.base().resolve("home-" + side);
  }

  private String generated(int side) throws IOException {
    Shell.Ended made =
        Shell.run(
            sides.base(),
            Map.of(),
            "syncthing generate --home='%s' --no-default-folder; syncthing --home='%s' --device-id"
                .formatted(home(side), home(side)));
    return made.output().lines().filter(line -> line.matches("[A-Z0-9-]{63}")).findFirst().get();
  }

  private String configuration(int side) {
    return """
    <configuration version="36">
      <folder id="FOLDER" label="FOLDER" path="PATH" type="sendreceive" rescanIntervalS="3600"
          fsWatcherEnabled="true" fsWatcherDelayS="10" ignorePerms="false" autoNormalize="true">
        <filesystemType>basic</filesystemType>
        <device id="ID-0"></device>
        <device id="ID-1"></device>
        <versioning type="simple"><param key="keep" val="1000"></param></versioning>
        <maxConflicts>-1</maxConflicts>
      </folder>
      <device id="ID-0" name="alpha"><address>tcp://127.0.0.1:PORT-0</address></device>
      <device id="ID-1" name="beta"><address>tcp://127.0.0.1:PORT-1</address></device>
      <gui enabled="true" tls="false"><address>127.0.0.1:GUI</address><apikey>KEY</apikey></gui>
      <options>
        <listenAddress>tcp://127.0.0.1:PORT-OWN</listenAddress>
        <globalAnnounceEnabled>false</globalAnnounceEnabled>
        <localAnnounceEnabled>false</localAnnounceEnabled>
        <reconnectionIntervalS>1</reconnectionIntervalS>
        <relaysEnabled>false</relaysEnabled>
        <natEnabled>false</natEnabled>
        <startBrowser>false</startBrowser>
        <autoUpgradeIntervalH>0</autoUpgradeIntervalH>
        <crashReportingEnabled>false</crashReportingEnabled>
        <urAccepted>-1</urAccepted>
      </options>
    </configuration>
    """
        .replace("FOLDER", FOLDER)
        .replace("PATH", sides.at(side).toString())
        .replace("ID-0", ids.get(0))
        .replace("ID-1", ids.get(1))
        .replace("PORT-0", "" + ports[0])
        .replace("PORT-1", "" + ports[1])
        .replace("PORT-OWN", "" + ports[side])
        .replace("GUI", "" + ports[2 + side])
        .replace("KEY", KEY);
  }

  private Shell.Running instance(int side) {
    return (side == 0 ? first : second).orElseThrow();
  }

  private void start(int side) throws IOException {
    Shell.Running started =
        Shell.start(
            sides.base(),
            Map.of("HOME", sides.base().toString()),
            "exec syncthing serve --home='%s' --no-browser --no-upgrade --no-restart"
                .formatted(home(side)));
    if (side == 0) {
      first = Optional.of(started);
    } else {
      second = Optional.of(started);
    }
  }

  /// Asks an instance, and gives its answer: a document of JSON, or nothing.
  private String ask(String method, int side, String path) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection)
            URI.create("http://127.0.0.1:" + ports[2 + side] + path).toURL().openConnection();
    connection.setRequestMethod(method);
    connection.setRequestProperty("X-API-Key", KEY);
    connection.setConnectTimeout(2000);
    connection.setReadTimeout(60_000);
    try (InputStream in = connection.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private void scan() throws IOException {
    for (int side = 0; side < 2; side++) {
      String _ = ask("POST", side, "/rest/db/scan?folder=" + FOLDER);
    }
  }

  /// Whether both are idle, need nothing, and are connected.
  private boolean inSync() throws IOException {
    for (int side = 0; side < 2; side++) {
      String status = ask("GET", side, "/rest/db/status?folder=" + FOLDER);
      String other =
          ask("GET", side, "/rest/db/completion?folder=" + FOLDER + "&device=" + ids.get(1 - side));
      if (!status.contains("\"state\": \"idle\"")
          || !status.contains("\"needTotalItems\": 0,")
          || !other.contains("\"needItems\": 0,")
          || !other.contains("\"needDeletes\": 0")
          || !connected(side)) {
        return false;
      }
    }
    return true;
  }

  private boolean connected(int side) throws IOException {
    String text = ask("GET", side, "/rest/system/connections");
    return Pattern.compile(ids.get(1 - side) + "\": \\{[^}]*\"connected\": true")
        .matcher(text)
        .find();
  }

  @Override
  public void sync(int side) throws IOException {
    long start = System.nanoTime();
    boolean scanned = false;
    boolean done = false;
    while (!done && System.nanoTime() - start < PATIENCE.toNanos()) {
      try {
        if (!scanned) {
          scan();
          scanned = true;
        }
        done = inSync();
      } catch (IOException _) {
        // It is starting.
        done = false;
      }
      if (!done) {
        LockSupport.parkNanos(POLL_NANOS);
      }
    }
    if (done) {
      usual = Duration.ofNanos(System.nanoTime() - start);
    } else {
      timeouts++;
    }
  }

  @Override
  public boolean disturb(int side, double part, Trouble trouble, Meanwhile meanwhile)
      throws IOException {
    Thread asking = Thread.ofVirtual().start(this::scanQuietly);
    LockSupport.parkNanos((long) (usual.toNanos() * part));
    switch (trouble) {
      case KILL -> {
        instance(side).signal("KILL");
        Shell.Ended _ = instance(side).await();
        start(side);
      }
      case SLEEP -> {
        instance(side).signal("STOP");
        while (meanwhile.next()) {
          LockSupport.parkNanos(PACE_NANOS);
        }
        LockSupport.parkNanos(SLEEP_NANOS);
        instance(side).signal("CONT");
      }
      case EDITS -> {
        while (meanwhile.next()) {
          LockSupport.parkNanos(PACE_NANOS);
        }
      }
    }
    try {
      asking.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return true;
  }

  private void scanQuietly() {
    try {
      scan();
    } catch (IOException _) {
      // It was killed meanwhile, which is the point.
      return;
    }
  }

  @Override
  public void rest() throws IOException {
    for (int i = 0; i < 3; i++) {
      sync(0);
    }
  }

  @Override
  public Set<String> kept() throws IOException {
    Set<String> kept = new HashSet<>();
    for (Path side : sides.both()) {
      kept.addAll(Unison.digests(side.resolve(".stversions")));
    }
    return kept;
  }

  @Override
  public boolean isConflictCopy(String name) {
    return name.contains(".sync-conflict-");
  }

  @Override
  public List<String> own() {
    return List.of(".stfolder", ".stversions");
  }

  @Override
  public String remarks() {
    return timeouts + " times it was not in sync within " + PATIENCE.toSeconds() + " s";
  }

  @Override
  public void close() {
    for (Optional<Shell.Running> each : List.of(first, second)) {
      each.ifPresent(running -> {
        try {
          running.signal("KILL");
          Shell.Ended _ = running.await();
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
      });
    }
  }
}
