package dev.tidelock.engine.store;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectIdentity;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/// Writes one pack from its start to its end. Holds the index in memory, not the objects. One
/// thread.
public final class PackWriter {
  private final Output output;
  private final List<PackIndex.Entry> entries = new ArrayList<>();
  private int size;

  /// Takes the bytes of a pack, in order.
  @FunctionalInterface
  public interface Output {
    /// Takes all remaining bytes of the buffer.
    void write(ByteBuffer buffer);
  }

  /// A finished pack.
  ///
  /// @param summary what identifies it
  /// @param index what it holds
  public record Finished(Pack.Summary summary, PackIndex index) {}

  /// Begins a pack.
  public PackWriter(Output output) {
    this.output = output;
    write(Pack.MAGIC);
  }

  /// Appends an object. The caller sees to it that it is not in this pack already.
  public void add(SealedObject object) {
    ByteBuffer head = ByteBuffer.allocate(Pack.RECORD_HEAD);
    head.put(object.id().bytes().asByteBuffer()).putInt(object.envelope().size());
    write(Bytes.wrap(head.array()));
    entries.add(new PackIndex.Entry(object.id(), object.kind(), size, object.envelope().size()));
    write(object.envelope());
  }

  /// How many bytes were written.
  public int size() {
    return size;
  }

  /// How many objects were written.
  public int count() {
    return entries.size();
  }

  /// Ends the pack.
  public Finished finish() {
    int footerOffset = size;
    PackIndex index = new PackIndex(entries);
    Bytes footer = index.encode();
    Bytes digest = ObjectIdentity.sha256(footer);
    write(footer);
    write(Pack.trailer(footerOffset, digest));
    return new Finished(new Pack.Summary(size, entries.size(), footerOffset, digest), index);
  }

  private void write(Bytes bytes) {
    output.write(bytes.asByteBuffer());
    size = Math.addExact(size, bytes.size());
  }
}
