package dev.tidelock.simulation.hub;

import dev.tidelock.engine.port.Clock;
import dev.tidelock.engine.port.Randomness;
import dev.tidelock.engine.remote.BlobStore;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.hub.account.Access;
import dev.tidelock.hub.account.Passwords;
import dev.tidelock.hub.bus.LocalBus;
import dev.tidelock.hub.care.GarbageCollection;
import dev.tidelock.hub.care.HubCheck;
import dev.tidelock.hub.http.HubServer;
import dev.tidelock.hub.object.Blobs;
import dev.tidelock.hub.object.Intake;
import dev.tidelock.hub.object.ProjectObjects;
import dev.tidelock.hub.object.RecentObjects;
import dev.tidelock.hub.project.HeadMoves;
import dev.tidelock.hub.report.Freed;
import dev.tidelock.hub.settings.HttpSettings;
import dev.tidelock.hub.settings.HubSettings;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/// The parts of the real hub, put together as the program does, but for sockets and threads.
final class HubProcess implements AutoCloseable {
  private static final HttpSettings SETTINGS =
      new HttpSettings(
          InetSocketAddress.createUnresolved("hub.example", 0),
          Optional.empty(),
          HttpSettings.Proxy.NONE,
          HttpSettings.Metrics.LOOPBACK);

  private final SimRecords records;
  private final Blobs blobs;
  private final EnvelopeCodec codec;
  private final Randomness randomness;
  private final Clock clock;
  private final Passwords passwords;
  private final LocalBus bus = new LocalBus();
  private final RecentObjects recent = new RecentObjects(1 << 20);
  private final HubServer server;

  HubProcess(
      SimRecords records,
      BlobStore store,
      EnvelopeCodec codec,
      Randomness randomness,
      Clock clock) {
    this.records = records;
    this.blobs = new Blobs(() -> store, new CallingThread());
    this.codec = codec;
    this.randomness = randomness;
    this.clock = clock;
    this.passwords = new Passwords(randomness);
    this.server =
        HubServer.withoutSocket(
            SETTINGS,
            new HubServer.Parts(
                records,
                new Access(records, passwords, randomness, clock),
                new Intake(records, blobs, codec, recent, randomness, clock, HubSettings.UNLIMITED),
                project -> new ProjectObjects(records, blobs, codec, recent, project),
                new HeadMoves(records, bus, randomness, clock),
                bus,
                clock,
                "simulated"));
  }

  /// Answers a request, or dies over it.
  void answer(Exchange exchange) {
    exchange.run(server.servlet());
  }

  Freed collectGarbage() {
    return new GarbageCollection(records, blobs, codec, randomness, clock).run();
  }

  /// What is wrong with what is kept.
  List<String> check() {
    return new HubCheck(records, blobs, codec).run("ok").findings();
  }

  @Override
  public void close() {
    server.close();
    blobs.close();
    bus.close();
    passwords.close();
  }
}
