package dev.tidelock.library;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.Names;
import dev.tidelock.engine.port.StateStore;
import dev.tidelock.engine.remote.Genesis;
import dev.tidelock.engine.remote.ProjectId;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.remote.RemoteProjects;
import dev.tidelock.engine.sync.Workspace;
import dev.tidelock.platform.linux.LinuxFileSystem;
import dev.tidelock.platform.linux.WorkspaceLock;
import dev.tidelock.platform.sqlite.SqliteStateStore;
import dev.tidelock.workspace.Hold;
import dev.tidelock.workspace.Marker;
import dev.tidelock.workspace.NamedRemote;
import dev.tidelock.workspace.NamedRemote.Standing;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.ProjectName;
import dev.tidelock.workspace.RootCheck;
import dev.tidelock.workspace.device.DeviceHome;
import dev.tidelock.workspace.device.KnownWorkspace;
import dev.tidelock.workspace.machine.Machine;
import dev.tidelock.workspace.machine.Mutex;
import dev.tidelock.workspace.machine.Reasons;
import dev.tidelock.workspace.machine.WorkspaceFailure;
import dev.tidelock.workspace.remote.ProjectPlace;
import dev.tidelock.workspace.remote.RemoteUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Which workspace a database belongs to, and to which project of the remote that does: the project
/// of the configured name, once the remote was reached.
final class Binding {
  /// What a workspace takes along when it is made anew: the database knows by the list whose it is,
  /// and the settings are the person's.
  private static final List<String> KEPT =
      List.of("databases", "queue.json", "sync.yaml", "ignore");

  private final SyncConfig config;
  private final DeviceAccess device;
  private final Path root;

  Binding(SyncConfig config, DeviceAccess device) {
    this.config = config;
    this.device = device;
    this.root = Place.real(config.workspace());
  }

  /// The workspace as it is; without one, a new one that has no remote.
  Place local() {
    return alone(this::current);
  }

  /// The workspace as one of the project at the remote.
  ///
  /// @throws RemoteFailure if that is not known yet and the remote cannot be reached
  Place bound() {
    Place place = local();
    Optional<RemoteUrl> url = config.remote().map(remote -> RemoteUrl.parse(remote.url()));
    if (url.isEmpty() || isAt(place, url.get())) {
      return place;
    }
    RootCheck.requireApart(place.root(), url.get());
    // The remote is asked while nobody waits for us: it may take its time.
    Genesis project = project(place, url.get());
    return alone(() -> {
      Place now = current();
      return isAt(now, url.get()) ? now : join(now, url.get(), project);
    });
  }

  /// The project at the remote. One that is not there is made there, by one of all that want to.
  private Genesis project(Place place, RemoteUrl url) {
    device.remotes().establish(url);
    try (ProjectPlace there = device.remotes().open(url)) {
      return switch (there.find(config.project())) {
        case RemoteProjects.Match.One(Genesis project) -> project;
        case RemoteProjects.Match.None _ -> make(place, there);
        case RemoteProjects.Match.Several(List<Genesis> projects) ->
            throw new SyncFailure(
                SyncFailure.Reason.INVALID,
                "several projects at " + url + " are called '" + config.project() + "'",
                "name one by its id: "
                    + String.join(", ", projects.stream().map(each -> each.id().text()).toList()));
      };
    }
  }

  /// Makes the project at the remote. One that was synced elsewhere keeps its id.
  private Genesis make(Place place, ProjectPlace there) {
    Marker marker = place.marker();
    if (marker.remotes().isEmpty()) {
      return there.claim(config.project(), marker.name(), marker.seed());
    }
    there.create(marker.project(), marker.name(), marker.seed());
    return new Genesis(new ProjectId(marker.project()), marker.name(), marker.seed());
  }

  private static boolean isAt(Place place, RemoteUrl url) {
    return place.marker().remotes().stream().anyMatch(each -> each.url().equals(url.toString()));
  }

  private <T> T alone(Mutex.Work<T> work) {
    // Makes the directory that the lock is in.
    device.home().device();
    try {
      return Mutex.holding(device.home().directory().resolve("library.lock"), work);
    } catch (IOException e) {
      throw new WorkspaceFailure(
          Reasons.reason(e), "the workspace " + root + ": " + Reasons.of(e), "check " + root, e);
    }
  }

