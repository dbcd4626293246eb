package dev.tidelock.simulation.port;

import dev.tidelock.core.Bytes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What a shared blob storage holds, apart from any device that reaches it. What devices do to it
/// may be done by several threads.
public final class BlobVault {
  private final TreeMap<String, Bytes> blobs = new TreeMap<>();
  private final Map<String, Bytes> damaged = new TreeMap<>();
  private Map<String, Bytes> backup = Map.of();
  private long changes;

  synchronized List<String> list(String prefix) {
    return blobs.tailMap(prefix, true).keySet().stream()
        .takeWhile(name -> name.startsWith(prefix))
        .toList();
  }

  synchronized boolean create(String name, Bytes content) {
    if (blobs.containsKey(name)) {
      return false;
    }
    blobs.put(name, content);
    changes++;
    return true;
  }

  synchronized Optional<Bytes> read(String name) {
    return Optional.ofNullable(blobs.get(name));
  }

  synchronized boolean replace(String name, Bytes content) {
    if (!blobs.containsKey(name)) {
      return false;
    }
    blobs.put(name, content);
    damaged.remove(name);
    changes++;
    return true;
  }

  synchronized void delete(String name) {
    if (blobs.remove(name) != null) {
      damaged.remove(name);
      changes++;
    }
  }

  /// How many blobs were created or removed so far.
  public long changes() {
    return changes;
  }

  /// How many blobs there are.
  public int size() {
    return blobs.size();
  }

  /// Remembers everything as it is now, without the damage.
  public void takeBackup() {
    backup = sound().blobs;
  }

  /// The same without any damage.
  public BlobVault sound() {
    BlobVault sound = new BlobVault();
    sound.blobs.putAll(blobs);
    sound.blobs.putAll(damaged);
    return sound;
  }

  /// Puts everything back to how it was when it was last remembered; at the start, nothing was.
  public void restoreBackup() {
    damaged.clear();
    blobs.clear();
    blobs.putAll(backup);
  }

  /// Takes over what another holds.
  public void restore(BlobVault other) {
    damaged.clear();
    blobs.clear();
    blobs.putAll(other.blobs);
  }

  /// Turns one bit of a blob, chosen by `choice`; returns its name, or nothing if there is none.
  public Optional<String> flipBit(int choice) {
    if (blobs.isEmpty()) {
      return Optional.empty();
    }
    Map.Entry<String, Bytes> hit =
        List.copyOf(blobs.entrySet()).get(Math.floorMod(choice, blobs.size()));
    if (hit.getValue().isEmpty() || damaged.containsKey(hit.getKey())) {
      return Optional.empty();
    }
    damaged.put(hit.getKey(), hit.getValue());
    blobs.put(hit.getKey(), flipped(hit.getValue(), choice));
    return Optional.of(hit.getKey());
  }

  /// Brings all turned bits back, as storage with a second copy does: whether there were any.
  public boolean healBits() {
    boolean any = !damaged.isEmpty();
    blobs.putAll(damaged);
    damaged.clear();
    return any;
  }

  static Bytes flipped(Bytes content, int choice) {
    byte[] bytes = content.toByteArray();
    bytes[Math.floorMod(choice * 31, bytes.length)] ^= (byte) (1 << Math.floorMod(choice, 8));
    return Bytes.wrap(bytes);
  }
}
