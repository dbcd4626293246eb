package dev.tidelock.engine.store;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.Listing;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The directory of a workspace's packs. A pack is written under a temporary name and gets its own
/// only once it is durable, so a file with a pack's name is whole unless the disk damaged it. Keeps
/// a bounded number of files open. One thread.
final class PackFiles implements AutoCloseable {
  private final FileSystem files;
  private final TreePath directory;
  private final int openLimit;
  private final Set<PackName> temporary = new HashSet<>();
  private final LinkedHashMap<PackName, FileSystem.Source> open =
      new LinkedHashMap<>(16, 0.75f, true);
  private boolean anchored;

  PackFiles(FileSystem files, TreePath directory, int openLimit) {
    this.files = files;
    this.directory = directory;
    this.openLimit = openLimit;
  }

  /// Makes the directory, if it is not there, removes what an interrupted process left under
  /// temporary names, and returns the length of each pack.
  Map<PackName, Long> prepare() {
    makeDirectory(directory);
    Map<PackName, Long> lengths = new TreeMap<>();
    for (Listing.Item item : files.list(directory).items()) {
      PackName.ofFile(item.name(), PackName.FINAL)
          .ifPresent(name -> lengths.put(name, item.stat().size()));
      if (PackName.ofFile(item.name(), PackName.TEMPORARY).isPresent()) {
        files.delete(directory.child(item.name()));
      }
    }
    return lengths;
  }

  private void makeDirectory(TreePath path) {
    if (files.stat(path).isPresent()) {
      return;
    }
    TreePath parent = path.parent().orElseThrow();
    makeDirectory(parent);
    files.makeDirectory(path);
  }

  /// Makes the packs that are there durable as such. The directory itself may be new, or may have
  /// been made by a process that was killed at once: the first time covers all above it, too.
  void anchor() {
    List<TreePath> touched = new ArrayList<>();
    Optional<TreePath> path = Optional.of(directory);
    do {
      touched.add(path.get());
      path = path.get().parent();
    } while (!anchored && path.isPresent());
    files.barrierWithin(touched);
    anchored = true;
  }

  /// Takes note that packs were made durable here before, and the directory with them.
  void anchoredBefore() {
    anchored = true;
  }

  /// Writes a pack under its temporary name.
  StoredPack write(PackName name, Collection<SealedObject> objects) {
    TreePath path = directory.child(name + PackName.TEMPORARY);
    FileSystem.Sink sink = files.create(path);
    PackWriter.Finished finished;
    try (sink) {
      PackWriter writer = new PackWriter(sink::write);
      objects.forEach(writer::add);
      finished = writer.finish();
    } catch (FileFailure e) {
      deleteAfter(e, path);
      throw e;
    }
    temporary.add(name);
    return new StoredPack(name, finished.summary().length(), finished.index());
  }

  /// Frees the space of what could not be written to its end.
  private void deleteAfter(FileFailure failure, TreePath path) {
    try {
      files.delete(path);
    } catch (FileFailure e) {
      failure.addSuppressed(e);
    }
  }

  /// Makes packs durable and gives them their own names, durably. May be repeated after a failure.
  void publish(Collection<PackName> names) {
    if (names.isEmpty()) {
      return;
    }
    List<TreePath> paths = new ArrayList<>();
    for (PackName name : names) {
      paths.add(path(name));
    }
    files.barrierWithin(paths);
    for (PackName name : names) {
      if (temporary.contains(name)) {
        close(name);
        files.move(path(name), directory.child(name + PackName.FINAL));
        temporary.remove(name);
      }
    }
    anchor();
  }

  /// Removes packs, durably; those that are gone already are no failure.
  void delete(Collection<PackName> names) {
    for (PackName name : names) {
      close(name);
      if (files.stat(path(name)).isPresent()) {
        files.delete(path(name));
      }
    }
    files.barrierWithin(List.of(directory));
  }

  /// The bytes of a pack.
  ///
  /// @throws FileFailure with [FileFailure.Reason#MISSING] if there is no such pack
  Pack.Input input(PackName name) {
    long size = source(name).stat().size();
    return new Pack.Input() {
      @Override
      public long size() {
        return size;
      }

      @Override
      public Bytes read(long offset, int length) {
        return PackFiles.this.read(name, offset, length);
      }
    };
  }

  /// `length` bytes of a pack from `offset` on; fewer if it ends before.
  ///
  /// @throws FileFailure with [FileFailure.Reason#MISSING] if there is no such pack
  Bytes read(PackName name, long offset, int length) {
    FileSystem.Source source = source(name);
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (source.read(buffer, offset + buffer.position()) < 0) {
        break;
      }
    }
    return buffer.hasRemaining() ? Bytes.copyOf(buffer.flip()) : Bytes.wrap(buffer.array());
  }

  /// What a pack holds: by its footer, or where that is damaged by its records.
  Contents contents(PackName name) {
    Pack.Input input = input(name);
    try {
      return new Contents(Pack.index(input), true);
    } catch (MalformedException _) {
      return new Contents(Pack.scan(input), false);
    }
  }

  /// What a pack was found to hold.
  ///
  /// @param index the objects
  /// @param whole whether nothing can be missing
  record Contents(PackIndex index, boolean whole) {}

  private FileSystem.Source source(PackName name) {
    FileSystem.Source known = open.get(name);
    if (known != null) {
      return known;
    }
    FileSystem.Source source = files.open(path(name));
    open.put(name, source);
    if (open.size() > openLimit) {
      close(open.firstEntry().getKey());
    }
    return source;
  }

  private TreePath path(PackName name) {
    return directory.child(name + (temporary.contains(name) ? PackName.TEMPORARY : PackName.FINAL));
  }

  private void close(PackName name) {
    FileSystem.Source source = open.remove(name);
    if (source != null) {
      source.close();
    }
  }

  @Override
  public void close() {
    List.copyOf(open.keySet()).forEach(this::close);
  }
}
