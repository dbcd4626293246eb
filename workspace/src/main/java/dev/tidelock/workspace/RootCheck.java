package dev.tidelock.workspace;

import dev.tidelock.core.name.Names;
import dev.tidelock.workspace.machine.WorkspaceFailure;
import dev.tidelock.workspace.remote.RemoteUrl;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// What keeps a directory from becoming a workspace: a wrong root is the costliest mistake there
/// is, because everything below it would sync.
public final class RootCheck {
  private static final int DEPTH = 5;
  private static final int ENTRIES = 50_000;

  private static final List<Service> SERVICES =
      List.of(
          new Service("Dropbox", List.of(".dropbox", ".dropbox.cache"), List.of("Dropbox")),
          new Service("Syncthing", List.of(".stfolder"), List.of()),
          new Service(
              "OneDrive",
              List.of(".849C9593-D756-4E56-8D6E-42412F2A707B"),
              List.of("OneDrive", "OneDrive - ")),
          new Service(
              "iCloud",
              List.of(),
              List.of("Mobile Documents", "com~apple~CloudDocs", "iCloudDrive")),
          new Service(
              "Google Drive", List.of(".tmp.driveupload"), List.of("Google Drive", "GoogleDrive")),
          new Service("Nextcloud", List.of(".sync_nextcloud.db", ".nextcloudsync.log"), List.of()),
          new Service("ownCloud", List.of(".owncloudsync.log"), List.of()),
          new Service("Resilio Sync", List.of(".sync/ID"), List.of()));

  private final Path userHome;
  private final Path deviceHome;

  /// @param userHome the user's own directory
  /// @param deviceHome the device's own directory
  public RootCheck(Path userHome, Path deviceHome) {
    this.userHome = Place.real(userHome);
    this.deviceHome = Place.real(deviceHome);
  }

  /// Refuses a root that cannot be meant.
  ///
  /// @param root the directory, real but for what is not there yet
  /// @param existing the nearest directory that is there, `root` itself or above it
  public void require(Path root, Path existing) {
    if (root.getParent() == null) {
      throw WorkspaceFailure.invalid(
          "the whole disk cannot be a project", "choose a directory below " + root);
    }
    if (userHome.startsWith(root)) {
      throw WorkspaceFailure.invalid(
          root
              + (root.equals(userHome) ? " is" : " contains")
              + " your home directory, which holds"
              + " settings and secrets of all programs",
          "choose a directory below it, for example " + userHome.resolve("project"));
    }
    if (root.startsWith(deviceHome) || deviceHome.startsWith(root)) {
      throw WorkspaceFailure.invalid(
          root + " holds this device's own identity (" + deviceHome + "), which must not be synced",
          "choose another directory, or another TIDELOCK_HOME");
    }
    requireAccess(existing);
    for (Path above = root.getParent(); above != null; above = above.getParent()) {
      if (Place.isWorkspace(above) && !above.resolve(Names.RESERVED).equals(deviceHome)) {
        throw WorkspaceFailure.invalid(
            root + " is inside the project at " + above + ", and projects do not nest",
            "it is synced as a part of that project already");
      }
    }
    below(existing.equals(root) ? List.of(root) : List.of())
        .ifPresent(inner -> {
          throw WorkspaceFailure.invalid(
              root + " contains another project, at " + inner + ", and projects do not nest",
              "choose a directory beside it, or move the other project out first");
        });
  }

  private static void requireAccess(Path root) {
    if (!Files.isReadable(root) || !Files.isExecutable(root)) {
      throw new WorkspaceFailure(
          WorkspaceFailure.Reason.DENIED,
          root + " cannot be read",
          "check its permissions: ls -ld " + root);
    }
    if (!Files.isWritable(root)) {
      throw new WorkspaceFailure(
          WorkspaceFailure.Reason.DENIED,
          root + " cannot be written to",
          "check its permissions, and whether the disk is mounted read-only");
    }
  }

  /// A project below one of `roots`, as far as a bounded look finds one.
  private static Optional<Path> below(List<Path> roots) {
    Deque<Path> open = new ArrayDeque<>(roots);
    int seen = 0;
    while (!open.isEmpty() && seen < ENTRIES) {
      Path directory = open.poll();
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
        for (Path entry : entries) {
          seen++;
          if (!Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
            continue;
          }
          if (Place.isWorkspace(entry)) {
            return Optional.of(entry);
          }
          if (roots.getFirst().relativize(entry).getNameCount() < DEPTH) {
            open.add(entry);
          }
        }
      } catch (IOException _) {
        // What cannot be listed cannot be synced either; the scan will report it.
        seen++;
      }
    }
    return Optional.empty();
  }

  /// The directory itself if it is there, else the nearest above it that is.
  public static Path nearestExisting(Path wanted) {
    Path at = wanted;
    while (!Files.exists(at) && at.getParent() != null) {
      at = at.getParent();
    }
    return at;
  }

  /// Refuses a remote's directory that is inside the project, which would sync it into itself, or
  /// the other way round.
  public static void requireApart(Path root, RemoteUrl remote) {
    if (!(remote instanceof RemoteUrl.Directory directory)) {
      return;
    }
    Path real = Place.real(directory.path());
    if (real.startsWith(root)) {
      throw WorkspaceFailure.invalid(
          "the remote " + real + " is inside the project " + root,
          "choose a directory outside of the project, best on another disk");
    }
    if (root.startsWith(real)) {
      throw WorkspaceFailure.invalid(
          "the project " + root + " is inside the remote's directory " + real,
          "choose a directory for the remote alone");
    }
  }

  /// The other sync service whose folder `root` is in, if it is: two services that move the same
  /// files undo each other's work.
  public static Optional<String> otherService(Path root) {
    for (Path directory = root; directory != null; directory = directory.getParent()) {
      Optional<String> service = serviceAt(directory);
      if (service.isPresent()) {
        return service;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> serviceAt(Path directory) {
    return SERVICES.stream()
        .filter(service -> service.keeps(directory))
        .map(Service::name)
        .findFirst();
  }

  /// A sync service, and how its folders are recognised.
  ///
  /// @param name what it is called
  /// @param traces what it leaves in its folders
  /// @param folders what its folders are called, or how their names begin if they end in a dash
  private record Service(String name, List<String> traces, List<String> folders) {
    boolean keeps(Path directory) {
      Path last = directory.getFileName();
      String own = last == null ? "" : last.toString();
      return traces.stream().anyMatch(trace -> Files.exists(directory.resolve(trace)))
          || folders.stream()
              .anyMatch(
                  folder -> folder.endsWith("- ") ? own.startsWith(folder) : own.equals(folder));
    }
  }
}
