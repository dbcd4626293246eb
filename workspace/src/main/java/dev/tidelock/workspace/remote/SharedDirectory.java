package dev.tidelock.workspace.remote;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.port.StateStore;
import dev.tidelock.engine.remote.Announcements;
import dev.tidelock.engine.remote.Genesis;
import dev.tidelock.engine.remote.LogRemote;
import dev.tidelock.engine.remote.ProjectId;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.remote.RemoteCache;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.remote.RemoteProjects;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.platform.directory.DirectoryBlobStore;
import dev.tidelock.platform.watch.LogWatch;
import dev.tidelock.workspace.machine.Machine;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/// A directory that keeps projects for several devices, opened.
public final class SharedDirectory implements ProjectPlace {
  private static final int PACK_TARGET_BYTES = 16 << 20;

  private final RemoteUrl.Directory url;
  private final DirectoryBlobStore blobs;
  private final RemoteProjects projects;

  private SharedDirectory(RemoteUrl.Directory url, DirectoryBlobStore blobs) {
    this.url = url;
    this.blobs = blobs;
    this.projects = new RemoteProjects(blobs);
  }

  /// Opens a directory that was [#establish]ed: anything else may be the empty mount point of an
  /// unplugged drive, and nothing must be made in its stead.
  ///
  /// @throws RemoteFailure if it is not there
  public static SharedDirectory open(RemoteUrl.Directory url) {
    if (!Files.exists(url.path())) {
      throw new RemoteFailure(
          RemoteFailure.Reason.UNREACHABLE,
          "the directory " + url.path() + " is not there; is its drive mounted?");
    }
    if (!Files.isReadable(url.path()) || !Files.isExecutable(url.path())) {
      throw new RemoteFailure(
          RemoteFailure.Reason.DENIED, "the directory " + url.path() + " cannot be read");
    }
    return new SharedDirectory(url, DirectoryBlobStore.open(url.path(), Machine.RANDOMNESS));
  }

  /// Whether a directory keeps projects.
  public static boolean isOne(RemoteUrl.Directory url) {
    if (!Files.isDirectory(url.path())) {
      return false;
    }
    try (SharedDirectory _ = open(url)) {
      return true;
    } catch (RemoteFailure failure) {
      if (failure.reason() == RemoteFailure.Reason.UNREACHABLE) {
        return false;
      }
      throw failure;
    }
  }

  /// Makes a directory one that keeps projects. Its parent must be there.
  public static void establish(RemoteUrl.Directory url) {
    DirectoryBlobStore.create(url.path());
  }

  @Override
  public void requireWritable() {
    if (!Files.isWritable(url.path())) {
      throw new RemoteFailure(
          RemoteFailure.Reason.DENIED,
          "the directory " + url.path() + " can be read, but not written to");
    }
  }

  @Override
  public List<Genesis> projects() {
    return projects.list();
  }

  @Override
  public RemoteProjects.Match find(String idOrName) {
    return projects.find(idOrName);
  }

  @Override
  public Optional<Genesis> project(String id) {
    return projects.find(new ProjectId(id));
  }

  @Override
  public void requireProject(String id) {
    if (project(id).isEmpty()) {
      throw new RemoteFailure(
          RemoteFailure.Reason.UNREACHABLE,
          "the project is not at "
              + url
              + " any more; is it the right drive? If it was deleted there on purpose, 'tidelock"
              + " remote remove' and 'remote add' put it there again");
    }
  }

  @Override
  public void create(String id, String name, Bytes seed) {
    Genesis there = projects.create(new Genesis(new ProjectId(id), name, seed));
    if (!there.seed().equals(seed)) {
      throw new RemoteFailure(
          RemoteFailure.Reason.CORRUPT, "at " + url + " the project " + id + " is another one");
    }
  }

  @Override
  public Genesis claim(String word, String name, Bytes seed) {
    return projects.create(new Genesis(ProjectPlace.claimed("", word), name, seed));
  }

  @Override
  public Remote remote(String project, String name, StateStore state) {
    return new LogRemote(
        blobs,
        new ProjectId(project),
        new RemoteCache(state, name),
        new EnvelopeCodec(Machine.COMPRESSION),
        Machine.RANDOMNESS,
        PACK_TARGET_BYTES);
  }

  /// What a directory tells when a project's log grows.
  static Announcements announcements(RemoteUrl.Directory url, String project, String branch) {
    return new LogWatch(url.path().resolve(LogRemote.log(new ProjectId(project))), branch);
  }

  @Override
  public void close() {
    blobs.close();
  }
}
