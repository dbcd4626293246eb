package dev.tidelock.workspace;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.ignore.IgnoreFile;
import dev.tidelock.core.name.Names;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.record.merge.RecordRules;
import dev.tidelock.engine.port.StateStore;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.sync.DatabaseParts;
import dev.tidelock.engine.sync.Keeping;
import dev.tidelock.engine.sync.RemotePlace;
import dev.tidelock.engine.sync.SyncRequest;
import dev.tidelock.engine.sync.Workspace;
import dev.tidelock.engine.sync.WorkspaceIdentity;
import dev.tidelock.engine.sync.WorkspaceParts;
import dev.tidelock.platform.database.SqliteDatabases;
import dev.tidelock.platform.linux.LinuxFileSystem;
import dev.tidelock.platform.linux.WorkspaceLock;
import dev.tidelock.platform.sqlite.SqliteImages;
import dev.tidelock.platform.sqlite.SqliteStateStore;
import dev.tidelock.workspace.device.DeviceHome;
import dev.tidelock.workspace.json.JsonFile;
import dev.tidelock.workspace.machine.Machine;
import dev.tidelock.workspace.machine.Reasons;
import dev.tidelock.workspace.machine.WorkspaceFailure;
import dev.tidelock.workspace.remote.ProjectPlace;
import dev.tidelock.workspace.remote.RemoteAccess;
import dev.tidelock.workspace.remote.RemoteUrl;
import dev.tidelock.workspace.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// A workspace that this process has to itself, wired to this machine.
public final class OpenWorkspace implements AutoCloseable {
  private static final TreePath STAGING = TreePath.ROOT.child(Names.RESERVED).child("tmp");

  private Place place;
  private final Settings settings;
  private final WorkspaceLock lock;
  private final LinuxFileSystem files;
  private final StateStore state;
  private final Workspace engine;
  private final Optional<Path> damaged;
  private final RemoteAccess access;
  private final Map<String, ProjectPlace> opened = new HashMap<>();

  private OpenWorkspace(
      Place place,
      Settings settings,
      WorkspaceLock lock,
      LinuxFileSystem files,
      StateStore state,
      Workspace engine,
      RemoteAccess access,
      Optional<Path> damaged) {
    this.place = place;
    this.access = access;
    this.settings = settings;
    this.lock = lock;
    this.files = files;
    this.state = state;
    this.engine = engine;
    this.damaged = damaged;
  }

  /// Opens a workspace.
  ///
  /// @param place where it is
  /// @param settings what holds for it
  /// @param home this device
  /// @param access how it gets to remotes
  /// @throws WorkspaceFailure with [WorkspaceFailure.Reason#BUSY] if another process has it
  public static OpenWorkspace open(
      Place place, Settings settings, DeviceHome home, RemoteAccess access) {
    return open(place, settings, home, access, settings.rowRules(Optional.empty()));
  }

  /// The same with other rules for rows than those of the settings.
  ///
  /// @param rules how rows that both sides changed are decided where nothing else is said
  public static OpenWorkspace open(
      Place place, Settings settings, DeviceHome home, RemoteAccess access, RecordRules rules) {
    LinuxFileSystem files = LinuxFileSystem.open(place.root());
    try {
      return open(place, settings, home, access, rules, files);
    } catch (RuntimeException e) {
      files.close();
      throw e;
    }
  }

