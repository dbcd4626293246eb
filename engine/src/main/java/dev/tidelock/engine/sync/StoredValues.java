package dev.tidelock.engine.sync;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.chunk.ContentChunks;
import dev.tidelock.core.chunk.ContentWriter;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.ObjectSource;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.record.Row;
import dev.tidelock.core.record.Value;
import dev.tidelock.core.tree.Content;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.port.LargeValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/// The values that are too long for a row, as contents in the workspace's store. One thread.
final class StoredValues implements LargeValues {
  /// How many contents are asked for at a time.
  private static final int WINDOW = 1024;

  private final Stores stores;
  private final Map<ObjectId, ObjectKind> wanted = new HashMap<>();
  private final List<Value.Large> sequences = new ArrayList<>();

  StoredValues(Stores stores) {
    this.stores = stores;
  }

  @Override
  public Value.Large keep(Value.LargeType type, long size, Iterator<Bytes> pieces) {
    ContentWriter writer = stores.contents.valueWriter();
    pieces.forEachRemaining(piece -> writer.write(piece.asByteBuffer()));
    return new Value.Large(type, size, writer.finish());
  }

  /// Fetches nothing: a database may be locked meanwhile.
  ///
  /// @throws MissingObjectException when something turns out not to be here
  @Override
  public Iterator<Bytes> pieces(Value.Large value) {
    ContentChunks chunks = chunks(value, this::kept);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return chunks.hasNext();
      }

      @Override
      public Bytes next() {
        ContentChunks.Chunk chunk = chunks.next();
        RawObject object = kept(chunk.id());
        if (object.payload().size() != chunk.length()) {
          throw new MalformedException("chunk " + chunk.id() + " has another length than was said");
        }
        return object.payload();
      }
    };
  }

  private RawObject kept(ObjectId id) {
    return stores.objects.here(id).orElseThrow(() -> new MissingObjectException(id));
  }

  private static ContentChunks chunks(Value.Large value, ObjectSource source) {
    return ContentChunks.of(new Entry.File(false, value.size(), 0, value.content()), source);
  }

  /// Sees to it that the values of a row will be here; some may be asked for later, by [#fetch].
  void want(Row row) {
    if (row.contents().isEmpty()) {
      return;
    }
    row.forEach((_, value) -> {
      if (value instanceof Value.Large large) {
        want(large);
      }
    });
  }

  private void want(Value.Large large) {
    switch (large.content()) {
      case Content.Single single -> wanted.put(single.chunk(), ObjectKind.CHUNK);
      case Content.Sequence sequence -> {
        wanted.put(sequence.root(), ObjectKind.SEQUENCE);
        sequences.add(large);
      }
      case Content.Inline _ -> {}
    }
    if (wanted.size() >= WINDOW) {
      fetch();
    }
  }

  /// Fetches what is wanted and not here.
  void fetch() {
    stores.contents.fetch(wanted);
    wanted.clear();
    for (Value.Large large : sequences) {
      chunks(large, stores.objects)
          .forEachRemaining(chunk -> {
            wanted.put(chunk.id(), ObjectKind.CHUNK);
            if (wanted.size() >= WINDOW) {
              stores.contents.fetch(wanted);
              wanted.clear();
            }
          });
    }
    sequences.clear();
    stores.contents.fetch(wanted);
    wanted.clear();
  }
}
