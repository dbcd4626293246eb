package dev.tidelock.hub;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.engine.port.Clock;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.engine.store.Pack;
import dev.tidelock.engine.store.PackIndex;
import dev.tidelock.hub.account.People;
import dev.tidelock.hub.settings.HttpSettings;
import dev.tidelock.hub.settings.HubSettings;
import dev.tidelock.platform.linux.SystemClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A real hub on a free port of this machine, whose disk can be damaged and set back. For use by
/// one thread; what it answers to may be many.
public final class TestHub implements AutoCloseable {
  /// The password of every account.
  public static final String PASSWORD = "correct horse";

  /// Where in an envelope its first reference lies, if it has one.
  private static final int REFERENCES = 20;

  private static final Duration USUAL_IDLE = Duration.ofSeconds(30);

  private final Path data;
  private final long quota;
  private final Duration idle;
  private final HttpSettings.Proxy proxy;
  private final Clock clock;
  private Hub hub;
  private int port;

  private TestHub(Path data, long quota, Duration idle, HttpSettings.Proxy proxy, Clock clock) {
    this.data = data;
    this.quota = quota;
    this.idle = idle;
    this.proxy = proxy;
    this.clock = clock;
    this.hub = Hub.start(settings(), clock);
    this.port = hub.url().getPort();
  }

  /// Starts a hub that keeps everything in a directory, which need not exist.
  public static TestHub start(Path data) {
    return start(data, HubSettings.UNLIMITED);
  }

  /// Starts a hub that takes the word of whoever calls it on where requests come from.
  public static TestHub startBehindProxy(Path data) {
    return new TestHub(
        data, HubSettings.UNLIMITED, USUAL_IDLE, HttpSettings.Proxy.TRUSTED, new SystemClock());
  }

  /// Starts a hub whose projects may take so many bytes.
  public static TestHub start(Path data, long quota) {
    return new TestHub(data, quota, USUAL_IDLE, HttpSettings.Proxy.NONE, new SystemClock());
  }

  /// Starts a hub that waits only so long for silent connections.
  public static TestHub start(Path data, Duration idle) {
    return new TestHub(
        data, HubSettings.UNLIMITED, idle, HttpSettings.Proxy.NONE, new SystemClock());
  }

  /// Starts a hub that goes by a clock of the test's.
  static TestHub start(Path data, Clock clock) {
    return new TestHub(data, HubSettings.UNLIMITED, USUAL_IDLE, HttpSettings.Proxy.NONE, clock);
  }

  private HubSettings settings() {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    return new HubSettings(
        data,
        new HttpSettings(address, Optional.empty(), proxy, HttpSettings.Metrics.LOOPBACK, idle),
        quota,
        HubSettings.Garbage.DAILY,
        "test");
  }

  /// Where it answers; the same after a restart.
  public URI url() {
    return hub.url();
  }

  /// The directory in which it keeps everything.
  public Path data() {
    return data;
  }

  /// Its accounts.
  public People people() {
    return hub.people();
  }

  /// Adds an account with [#PASSWORD].
  public void addAccount(String email) {
    if (hub.people().add(email, PASSWORD, People.Role.USER).isEmpty()) {
      throw new IllegalStateException("there is an account " + email + " already");
    }
  }

  /// Stops it.
  public void stop() {
    hub.close();
  }

  /// Starts it again at the same address.
  public void startAgain() {
    hub = Hub.start(settings(), clock);
  }

  /// Changes a byte in every object.
  public void damage() {
    try (Stream<Path> files = Files.walk(data.resolve("blobs"))) {
      files.filter(file -> file.toString().contains("/packs/")).forEach(TestHub::damage);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Lets each object of a kind claim to refer to something else than it does; a second time brings
  /// the truth back.
  public void misdirect(ObjectKind kind) {
    try (Stream<Path> files = Files.walk(data.resolve("blobs"))) {
      files
          .filter(file -> file.toString().contains("/packs/"))
          .forEach(pack -> misdirect(pack, kind));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void misdirect(Path pack, ObjectKind kind) {
    try {
      Bytes before = Bytes.wrap(Files.readAllBytes(pack));
      byte[] bytes = before.toByteArray();
      for (PackIndex.Entry entry : Pack.index(Pack.input(before)).entries()) {
        Bytes envelope = before.slice(entry.offset(), entry.offset() + entry.length());
        if (EnvelopeCodec.readHeader(envelope).kind() == kind) {
          bytes[entry.offset() + REFERENCES] ^= 1;
        }
      }
      Files.write(pack, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void damage(Path pack) {
    try {
      byte[] bytes = Files.readAllBytes(pack);
      for (PackIndex.Entry entry : Pack.index(Pack.input(Bytes.copyOf(bytes))).entries()) {
        bytes[entry.offset() + entry.length() - 1] ^= 1;
      }
      Files.write(pack, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Remembers everything in `copy`, which must not exist; running the result brings exactly that
  /// state back.
  public Runnable snapshot(Path copy) {
    stop();
    copy(data, copy);
    startAgain();
    return () -> {
      stop();
      delete(data);
      copy(copy, data);
      startAgain();
    };
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file));
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : all) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    stop();
  }
}