  private static OpenWorkspace open(
      Place place,
      Settings settings,
      DeviceHome home,
      RemoteAccess access,
      RecordRules rules,
      LinuxFileSystem files) {
    WorkspaceLock lock = Hold.take(place, files);
    try {
      Optional<Path> damaged = DamagedState.setAside(place.database());
      StateStore state = SqliteStateStore.open(place.database());
      try {
        Workspace engine = Workspace.open(parts(place, settings, home, rules, files, state));
        return new OpenWorkspace(place, settings, lock, files, state, engine, access, damaged);
      } catch (RuntimeException e) {
        state.close();
        throw e;
      }
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  private static WorkspaceParts parts(
      Place place,
      Settings settings,
      DeviceHome home,
      RecordRules rules,
      LinuxFileSystem files,
      StateStore state) {
    Marker marker = place.marker();
    return new WorkspaceParts(
        new WorkspaceIdentity(
            marker.project(), marker.seed(), marker.branch(), home.device().id(), home.author()),
        overrides(place, settings),
        remotes(marker, settings).isEmpty() ? Keeping.EVERYTHING : Keeping.SMALL_CONTENTS,
        files,
        state,
        Machine.CLOCK,
        Machine.RANDOMNESS,
        Machine.COMPRESSION,
        Machine.MERGERS,
        new DatabaseParts(
            new SqliteImages(files, place.root(), STAGING, Machine.RANDOMNESS),
            new SqliteDatabases(Machine.CLOCK, place.root()),
            rules));
  }

  /// This device's own ignore patterns: those of the settings, and those of `.tidelock/ignore`,
  /// which decide.
  private static IgnoreFile overrides(Place place, Settings settings) {
    try {
      String own = JsonFile.readText(place.ignore()).orElse("");
      return IgnoreFile.parse(
          Bytes.utf8(String.join("\n", settings.ignorePatterns()) + "\n" + own));
    } catch (IOException e) {
      throw new WorkspaceFailure(Reasons.reason(e), Reasons.of(e), "check its permissions", e);
    }
  }

  /// Where a workspace syncs with, in this order.
  public static List<NamedRemote> remotes(Marker marker, Settings settings) {
    Optional<String> service = settings.serviceUrl();
    return marker.remotes().isEmpty() && service.isPresent()
        ? List.of(new NamedRemote("service", service.get(), NamedRemote.Standing.PLANNED))
        : marker.remotes();
  }

  /// Where this workspace syncs with, in this order.
  public List<NamedRemote> remotes() {
    return remotes(place.marker(), settings);
  }

  /// Reaches a remote. A project that was never there is made there, unless this is a preview: then
  /// there is nothing to reach.
  ///
  /// @throws RemoteFailure if it cannot be reached, or what should be there is not
  public Optional<RemotePlace> connect(NamedRemote remote, SyncRequest.Effect effect) {
    RemoteUrl url = RemoteUrl.parse(remote.url());
    boolean planned = remote.standing() == NamedRemote.Standing.PLANNED;
    if (planned && effect == SyncRequest.Effect.REAL) {
      access.establishIfThere(url);
    }
    ProjectPlace shared = opened.computeIfAbsent(remote.url(), _ -> access.open(url));
    Marker marker = place.marker();
    if (!planned) {
      shared.requireProject(marker.project());
    } else if (shared.project(marker.project()).isEmpty()) {
      if (effect == SyncRequest.Effect.PREVIEW) {
        return Optional.empty();
      }
      shared.create(marker.project(), marker.name(), marker.seed());
    }
    if (effect == SyncRequest.Effect.REAL) {
      joined(remote);
    }
    return Optional.of(
        new RemotePlace(remote.name(), shared.remote(marker.project(), remote.name(), state)));
  }

  /// The branches that the project has at a remote.
  ///
  /// @throws RemoteFailure if it cannot be reached
  public SortedSet<String> branches(NamedRemote remote) {
    return new TreeSet<>(
        connect(remote, SyncRequest.Effect.PREVIEW)
            .map(found -> found.remote().refresh().heads().keySet())
            .orElse(Set.of()));
  }

  /// Asks a remote, without changing anything anywhere, whether it holds a workspace's project.
  ///
  /// @throws RemoteFailure if it cannot be reached or written to, or lost the project
  public static boolean probe(Place place, NamedRemote remote, RemoteAccess access) {
    RemoteUrl url = RemoteUrl.parse(remote.url());
    try (ProjectPlace shared = access.open(url)) {
      String project = place.marker().project();
      boolean there = shared.project(project).isPresent();
      if (!there && remote.standing() == NamedRemote.Standing.JOINED) {
        shared.requireProject(project);
        throw new RemoteFailure(
            RemoteFailure.Reason.NOT_FOUND, "the project is not at " + url + " any more");
      }
      shared.requireWritable();
      return there;
    }
  }

  /// Syncs with a remote no more, and forgets what is known of it.
  public void forget(NamedRemote remote) throws IOException {
    engine.forget(remote.name());
    place =
        place.with(
            place
                .marker()
                .withRemotes(
                    place.marker().remotes().stream()
                        .filter(each -> !each.name().equals(remote.name()))
                        .toList()));
  }

  private void joined(NamedRemote remote) {
    Optional<NamedRemote> listed = place.marker().remote(remote.name());
    if (listed.isPresent() && listed.get().standing() == NamedRemote.Standing.PLANNED) {
      try {
        place = place.with(place.marker().withRemote(remote.with(NamedRemote.Standing.JOINED)));
      } catch (IOException e) {
        throw new WorkspaceFailure(Reasons.reason(e), Reasons.of(e), "check the permissions", e);
      }
    }
  }

  /// The first remote, if there is one and it can be reached: for fetching what is not here.
  public Optional<RemotePlace> source() {
    for (NamedRemote remote : remotes()) {
      try {
        return connect(remote, SyncRequest.Effect.PREVIEW);
      } catch (RemoteFailure _) {
        // The next one may have it, and else what is here must do.
      }
    }
    return Optional.empty();
  }

  /// Where it is, and its marker as it is now.
  public Place place() {
    return place;
  }

  /// Where the old state was put because it was damaged, if it was.
  public Optional<Path> damaged() {
    return damaged;
  }

  /// The engine's face.
  public Workspace engine() {
    return engine;
  }

  /// The syncs that were run.
  public RunLog runs() {
    return new RunLog(state);
  }

  @Override
  public void close() {
    try (files;
        lock) {
      opened.values().forEach(ProjectPlace::close);
      engine.close();
    }
  }
}
