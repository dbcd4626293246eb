package dev.tidelock.scenarios;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.chunk.ContentWriter;
import dev.tidelock.core.chunk.Gear;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.tree.Content;
import java.util.LinkedHashMap;
import java.util.Map;

/// Every content that a user had on a disk when his device began to sync: none of them may ever be
/// out of reach, unless he overwrote or deleted it himself before it was sent. For many threads.
final class Ledger {
  private final Map<Bytes, String> sent = new LinkedHashMap<>();
  private final Map<Device, Map<Bytes, String>> unsent = new LinkedHashMap<>();

  /// Takes down what a device shows.
  synchronized void witness(Device device) {
    Map<Bytes, String> here = unsent.computeIfAbsent(device, _ -> new LinkedHashMap<>());
    device
        .sees()
        .forEach((path, sight) -> {
          if (sight instanceof Sight.OfFile file) {
            here.putIfAbsent(file.content(), path + " of " + device.name());
          }
        });
  }

  /// What a device showed is in the project now.
  synchronized void sent(Device device) {
    Map<Bytes, String> here = unsent.remove(device);
    if (here != null) {
      here.forEach(sent::putIfAbsent);
    }
  }

  /// The user of a device does away with these bytes himself.
  synchronized void abandon(Device device, Bytes content) {
    unsent.getOrDefault(device, new LinkedHashMap<>()).remove(content);
  }

  /// The user of a device does away with these bytes himself, which no device shares.
  synchronized void abandonUnshared(Device device, Bytes content) {
    abandon(device, content);
    sent.remove(content);
  }

  /// What must be within reach, and where it was seen first.
  synchronized Map<Bytes, String> written() {
    Map<Bytes, String> written = new LinkedHashMap<>(sent);
    unsent.values().forEach(here -> here.forEach(written::putIfAbsent));
    return written;
  }

  /// The value that a tree has for these bytes.
  static Content content(Bytes bytes) {
    ContentWriter writer =
        new ContentWriter(Gear.of(World.SEED), ObjectIdentity::of, ObjectIdentity::of);
    writer.write(bytes.asByteBuffer());
    return writer.finish();
  }
}
