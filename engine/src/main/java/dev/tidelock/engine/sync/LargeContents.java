package dev.tidelock.engine.sync;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.object.References;
import dev.tidelock.engine.apply.Leftovers;
import dev.tidelock.engine.apply.Trash;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.Space;
import dev.tidelock.engine.port.StateStore;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Large contents, which are not copied into the store but read again where the disk shows them, in
/// the trash if they were displaced from there, or where an interrupted run began to build them.
/// What is read is checked against the chunk's id, so a stale or lying path does no harm. The file
/// that was read last stays open until its end is read, another one is, or it is released. One
/// thread.
final class LargeContents {
  private final FileSystem files;
  private final StateStore state;
  private final Leftovers leftovers;
  private final Trash trash;
  private final Map<ObjectId, List<TreePath>> displaced = new HashMap<>();
  private Optional<Opened> opened = Optional.empty();

  LargeContents(FileSystem files, StateStore state, Leftovers leftovers, Trash trash) {
    this.files = files;
    this.state = state;
    this.leftovers = leftovers;
    this.trash = trash;
  }

  /// Notes in `batch` that the disk shows a content at `path`.
  void shownAt(StateStore.Batch batch, ObjectId sequence, TreePath path) {
    displaced.remove(sequence);
    batch.put(Space.LARGE, sequence.bytes(), Bytes.utf8(path.toString()));
  }

  /// Where the disk showed a content last.
  Optional<TreePath> path(ObjectId sequence) {
    return state.get(Space.LARGE, sequence.bytes()).map(Bytes::toUtf8).map(TreePath::parse);
  }

  /// One chunk of a content, if the disk still shows it, the trash has it, or it was built before
  /// an interruption.
  Optional<RawObject> chunk(ObjectId sequence, ObjectId chunk, long offset, int length) {
    List<TreePath> places = new ArrayList<>(displaced.getOrDefault(sequence, List.of()));
    path(sequence).ifPresent(places::addFirst);
    places.add(leftovers.place(sequence));
    return chunkAt(places, chunk, offset, length)
        .or(() -> chunkAt(inTrash(sequence), chunk, offset, length));
  }

  private Optional<RawObject> chunkAt(
      List<TreePath> places, ObjectId chunk, long offset, int length) {
    List<TreePath> openedFirst = new ArrayList<>(places);
    opened.map(Opened::path).filter(openedFirst::remove).ifPresent(openedFirst::addFirst);
    return openedFirst.stream()
        .flatMap(place -> chunkAt(place, chunk, offset, length).stream())
        .findFirst();
  }

  /// Where in the trash a content may lie. Asked anew only once the disk showed it again.
  private List<TreePath> inTrash(ObjectId sequence) {
    Optional<TreePath> origin = path(sequence);
    if (origin.isEmpty() || displaced.containsKey(sequence)) {
      return List.of();
    }
    List<TreePath> places =
        trash.items(state).stream()
            .filter(item -> item.origin().equals(origin.get()))
            .map(Trash.Item::place)
            .toList();
    displaced.put(sequence, places);
    return places;
  }

  /// The chunk, if it stands at this place of this file.
  Optional<RawObject> chunkAt(TreePath path, ObjectId chunk, long offset, int length) {
    Optional<RawObject> again =
        opened
            .filter(it -> it.path().equals(path))
            .flatMap(it -> read(it.source(), chunk, offset, length));
    if (again.isPresent()) {
      return again;
    }
    // Another file may stand at the path by now.
    release();
    try {
      opened = Optional.of(new Opened(path, files.open(path)));
    } catch (FileFailure _) {
      return Optional.empty();
    }
    return read(opened.get().source(), chunk, offset, length);
  }

  /// Lets go of the file that was read last.
  void release() {
    Optional<Opened> closing = opened;
    opened = Optional.empty();
    closing.ifPresent(it -> it.source().close());
  }

  private Optional<RawObject> read(
      FileSystem.Source source, ObjectId chunk, long offset, int length) {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    try {
      while (buffer.hasRemaining()) {
        if (source.read(buffer, offset + buffer.position()) < 0) {
          return Optional.empty();
        }
      }
      if (offset + length >= source.stat().size()) {
        release();
      }
    } catch (FileFailure _) {
      return Optional.empty();
    }
    RawObject object =
        new RawObject(ObjectKind.CHUNK, 0, References.none(), Bytes.copyOf(buffer.flip()));
    return ObjectIdentity.of(object).equals(chunk) ? Optional.of(object) : Optional.empty();
  }

  /// A file that is open.
  private record Opened(TreePath path, FileSystem.Source source) {}
}
