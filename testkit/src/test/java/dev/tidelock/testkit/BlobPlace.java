package dev.tidelock.testkit;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.port.StateStore;
import dev.tidelock.engine.remote.Genesis;
import dev.tidelock.engine.remote.LogRemote;
import dev.tidelock.engine.remote.ProjectId;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.remote.RemoteCache;
import dev.tidelock.engine.remote.RemoteProjects;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.engine.store.Pack;
import dev.tidelock.engine.store.PackIndex;
import dev.tidelock.generators.Tape;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// Projects kept by [LogRemote]s over blobs in memory.
final class BlobPlace implements RemoteContract.RemotePlace {
  final WatchedBlobs blobs = new WatchedBlobs();
  private final Map<String, StateStore> workspaces = new ConcurrentHashMap<>();
  private final Tape tape = Tape.of(11);

  private synchronized Bytes random(int size) {
    return Bytes.wrap(tape.bytes(size));
  }

  @Override
  public ProjectId create(String name) {
    ProjectId id = new ProjectId(random(8).toHex());
    new RemoteProjects(blobs).create(new Genesis(id, name, random(Genesis.SEED_SIZE)));
    return id;
  }

  @Override
  public Remote open(ProjectId project, String workspace) {
    StateStore state = workspaces.computeIfAbsent(workspace, _ -> new MemoryStateStore());
    return new LogRemote(
        blobs,
        project,
        new RemoteCache(state, "origin"),
        new EnvelopeCodec(new PlainCompression()),
        this::random,
        4000);
  }

  @Override
  public void damage() {
    blobs.blobs.replaceAll((name, content) -> {
      if (!name.contains("/packs/")) {
        return content;
      }
      byte[] bytes = content.toByteArray();
      for (PackIndex.Entry entry : Pack.index(Pack.input(content)).entries()) {
        bytes[entry.offset() + entry.length() - 1] ^= 1;
      }
      return Bytes.wrap(bytes);
    });
  }

  @Override
  public Runnable snapshot() {
    Map<String, Bytes> kept = new TreeMap<>(blobs.blobs);
    return () -> {
      blobs.blobs.clear();
      blobs.blobs.putAll(kept);
    };
  }
}
