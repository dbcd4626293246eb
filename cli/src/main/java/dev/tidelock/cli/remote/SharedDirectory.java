package dev.tidelock.cli.remote;

import dev.tidelock.cli.machine.Machine;
import dev.tidelock.core.Bytes;
import dev.tidelock.engine.port.StateStore;
import dev.tidelock.engine.remote.Genesis;
import dev.tidelock.engine.remote.LogRemote;
import dev.tidelock.engine.remote.ProjectId;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.remote.RemoteCache;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.remote.RemoteProjects;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.platform.directory.DirectoryBlobStore;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/// A directory that keeps projects for several devices, opened.
public final class SharedDirectory implements AutoCloseable {
  private static final int PACK_TARGET_BYTES = 16 << 20;

  private final RemoteUrl url;
  private final DirectoryBlobStore blobs;
  private final RemoteProjects projects;

  private SharedDirectory(RemoteUrl url, DirectoryBlobStore blobs) {
    this.url = url;
    this.blobs = blobs;
    this.projects = new RemoteProjects(blobs);
  }

  /// Opens a directory that was [#establish]ed: anything else may be the empty mount point of an
  /// unplugged drive, and nothing must be made in its stead.
  ///
  /// @throws RemoteFailure if it is not there
  public static SharedDirectory open(RemoteUrl url) {
    if (!Files.exists(url.directory())) {
      throw new RemoteFailure(
          RemoteFailure.Reason.UNREACHABLE,
          "the directory " + url.directory() + " is not there; is its drive mounted?");
    }
    if (!Files.isReadable(url.directory()) || !Files.isExecutable(url.directory())) {
      throw new RemoteFailure(
          RemoteFailure.Reason.DENIED, "the directory " + url.directory() + " cannot be read");
    }
    return new SharedDirectory(url, DirectoryBlobStore.open(url.directory(), Machine.RANDOMNESS));
  }

  /// Whether a directory keeps projects.
  public static boolean isOne(RemoteUrl url) {
    if (!Files.isDirectory(url.directory())) {
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
  public static void establish(RemoteUrl url) {
    DirectoryBlobStore.create(url.directory());
  }

  /// Refuses to go on where nothing could be sent.
  ///
  /// @throws RemoteFailure if the directory is read-only
  public void requireWritable() {
    if (!Files.isWritable(url.directory())) {
      throw new RemoteFailure(
          RemoteFailure.Reason.DENIED,
          "the directory " + url.directory() + " can be read, but not written to");
    }
  }

  /// The projects that are kept here.
  public List<Genesis> projects() {
    return projects.list();
  }

  /// What a person's word for a project stands for.
  public RemoteProjects.Match find(String idOrName) {
    return projects.find(idOrName);
  }

  /// The project with this id, if it is kept here.
  public Optional<Genesis> project(String id) {
    return projects.find(new ProjectId(id));
  }

  /// Makes a place for a project. What is there of the same project already stays.
  ///
  /// @throws RemoteFailure if another project has this id here
  public void create(String id, String name, Bytes seed) {
    Genesis there = projects.create(new Genesis(new ProjectId(id), name, seed));
    if (!there.seed().equals(seed)) {
      throw new RemoteFailure(
          RemoteFailure.Reason.CORRUPT, "at " + url + " the project " + id + " is another one");
    }
  }

  /// The project's place here, under the name that a workspace has for it.
  public Remote remote(String project, String name, StateStore state) {
    return new LogRemote(
        blobs,
        new ProjectId(project),
        new RemoteCache(state, name),
        new EnvelopeCodec(Machine.COMPRESSION),
        Machine.RANDOMNESS,
        PACK_TARGET_BYTES);
  }

  @Override
  public void close() {
    blobs.close();
  }
}
