package dev.tidelock.platform.watch;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.scan.Lookout;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Watches the directories below a root that scans tell it of, through the events of the operating
/// system.
///
/// Each directory is watched by itself. One that is replaced or moved is watched no more, until a
/// scan comes by again: an event in its parent gives the hint for that. Events that were lost count
/// as a change of everything in the directory. Where the system refuses more watches, the rest is
/// not watched, and [#refused] says so. For use by any thread.
public final class DirectoryWatch implements Lookout, AutoCloseable {
  private static final WatchEvent.Kind<?>[] KINDS = {
    StandardWatchEventKinds.ENTRY_CREATE,
    StandardWatchEventKinds.ENTRY_DELETE,
    StandardWatchEventKinds.ENTRY_MODIFY
  };

  private final Path root;
  private final Hints hints;
  private final WatchService service;
  private final NavigableMap<TreePath, Watched> watched = new TreeMap<>();
  private final Map<WatchKey, TreePath> places = new HashMap<>();
  private final Set<TreePath> refused = new HashSet<>();
  private String reason = "";

  private DirectoryWatch(Path root, Hints hints, WatchService service) {
    this.root = root;
    this.hints = hints;
    this.service = service;
  }

  /// Begins to watch, with a thread of its own; no directory yet.
  ///
  /// @param root the directory that paths are relative to
  /// @param hints takes what is heard
  /// @throws IOException if the system has no watching to give
  public static DirectoryWatch open(Path root, Hints hints) throws IOException {
    WatchService service = root.getFileSystem().newWatchService();
    DirectoryWatch watch = new DirectoryWatch(root, hints, service);
    Thread.ofPlatform().daemon().name("watch " + root).start(watch::listen);
    return watch;
  }

  @Override
  public synchronized boolean watches(TreePath directory) {
    return watched.containsKey(directory);
  }

  @Override
  public synchronized void entering(TreePath directory) {
    if (watched.containsKey(directory)) {
      return;
    }
    try {
      Path path = path(directory);
      Optional<Object> file = identity(path);
      if (file.isPresent()) {
        WatchKey key = path.register(service, KINDS);
        // A directory that moved keeps its key.
        Optional.ofNullable(places.put(key, directory)).ifPresent(watched::remove);
        watched.put(directory, new Watched(key, file.get()));
        refused.remove(directory);
      }
    } catch (NoSuchFileException | NotDirectoryException | ClosedWatchServiceException _) {
      // Gone again, or all of this is over.
    } catch (IOException | InvalidPathException e) {
      refused.add(directory);
      reason = String.valueOf(e.getMessage());
    }
  }

  /// The directories that are not watched because the system refused, if there are any.
  public synchronized Optional<Refusal> refused() {
    return refused.isEmpty()
        ? Optional.empty()
        : Optional.of(new Refusal(refused.size(), watched.size() + refused.size(), reason));
  }

  /// Forgets what was refused: the next scan of everything tries again.
  public synchronized void retry() {
    refused.clear();
  }

  private Path path(TreePath directory) {
    return directory.isRoot() ? root : root.resolve(directory.toString());
  }

  /// What tells a directory from another one that takes its place; nothing if none is there.
  private static Optional<Object> identity(Path path) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return attributes.isDirectory() ? Optional.ofNullable(attributes.fileKey()) : Optional.empty();
  }

  private void listen() {
    try {
      while (true) {
        take(service.take());
      }
    } catch (ClosedWatchServiceException _) {
      // Closed: the end.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void take(WatchKey key) {
    Optional<TreePath> place = place(key);
    for (WatchEvent<?> event : key.pollEvents()) {
      place.ifPresent(directory -> heard(directory, event));
    }
    if (!key.reset()) {
      place.ifPresent(directory -> dropInvalid(directory, key));
    }
  }

  private synchronized Optional<TreePath> place(WatchKey key) {
    return Optional.ofNullable(places.get(key));
  }

  private void heard(TreePath directory, WatchEvent<?> event) {
    if (event.kind() == StandardWatchEventKinds.OVERFLOW) {
      dropReplacedIn(directory);
      hints.overflowed(directory);
      return;
    }
    String name = String.valueOf(event.context());
    if (event.kind() == StandardWatchEventKinds.ENTRY_MODIFY) {
      hints.modified(directory, name);
    } else {
      dropIfReplaced(directory, name);
      hints.changed(directory, name);
    }
  }

  private synchronized void dropInvalid(TreePath directory, WatchKey key) {
    places.remove(key);
    Watched now = watched.get(directory);
    if (now != null && now.key().equals(key)) {
      watched.remove(directory);
    }
  }

  private synchronized void dropReplacedIn(TreePath directory) {
    List<TreePath> below =
        watched.tailMap(directory, false).keySet().stream()
            .takeWhile(path -> path.startsWith(directory))
            .filter(path -> path.parent().filter(directory::equals).isPresent())
            .toList();
    below.forEach(path -> dropIfReplaced(directory, path.name()));
  }

  /// Watches no more what a directory had under a name, with all below it, if it is there no more.
  private synchronized void dropIfReplaced(TreePath directory, String name) {
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      return;
    }
    TreePath child = directory.child(name);
    Watched known = watched.get(child);
    if (known != null && stands(child, known)) {
      return;
    }
    List<TreePath> gone =
        watched.tailMap(child, true).keySet().stream()
            .takeWhile(path -> path.startsWith(child))
            .toList();
    for (TreePath path : gone) {
      Watched old = watched.remove(path);
      if (old != null) {
        places.remove(old.key());
        old.key().cancel();
      }
    }
  }

  private boolean stands(TreePath directory, Watched known) {
    try {
      return identity(path(directory)).filter(known.file()::equals).isPresent();
    } catch (IOException _) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      service.close();
    } catch (IOException e) {
      throw new IllegalStateException("a watch that cannot be ended", e);
    }
  }

  /// That not everything is watched.
  ///
  /// @param directories how many directories are not
  /// @param needed how many watches it would take to watch all
  /// @param reason what the system said
  public record Refusal(int directories, int needed, String reason) {}

  /// A watched directory.
  ///
  /// @param key the system's handle
  /// @param file what tells it from another directory in its place
  private record Watched(WatchKey key, Object file) {}
}
