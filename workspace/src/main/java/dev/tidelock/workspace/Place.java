package dev.tidelock.workspace;

import dev.tidelock.core.MalformedException;
import dev.tidelock.core.name.Names;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.json.JsonFile;
import dev.tidelock.workspace.machine.Reasons;
import dev.tidelock.workspace.machine.WorkspaceFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/// A workspace on the disk.
///
/// @param root its directory, without links on the way
/// @param marker what it belongs to
public record Place(Path root, Marker marker) {
  /// The directory in a workspace that holds all of Tidelock's own.
  static final TreePath STATE = TreePath.ROOT.child(Names.RESERVED);

  private static final String MARKER = "workspace.json";

  /// The workspace that `start` is in: `start` itself or the nearest directory above it that has a
  /// `.tidelock`, which `home` is not taken for; nothing if there is none.
  public static Optional<Place> around(Path start, Path home) {
    Path here = real(start);
    for (Path directory = here; directory != null; directory = directory.getParent()) {
      Path state = directory.resolve(Names.RESERVED);
      if (Files.exists(state, LinkOption.NOFOLLOW_LINKS) && !same(state, home)) {
        return Optional.of(at(directory));
      }
    }
    return Optional.empty();
  }

  private static boolean same(Path one, Path other) {
    try {
      return Files.exists(other) && Files.isSameFile(one, other);
    } catch (IOException _) {
      return false;
    }
  }

  /// The workspace whose root is `root`, which has a `.tidelock`.
  public static Place at(Path root) {
    Path state = root.resolve(Names.RESERVED);
    requireDirectory(state);
    Path file = state.resolve(MARKER);
    try {
      Json.Members stored = JsonFile.read(file).orElseThrow(() -> incomplete(root));
      long format = Marker.format(stored).orElseThrow(() -> new MalformedException("no format"));
      if (format != Marker.FORMAT) {
        throw otherVersion(file, format);
      }
      return new Place(root, Marker.of(stored));
    } catch (MalformedException e) {
      throw new WorkspaceFailure(
          WorkspaceFailure.Reason.UNUSABLE,
          file + " is damaged: " + e.getMessage(),
          "your files are untouched; put the file back from a backup, or move "
              + state
              + " away and run 'tidelock clone' or 'tidelock init' here again",
          e);
    } catch (IOException e) {
      throw new WorkspaceFailure(
          Reasons.reason(e), "the workspace " + root + " cannot be read: " + Reasons.of(e), "", e);
    }
  }

  private static void requireDirectory(Path state) {
    if (!Files.isDirectory(state, LinkOption.NOFOLLOW_LINKS)) {
      String what = Files.isSymbolicLink(state) ? "a symbolic link" : "not a directory";
      throw new WorkspaceFailure(
          WorkspaceFailure.Reason.UNUSABLE,
          state + " is " + what + ", and a workspace keeps its own state in a directory there",
          "move it away if it does not belong to Tidelock");
    }
  }

  private static WorkspaceFailure incomplete(Path root) {
    return new WorkspaceFailure(
        WorkspaceFailure.Reason.UNUSABLE,
        root + " was never completely made a workspace: its .tidelock has no " + MARKER,
        "run 'tidelock init' or 'tidelock clone' there again; your files are untouched");
  }

  private static WorkspaceFailure otherVersion(Path file, long format) {
    return new WorkspaceFailure(
        WorkspaceFailure.Reason.UNUSABLE,
        file + " has format " + format + ", and this version reads format " + Marker.FORMAT,
        format > Marker.FORMAT
            ? "use a newer version of Tidelock"
            : "use the version that made it");
  }

  /// Makes `root` a workspace with this marker, which is written last: before that there is none.
  public static Place make(Path root, Marker marker) throws IOException {
    Path state = root.resolve(Names.RESERVED);
    if (!Files.isDirectory(state, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(
          state,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    return new Place(root, marker).save();
  }

  /// Takes back what made this a workspace; everything else stays.
  public void unmake() throws IOException {
    Files.deleteIfExists(state().resolve(MARKER));
  }

  /// Whether `root` is a complete workspace, or something that cannot be told from one.
  public static boolean isWorkspace(Path root) {
    Path state = root.resolve(Names.RESERVED);
    return Files.exists(state, LinkOption.NOFOLLOW_LINKS)
        && (!Files.isDirectory(state, LinkOption.NOFOLLOW_LINKS)
            || Files.exists(state.resolve(MARKER), LinkOption.NOFOLLOW_LINKS));
  }

  /// This workspace with another marker, which is written.
  public Place with(Marker changed) throws IOException {
    return new Place(root, changed).save();
  }

  private Place save() throws IOException {
    JsonFile.write(state().resolve(MARKER), marker.toJson());
    return this;
  }

  /// The directory that holds all of Tidelock's own.
  public Path state() {
    return root.resolve(Names.RESERVED);
  }

  /// The durable memory.
  public Path database() {
    return state().resolve("state.db");
  }

  /// This device's own ignore patterns.
  public Path ignore() {
    return state().resolve("ignore");
  }

  /// The settings.
  public Path settings() {
    return state().resolve("sync.yaml");
  }

  /// How far a running sync is, for others to read.
  public Path progress() {
    return state().resolve("progress.json");
  }

  /// How the watch of this workspace stands, for others to read.
  public Path watch() {
    return state().resolve("watch.json");
  }

  /// A directory with all links on the way resolved, as far as it exists.
  public static Path real(Path directory) {
    try {
      return directory.toRealPath();
    } catch (IOException _) {
      return directory.toAbsolutePath().normalize();
    }
  }
}
