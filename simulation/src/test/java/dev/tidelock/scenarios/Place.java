package dev.tidelock.scenarios;

import dev.tidelock.engine.port.Randomness;
import dev.tidelock.engine.port.StateStore;
import dev.tidelock.engine.remote.LogRemote;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.remote.RemoteCache;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.platform.directory.DirectoryBlobStore;
import dev.tidelock.simulation.port.DeflateCompression;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A directory that devices sync with, as a drive that all of them can mount.
final class Place {
  private static final int PACK_TARGET = 1 << 20;

  private final String name;
  private final Path directory;
  private boolean mounted = true;

  Place(String name, Path directory) {
    this.name = name;
    this.directory = directory;
  }

  String name() {
    return name;
  }

  Path directory() {
    return directory;
  }

  /// The way to this place, for a workspace with this state.
  Connection connect(StateStore state, Randomness randomness) {
    if (!mounted) {
      throw new RemoteFailure(RemoteFailure.Reason.UNREACHABLE, name + " is not mounted");
    }
    DirectoryBlobStore blobs = DirectoryBlobStore.open(directory, randomness);
    Remote remote =
        new LogRemote(
            blobs,
            World.PROJECT,
            new RemoteCache(state, name),
            new EnvelopeCodec(new DeflateCompression()),
            randomness,
            PACK_TARGET);
    return new Connection(remote, blobs);
  }

  /// The name and size of everything that lies here: what changes with every push.
  SortedMap<String, Long> inventory() {
    SortedMap<String, Long> sizes = new TreeMap<>();
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        sizes.put(directory.relativize(path).toString(), Files.size(path));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sizes;
  }

  /// From now on nobody reaches it.
  void unmount() {
    mounted = false;
  }

  /// Devices reach it again.
  void mount() {
    mounted = true;
  }

  /// A copy of all that lies here, as a backup program would make it.
  Path backUp() {
    Path copy = directory.resolveSibling(name + ".backup");
    Disks.copy(directory, copy);
    return copy;
  }

  /// Everything here is as it was when the backup was made.
  void restore(Path backup) {
    Disks.delete(directory);
    Disks.copy(backup, directory);
  }

  /// An open way to a place.
  record Connection(Remote remote, DirectoryBlobStore blobs) implements AutoCloseable {
    @Override
    public void close() {
      blobs.close();
    }
  }
}
