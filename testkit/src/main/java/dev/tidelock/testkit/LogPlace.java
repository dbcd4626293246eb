package dev.tidelock.testkit;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.port.StateStore;
import dev.tidelock.engine.remote.BlobStore;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Projects kept by [LogRemote]s in a store of blobs that can list and delete, for tests of such
/// stores. Its packs are small, so that there are many.
public final class LogPlace implements RemotePlace {
  static final int PACK_TARGET = 4000;

  private final Supplier<? extends BlobStore> clients;
  private final BlobStore blobs;
  private final Map<String, StateStore> workspaces = new ConcurrentHashMap<>();
  private final Tape tape = Tape.of(11);

  /// @param clients gives a client of the store for each remote, which may be used by a thread of
  ///   its own
  public LogPlace(Supplier<? extends BlobStore> clients) {
    this.clients = clients;
    this.blobs = clients.get();
  }

  private synchronized Bytes random(int size) {
    return Bytes.wrap(tape.bytes(size));
  }

  @Override
  public ProjectId create(String name) {
    ProjectId id = new ProjectId(random(8).toHex());
    new RemoteProjects(blobs).create(new Genesis(id, name, SampleHistory.SEED));
    return id;
  }

  @Override
  public Remote open(ProjectId project, String workspace) {
    StateStore state = workspaces.computeIfAbsent(workspace, _ -> new MemoryStateStore());
    return new LogRemote(
        clients.get(),
        project,
        new RemoteCache(state, "origin"),
        new EnvelopeCodec(new PlainCompression()),
        this::random,
        PACK_TARGET);
  }

  @Override
  public void damage() {
    for (Map.Entry<String, Bytes> blob : content("p/").entrySet()) {
      if (blob.getKey().contains("/packs/")) {
        blobs.delete(blob.getKey());
        blobs.create(blob.getKey(), damaged(blob.getValue()));
      }
    }
  }

  private static Bytes damaged(Bytes pack) {
    byte[] bytes = pack.toByteArray();
    for (PackIndex.Entry entry : Pack.index(Pack.input(pack)).entries()) {
      bytes[entry.offset() + entry.length() - 1] ^= 1;
    }
    return Bytes.wrap(bytes);
  }

  @Override
  public Runnable snapshot() {
    Map<String, Bytes> kept = content("");
    return () -> {
      List.copyOf(blobs.list("")).forEach(blobs::delete);
      kept.forEach(blobs::create);
    };
  }

  private Map<String, Bytes> content(String prefix) {
    Map<String, Bytes> content = new TreeMap<>();
    for (String name : blobs.list(prefix)) {
      Optional<Bytes> blob = blobs.read(name);
      blob.ifPresent(bytes -> content.put(name, bytes));
    }
    return content;
  }
}
