package dev.tidelock.scenarios;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.chunk.ContentChunks;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.tree.Content;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.remote.Remote;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/// Contents as the remote has them, whatever a device keeps itself.
final class Fetched {
  private Fetched() {}

  /// The bytes of a file of any size, from the place that a device syncs with.
  static Bytes bytes(Device device, Entry.File file) {
    if (file.content() instanceof Content.Inline inline) {
      return inline.bytes();
    }
    return device.open((_, place) -> {
      Remote remote = place.orElseThrow().remote();
      remote.refresh();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ContentChunks chunks = ContentChunks.of(file, id -> object(remote, id));
      chunks.forEachRemaining(
          chunk -> bytes.writeBytes(object(remote, chunk.id()).payload().toByteArray()));
      return Bytes.wrap(bytes.toByteArray());
    });
  }

  private static RawObject object(Remote remote, ObjectId id) {
    List<RawObject> found = new ArrayList<>();
    remote.objects(List.of(id), (_, object) -> found.add(object));
    if (found.isEmpty()) {
      throw new MissingObjectException(id);
    }
    return found.getFirst();
  }
}