  private Place current() throws IOException {
    if (!Place.isWorkspace(root) && Place.isWorkspace(joining())) {
      Files.move(state(joining()), state(root), StandardCopyOption.ATOMIC_MOVE);
    }
    if (Place.isWorkspace(root)) {
      return Place.at(root);
    }
    new RootCheck(DeviceHome.userHome(device.environment()), device.home().directory())
        .require(root, RootCheck.nearestExisting(root));
    Files.createDirectories(root);
    return known(
        Place.make(
            root,
            marker(
                Machine.RANDOMNESS.next(16).toHex(),
                config.project(),
                Machine.RANDOMNESS.next(32),
                List.of())));
  }

  private Place join(Place place, RemoteUrl url, Genesis project) throws IOException {
    boolean same = project.seed().equals(place.marker().seed());
    if (same && project.id().text().equals(place.marker().project())) {
      return at(place, url);
    }
    if (!place.marker().remotes().isEmpty()) {
      throw new SyncFailure(
          SyncFailure.Reason.INVALID,
          "the workspace "
              + root
              + " is of another project than '"
              + config.project()
              + "' at "
              + url,
          "choose another workspace, or another project");
    }
    return same ? at(renumbered(place, project), url) : anew(place, url, project);
  }

  /// The same workspace under the id that its project has now: nobody else knew the one before.
  private Place renumbered(Place place, Genesis project) throws IOException {
    try (LinuxFileSystem files = LinuxFileSystem.open(root);
        WorkspaceLock _ = Hold.take(place, files)) {
      if (Files.exists(place.database())) {
        try (StateStore state = SqliteStateStore.open(place.database())) {
          Workspace.renumber(state, project.id().text());
        }
      }
      return place.with(place.marker().withProject(project.id().text()));
    }
  }

  /// The same workspace with another remote. Its name is new, as the engine remembers remotes by
  /// their names.
  private Place at(Place place, RemoteUrl url) throws IOException {
    String name =
        place.marker().remotes().isEmpty()
            ? "origin"
            : "remote-" + Integer.toHexString(url.toString().hashCode());
    return place.with(
        place
            .marker()
            .withRemotes(List.of(new NamedRemote(name, url.toString(), Standing.JOINED))));
  }

  /// Another project's workspace in place of one that was never synced with anybody. What was kept
  /// here stays beside it; rows are in the database.
  private Place anew(Place place, RemoteUrl url, Genesis project) throws IOException {
    // Nobody works in it meanwhile; the file that is locked moves away with the rest.
    try (LinuxFileSystem files = LinuxFileSystem.open(root);
        WorkspaceLock _ = Hold.take(place, files)) {
      return anew(url, project);
    }
  }

  private Place anew(RemoteUrl url, Genesis project) throws IOException {
    Path fresh = state(joining());
    Files.createDirectories(joining());
    if (!Files.isDirectory(fresh, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(
          fresh,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    for (String kept : KEPT) {
      Path file = state(root).resolve(kept);
      if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        Files.copy(file, fresh.resolve(kept), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    Place.make(
        joining(),
        marker(
            project.id().text(),
            project.name(),
            project.seed(),
            List.of(new NamedRemote("origin", url.toString(), Standing.JOINED))));
    Path before = root.resolveSibling(root.getFileName() + ".before-" + now());
    Files.move(state(root), before, StandardCopyOption.ATOMIC_MOVE);
    Files.move(fresh, state(root), StandardCopyOption.ATOMIC_MOVE);
    Files.deleteIfExists(joining());
    return known(Place.at(root));
  }

  private static Marker marker(String project, String name, Bytes seed, List<NamedRemote> remotes) {
    return new Marker(
        project,
        ProjectName.check(name).isEmpty() ? name : "project",
        seed,
        "main",
        remotes,
        Instant.ofEpochMilli(now()).toString());
  }

  private Place known(Place place) {
    device
        .home()
        .remember(
            new KnownWorkspace(place.marker().name(), place.marker().project(), place.root()));
    return place;
  }

  private static long now() {
    return Machine.CLOCK.wallMillis();
  }

  private Path joining() {
    return root.resolveSibling(root.getFileName() + ".joining");
  }

  private static Path state(Path workspace) {
    return workspace.resolve(Names.RESERVED);
  }
}
