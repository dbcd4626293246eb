package dev.tidelock.core.chunk;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.ObjectSink;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.object.References;
import dev.tidelock.core.tree.Content;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Turns a stream of bytes into a [Content]: inline if tiny, one chunk if small, else a tree of
/// chunks. Which one is a function of the bytes and the project's seed. Holds one chunk and one
/// path of the tree. One thread; used once.
public final class ContentWriter {
  private final ObjectSink chunks;
  private final SequenceWriter sequence;
  private final Chunker chunker;
  private Optional<Bytes> first = Optional.empty();
  private long count;

  /// @param gear the project's gear
  /// @param chunks takes the chunks; it may drop them, if it only names them
  /// @param nodes takes the nodes over the chunks
  public ContentWriter(Gear gear, ObjectSink chunks, ObjectSink nodes) {
    this.chunks = chunks;
    this.sequence = new SequenceWriter(nodes);
    this.chunker = new Chunker(gear, this::chunk);
  }

  /// Takes all remaining bytes of the buffer.
  public void write(ByteBuffer buffer) {
    chunker.write(buffer);
  }

  /// Ends the stream and names what was written.
  public Content finish() {
    chunker.finish();
    if (count > 1) {
      return new Content.Sequence(sequence.finish());
    }
    Bytes only = first.orElse(Bytes.empty());
    return only.size() <= Content.INLINE_LIMIT
        ? new Content.Inline(only)
        : new Content.Single(put(only));
  }

  private void chunk(Bytes bytes) {
    count++;
    if (count == 1) {
      first = Optional.of(bytes);
      return;
    }
    if (count == 2) {
      append(first.orElseThrow());
    }
    append(bytes);
  }

  private void append(Bytes bytes) {
    sequence.append(put(bytes), bytes.size());
  }

  private ObjectId put(Bytes bytes) {
    return chunks.put(new RawObject(ObjectKind.CHUNK, 0, References.none(), bytes));
  }
}
