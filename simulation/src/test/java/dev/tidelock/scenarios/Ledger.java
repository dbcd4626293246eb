package dev.tidelock.scenarios;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.chunk.ContentWriter;
import dev.tidelock.core.chunk.Gear;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.tree.Content;
import java.util.LinkedHashMap;
import java.util.Map;

/// Every content that a user had on a disk when his device began to sync: none of them may ever be
/// out of reach, unless he says that he does not mind.
final class Ledger {
  private final Map<Bytes, String> written = new LinkedHashMap<>();

  /// Takes down what a device shows.
  void witness(Device device) {
    device
        .sees()
        .forEach((path, sight) -> {
          if (sight instanceof Sight.OfFile file) {
            written.putIfAbsent(file.content(), path + " of " + device.name());
          }
        });
  }

  /// What was taken down, and where it was seen first.
  Map<Bytes, String> written() {
    return Map.copyOf(written);
  }

  /// The value that a tree has for these bytes.
  static Content content(Bytes bytes) {
    ContentWriter writer =
        new ContentWriter(Gear.of(World.SEED), ObjectIdentity::of, ObjectIdentity::of);
    writer.write(bytes.asByteBuffer());
    return writer.finish();
  }
}
