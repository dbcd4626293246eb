package dev.tidelock.engine.sync;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.object.References;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.Space;
import dev.tidelock.engine.port.StateStore;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Large contents, which are not copied into the store but read again where the disk shows them.
/// What is read is checked against the chunk's id, so a stale or lying path does no harm.
final class LargeContents {
  private final FileSystem files;
  private final StateStore state;

  LargeContents(FileSystem files, StateStore state) {
    this.files = files;
    this.state = state;
  }

  /// Notes in `batch` that the disk shows a content at `path`.
  void shownAt(StateStore.Batch batch, ObjectId sequence, TreePath path) {
    batch.put(Space.LARGE, sequence.bytes(), Bytes.utf8(path.toString()));
  }

  /// Where the disk showed a content last.
  Optional<TreePath> path(ObjectId sequence) {
    return state.get(Space.LARGE, sequence.bytes()).map(Bytes::toUtf8).map(TreePath::parse);
  }

  /// One chunk of a content, if the disk still shows it.
  Optional<RawObject> chunk(ObjectId sequence, ObjectId chunk, long offset, int length) {
    return path(sequence).flatMap(path -> chunkAt(path, chunk, offset, length));
  }

  /// The chunk, if it stands at this place of this file.
  Optional<RawObject> chunkAt(TreePath path, ObjectId chunk, long offset, int length) {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    try (FileSystem.Source source = files.open(path)) {
      while (buffer.hasRemaining()) {
        if (source.read(buffer, offset + buffer.position()) < 0) {
          return Optional.empty();
        }
      }
    } catch (FileFailure _) {
      return Optional.empty();
    }
    RawObject object =
        new RawObject(ObjectKind.CHUNK, 0, References.none(), Bytes.copyOf(buffer.flip()));
    return ObjectIdentity.of(object).equals(chunk) ? Optional.of(object) : Optional.empty();
  }
}
