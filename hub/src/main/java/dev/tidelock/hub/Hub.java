package dev.tidelock.hub;

import dev.tidelock.engine.port.Clock;
import dev.tidelock.engine.port.Randomness;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.hub.account.Access;
import dev.tidelock.hub.account.Passwords;
import dev.tidelock.hub.account.People;
import dev.tidelock.hub.bus.Bus;
import dev.tidelock.hub.bus.LocalBus;
import dev.tidelock.hub.care.DailyCollection;
import dev.tidelock.hub.http.HubServer;
import dev.tidelock.hub.object.Blobs;
import dev.tidelock.hub.object.Intake;
import dev.tidelock.hub.object.ProjectObjects;
import dev.tidelock.hub.object.RecentObjects;
import dev.tidelock.hub.project.HeadMoves;
import dev.tidelock.hub.report.Freed;
import dev.tidelock.hub.settings.HubSettings;
import dev.tidelock.hub.store.Records;
import dev.tidelock.platform.SecureRandomness;
import dev.tidelock.platform.ZstdCompression;
import dev.tidelock.platform.linux.SystemClock;
import io.javalin.util.JavalinException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/// A hub that answers, on SQLite and a directory.
public final class Hub implements AutoCloseable {
  /// What is remembered of objects, where there is memory enough.
  private static final long RECENT_BYTES = 64 << 20;

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final HubServer server;
  private final People people;

  private Hub(HubSettings settings, Clock clock) {
    DataDirectory data = new DataDirectory(settings.data()).prepare();
    Randomness randomness = new SecureRandomness();
    EnvelopeCodec codec = new EnvelopeCodec(new ZstdCompression());
    RecentObjects recent =
        new RecentObjects(Math.min(RECENT_BYTES, Runtime.getRuntime().maxMemory() / 8));
    try {
      opened(data.hold(new SystemClock()));
      Records records = opened(data.records());
      Blobs blobs = opened(data.openBlobs(randomness));
      Passwords passwords = opened(new Passwords(randomness));
      Bus bus = opened(new LocalBus());
      people = new People(records, passwords, randomness, clock);
      server =
          opened(
              HubServer.start(
                  settings.http(),
                  new HubServer.Parts(
                      records,
                      new Access(records, passwords, randomness, clock),
                      new Intake(
                          records, blobs, codec, recent, randomness, clock, settings.quota()),
                      project -> new ProjectObjects(records, blobs, codec, recent, project),
                      new HeadMoves(records, bus, randomness, clock),
                      bus,
                      clock,
                      settings.version())));
      if (settings.garbage() == HubSettings.Garbage.DAILY) {
        opened(DailyCollection.start(() -> collectGarbage(settings.data()), clock));
      }
    } catch (JavalinException e) {
      close();
      throw new AddressTakenException(settings.http().address(), e);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /// Starts a hub; it answers on return.
  ///
  /// @throws DataDirectory.HeldException if another one uses the directory
  public static Hub start(HubSettings settings) {
    return start(settings, new SystemClock());
  }

  /// Starts a hub that goes by a clock.
  static Hub start(HubSettings settings, Clock clock) {
    return new Hub(settings, clock);
  }

  /// With connections of its own to the database, so that no request waits for one.
  private static Freed collectGarbage(Path data) {
    try (Upkeep upkeep = Upkeep.make(data)) {
      return upkeep.collectGarbage();
    }
  }

  private <T extends AutoCloseable> T opened(T part) {
    open.push(part);
    return part;
  }

  /// Where it answers.
  public URI url() {
    return server.url();
  }

  /// Its accounts.
  public People people() {
    return people;
  }

  /// Ends what was begun, begins nothing new, and stops.
  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (RuntimeException e) {
        throw e;
      } catch (Exception e) {
        throw new IllegalStateException("a part of the hub cannot be closed", e);
      }
    }
  }
}
