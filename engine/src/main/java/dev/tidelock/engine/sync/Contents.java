package dev.tidelock.engine.sync;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.chunk.ContentChunks;
import dev.tidelock.core.chunk.ContentWriter;
import dev.tidelock.core.chunk.Gear;
import dev.tidelock.core.content.TextMerger;
import dev.tidelock.core.ignore.IgnoreFile;
import dev.tidelock.core.merge.FileContents;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.ObjectSink;
import dev.tidelock.core.object.ObjectSource;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.tree.Content;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.apply.ContentSupply;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.shown.Shown;
import dev.tidelock.engine.shown.ShownIndex;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The bytes behind file entries: contents of up to [TextMerger#TEXT_MERGE_LIMIT] lie in the store,
/// larger ones on the disk or at the remote. One thread.
final class Contents implements FileContents, ContentSupply {
  private static final long WINDOW_BYTES = 8L << 20;

  private final ProjectObjects objects;
  private final LargeContents large;
  private final ShownIndex shown;
  private final Gear gear;
  private final Keeping keeping;
  private final Sources sources;
  private long received;

  Contents(
      ProjectObjects objects,
      LargeContents large,
      ShownIndex shown,
      Gear gear,
      Keeping keeping,
      Sources sources) {
    this.objects = objects;
    this.large = large;
    this.shown = shown;
    this.gear = gear;
    this.keeping = keeping;
    this.sources = sources;
  }

  /// How many bytes of contents were fetched.
  long received() {
    return received;
  }

  /// A writer for a file of `size` bytes that is being read from the disk.
  ContentWriter writer(long size) {
    boolean kept = keeping == Keeping.EVERYTHING || size <= TextMerger.TEXT_MERGE_LIMIT;
    ObjectSink chunks = kept ? objects : ObjectIdentity::of;
    return new ContentWriter(gear, chunks, objects);
  }

  /// A writer that keeps all that it is given.
  ContentWriter valueWriter() {
    return new ContentWriter(gear, objects, objects);
  }

  /// A writer that only names what it is given.
  ContentWriter namer() {
    return new ContentWriter(gear, ObjectIdentity::of, ObjectIdentity::of);
  }

  @Override
  public Optional<Bytes> read(Entry.File file) {
    if (file.size() > TextMerger.TEXT_MERGE_LIMIT) {
      return Optional.empty();
    }
    if (file.content() instanceof Content.Inline inline) {
      return Optional.of(inline.bytes());
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) file.size());
    try {
      prepare(List.of(file));
      ContentChunks chunks = ContentChunks.of(file, this::kept);
      while (chunks.hasNext()) {
        bytes.writeBytes(checked(chunks.next(), this::kept).toByteArray());
      }
    } catch (MissingObjectException | MalformedException _) {
      // What is not what it was said to be cannot be read either.
      return Optional.empty();
    }
    return Optional.of(Bytes.wrap(bytes.toByteArray()));
  }

  private RawObject kept(ObjectId id) {
    return objects.here(id).orElseThrow(() -> new MissingObjectException(id));
  }

  /// What an ignore file says; nothing, if it cannot be had.
  IgnoreFile ignoreFile(Entry.File file) {
    return read(file).map(IgnoreFile::parse).orElse(IgnoreFile.EMPTY);
  }

  @Override
  public Content write(Bytes bytes) {
    ContentWriter writer = valueWriter();
    writer.write(bytes.asByteBuffer());
    return writer.finish();
  }

  @Override
  public void prepare(List<Entry.File> files) {
    if (sources.isEmpty()) {
      return;
    }
    Map<ObjectId, ObjectKind> wanted = new HashMap<>();
    for (Entry.File file : files) {
      switch (file.content()) {
        case Content.Inline _ -> {}
        case Content.Single single -> wanted.put(single.chunk(), ObjectKind.CHUNK);
        case Content.Sequence sequence -> wanted.put(sequence.root(), ObjectKind.SEQUENCE);
      }
    }
    fetch(wanted);
    Map<ObjectId, ObjectKind> inner = new HashMap<>();
    for (Entry.File file : files) {
      if (file.content() instanceof Content.Sequence sequence
          && objects.local().contains(sequence.root())
          && file.size() <= TextMerger.TEXT_MERGE_LIMIT) {
        ContentChunks.of(file, objects)
            .forEachRemaining(chunk -> inner.put(chunk.id(), ObjectKind.CHUNK));
      }
    }
    fetch(inner);
  }

  /// Fetches what is not here. What turns out to be something else than it was said to be stays
  /// away: whoever meets it in the store would take it for what its kind says.
  void fetch(Map<ObjectId, ObjectKind> wanted) {
    wanted.keySet().removeIf(objects.local()::contains);
    if (!wanted.isEmpty() && !sources.isEmpty()) {
      sources.objects(
          wanted.keySet(),
          (id, object) -> {
            received += object.payload().size();
            if (object.kind() == wanted.get(id)) {
              objects.offer(id, object);
            }
          });
    }
  }

  @Override
  public void copy(Entry.File file, TreePath target, FileSystem.Sink sink) {
    if (file.content() instanceof Content.Inline inline) {
      sink.write(inline.bytes().asByteBuffer());
      return;
    }
    Map<ObjectId, Long> nearby =
        file.size() > TextMerger.TEXT_MERGE_LIMIT ? nearby(target) : Map.of();
    ContentChunks chunks = ContentChunks.of(file, objects);
    List<ContentChunks.Chunk> window = new ArrayList<>();
    long held = 0;
    while (chunks.hasNext()) {
      ContentChunks.Chunk chunk = chunks.next();
      window.add(chunk);
      held += chunk.length();
      if (held >= WINDOW_BYTES || !chunks.hasNext()) {
        copy(window, file, target, nearby, sink);
        window.clear();
        held = 0;
      }
    }
    large.release();
  }

  /// Copies a large content into the store, as far as the disk shows it.
  void keep(Entry.File file) {
    if (file.content() instanceof Content.Sequence sequence
        && objects.local().contains(sequence.root())) {
      ContentChunks.of(file, objects)
          .forEachRemaining(chunk -> {
            if (!objects.local().contains(chunk.id())) {
              large
                  .chunk(sequence.root(), chunk.id(), chunk.offset(), chunk.length())
                  .ifPresent(objects::put);
            }
          });
      large.release();
    }
  }

  /// The chunks of the large file that the target shows now, which the new content may share.
  private Map<ObjectId, Long> nearby(TreePath target) {
    Map<ObjectId, Long> offsets = new HashMap<>();
    Optional<Shown> now = shown.get(target);
    if (now.orElse(null) instanceof Shown.Leaf leaf
        && leaf.entry() instanceof Entry.File old
        && old.content() instanceof Content.Sequence sequence
        && objects.local().contains(sequence.root())) {
      ContentChunks.of(old, objects)
          .forEachRemaining(chunk -> offsets.put(chunk.id(), chunk.offset()));
    }
    return offsets;
  }

  private void copy(
      List<ContentChunks.Chunk> window,
      Entry.File file,
      TreePath target,
      Map<ObjectId, Long> nearby,
      FileSystem.Sink sink) {
    Map<ObjectId, RawObject> found = new HashMap<>();
    Set<ObjectId> missing = new HashSet<>();
    for (ContentChunks.Chunk chunk : window) {
      Optional<RawObject> here = atHand(chunk, file, target, nearby);
      here.ifPresentOrElse(object -> found.put(chunk.id(), object), () -> missing.add(chunk.id()));
    }
    sources.objects(
        missing,
        (id, object) -> {
          received += object.payload().size();
          found.put(id, object);
        });
    for (ContentChunks.Chunk chunk : window) {
      Bytes bytes =
          checked(
              chunk,
              id -> {
                RawObject object = found.get(id);
                if (object == null) {
                  throw new MissingObjectException(id);
                }
                return object;
              });
      sink.write(bytes.asByteBuffer());
    }
  }

  private Optional<RawObject> atHand(
      ContentChunks.Chunk chunk, Entry.File file, TreePath target, Map<ObjectId, Long> nearby) {
    if (objects.local().contains(chunk.id())) {
      return Optional.of(objects.local().get(chunk.id()));
    }
    Long offset = nearby.get(chunk.id());
    Optional<RawObject> beside =
        offset == null
            ? Optional.empty()
            : large.chunkAt(target, chunk.id(), offset, chunk.length());
    return beside.or(() ->
        file.content() instanceof Content.Sequence sequence
            ? large.chunk(sequence.root(), chunk.id(), chunk.offset(), chunk.length())
            : Optional.empty());
  }

  private static Bytes checked(ContentChunks.Chunk chunk, ObjectSource source) {
    Bytes bytes = source.get(chunk.id()).payload();
    if (bytes.size() != chunk.length()) {
      throw new MalformedException(
          "chunk " + chunk.id() + " has " + bytes.size() + " bytes, not " + chunk.length());
    }
    return bytes;
  }
}
