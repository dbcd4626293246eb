package dev.tidelock.hub;

import dev.tidelock.engine.port.StateStore;
import dev.tidelock.engine.remote.Genesis;
import dev.tidelock.engine.remote.ProjectId;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.hubclient.HubAccount;
import dev.tidelock.hubclient.HubAddress;
import dev.tidelock.hubclient.HubConnection;
import dev.tidelock.hubclient.HubProjects;
import dev.tidelock.hubclient.HubRemote;
import dev.tidelock.hubclient.Patience;
import dev.tidelock.platform.ZstdCompression;
import dev.tidelock.testkit.MemoryStateStore;
import dev.tidelock.testkit.RemotePlace;
import dev.tidelock.testkit.SampleHistory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;

/// Projects kept by a real hub, over real sockets.
final class HubRemotePlace implements RemotePlace, AutoCloseable {
  private static final String EMAIL = "ann@example.org";

  /// Asks again soon, and often enough for a hub that starts.
  private static final Patience EAGER =
      new Patience(
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          13,
          Duration.ofMillis(4),
          Duration.ofSeconds(30));

  private final Path scratch;
  private final TestHub hub;
  private final HubAddress address;
  private final String token;
  private final Map<String, StateStore> workspaces = new ConcurrentHashMap<>();
  private final ConcurrentLinkedDeque<HubConnection> connections = new ConcurrentLinkedDeque<>();
  private final AtomicInteger made = new AtomicInteger();

  HubRemotePlace(Path scratch) {
    this.scratch = scratch;
    this.hub = TestHub.start(scratch.resolve("hub"));
    hub.addAccount(EMAIL);
    this.address = HubAddress.parse(hub.url().toString());
    this.token = signIn();
  }

  /// A new token; the one before, of the same device, ends.
  String signIn() {
    try (HubConnection connection = new HubConnection(address, Optional.empty(), Patience.USUAL)) {
      return new HubAccount(connection).signIn(EMAIL, TestHub.PASSWORD, "device", "Device").token();
    }
  }

  TestHub hub() {
    return hub;
  }

  HubAddress address() {
    return address;
  }

  HubConnection connect(HubAddress by) {
    return connect(by, EAGER);
  }

  HubConnection connect(HubAddress by, Patience patience) {
    HubConnection connection = new HubConnection(by, Optional.of(token), patience);
    connections.add(connection);
    return connection;
  }

  @Override
  public ProjectId create(String name) {
    ProjectId id = new ProjectId("project-" + made.incrementAndGet());
    new HubProjects(connect(address)).create(new Genesis(id, name, SampleHistory.SEED));
    return id;
  }

  @Override
  public Remote open(ProjectId project, String workspace) {
    return open(connect(address), project, workspace);
  }

  Remote open(HubConnection connection, ProjectId project, String workspace) {
    StateStore state = workspaces.computeIfAbsent(workspace, _ -> new MemoryStateStore());
    return new HubRemote(
        connection, project, state, "origin", new EnvelopeCodec(new ZstdCompression()));
  }

  @Override
  public void damage() {
    hub.damage();
  }

  @Override
  public Runnable snapshot() {
    return hub.snapshot(scratch.resolve("copy" + made.incrementAndGet()));
  }

  @Override
  public void close() {
    connections.forEach(HubConnection::close);
    hub.close();
  }
}
