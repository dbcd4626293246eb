package dev.tidelock.hub.object;

import dev.tidelock.engine.port.Clock;
import dev.tidelock.engine.port.Randomness;
import dev.tidelock.engine.remote.BlobStore;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.store.PackIndex;
import dev.tidelock.engine.store.PackWriter;
import dev.tidelock.engine.store.SealedObject;
import dev.tidelock.hub.store.ObjectRow;
import dev.tidelock.hub.store.Project;
import dev.tidelock.hub.store.Records;
import dev.tidelock.hub.store.Standing;
import dev.tidelock.hub.store.StoreFailure;
import dev.tidelock.hub.store.Tables;
import java.nio.ByteBuffer;
import java.util.List;

/// A pack on its way into the blob store: announced first, then written piece by piece, then listed
/// together with where each object lies, in one transaction. One thread.
public final class PackDraft implements AutoCloseable {
  private static final int BUFFER = 1 << 20;

  private final Records records;
  private final long number;
  private final BlobStore.Upload upload;
  private final PackWriter writer;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
  private boolean arrived;

  /// What becomes of objects that arrived.
  @FunctionalInterface
  public interface Listing {
    /// @param tables for changes in the transaction that lists the pack
    /// @param rows where the objects lie now
    void list(Tables tables, List<ObjectRow> rows);
  }

  /// Announces a pack and begins it.
  public PackDraft(
      Records records, Blobs blobs, Randomness randomness, Clock clock, Project project) {
    this.records = records;
    String name = "p/%s/packs/%s".formatted(project.id(), randomness.next(16).toHex());
    long now = clock.wallMillis();
    number = records.write(tables -> tables.packs().announce(project.number(), name, now));
    try {
      upload = blobs.begin(name);
    } catch (RemoteFailure e) {
      takeBack();
      throw e;
    }
    writer = new PackWriter(this::append);
  }

  /// Appends an object that is not in it yet.
  public void add(SealedObject object) {
    writer.add(object);
  }

  private void append(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      if (!buffer.hasRemaining()) {
        flush();
      }
      int count = Math.min(bytes.remaining(), buffer.remaining());
      buffer.put(bytes.slice(bytes.position(), count));
      bytes.position(bytes.position() + count);
    }
  }

  private void flush() {
    upload.write(buffer.flip());
    buffer.clear();
  }

  /// Makes the pack durable, then lists it and its objects: how many bytes it has.
  public long finish(Listing listing) {
    PackWriter.Finished finished = writer.finish();
    flush();
    // From here on it may be there, even if we never hear of it.
    arrived = true;
    if (!upload.finish()) {
      throw new IllegalStateException("a random name was taken");
    }
    long length = finished.summary().length();
    return records.write(tables -> {
      if (!tables.packs().list(number, length)) {
        throw new StoreFailure(
            StoreFailure.Reason.BUSY, "what was sent took so long that it was cleared away");
      }
      listing.list(tables, finished.index().entries().stream().map(this::row).toList());
      return length;
    });
  }

  private ObjectRow row(PackIndex.Entry entry) {
    return new ObjectRow(
        entry.id(), entry.kind(), number, entry.offset(), entry.length(), Standing.HERE, 0);
  }

  /// Gives up what was not finished. A pack that may have arrived and was not listed is left to the
  /// garbage collection.
  @Override
  public void close() {
    try (upload) {
      if (!arrived) {
        takeBack();
      }
    }
  }

  private void takeBack() {
    records.write(tables -> tables.packs().withdraw(number));
  }
}
