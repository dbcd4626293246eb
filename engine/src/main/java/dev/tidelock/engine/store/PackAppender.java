package dev.tidelock.engine.store;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.port.Randomness;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Objects on their way into packs: put into envelopes, collected in memory up to the size of a
/// pack, then written under a temporary name, then published with others at once. One thread.
final class PackAppender {
  /// How many bytes of objects may be on their way into envelopes at a time.
  private static final long MOST_SEALING = 4 << 20;

  private final PackFiles files;
  private final Randomness randomness;
  private final int target;
  private final LinkedHashMap<ObjectId, Sealing> sealing = new LinkedHashMap<>();
  private final LinkedHashMap<ObjectId, SealedObject> pending = new LinkedHashMap<>();
  private final List<StoredPack> written = new ArrayList<>();
  private final Map<ObjectId, ObjectIndex.Location> locations = new HashMap<>();
  private long sealingBytes;
  private long pendingBytes;

  /// An object on its way into an envelope.
  ///
  /// @param end tells what it is in
  /// @param size its size
  private record Sealing(Supplier<SealedObject> end, long size) {}

  PackAppender(PackFiles files, Randomness randomness, int target) {
    this.files = files;
    this.randomness = randomness;
    this.target = target;
  }

  /// Takes an object, unless it was taken since the last [#publish].
  void add(SealedObject object) {
    if (contains(object.id())) {
      return;
    }
    settle();
    append(object);
  }

  /// Takes an object that is put into its envelope meanwhile, unless it was taken since the last
  /// [#publish].
  ///
  /// @param end ends that
  /// @param size the object's size in bytes
  void add(ObjectId id, Supplier<SealedObject> end, long size) {
    if (contains(id)) {
      return;
    }
    sealing.put(id, new Sealing(end, size));
    sealingBytes += size;
    while (sealingBytes > MOST_SEALING) {
      settleFirst();
    }
  }

  private void settle() {
    while (!sealing.isEmpty()) {
      settleFirst();
    }
  }

  private void settleFirst() {
    Sealing first = sealing.pollFirstEntry().getValue();
    sealingBytes -= first.size();
    append(first.end().get());
  }

  private void append(SealedObject object) {
    pending.put(object.id(), object);
    pendingBytes += Pack.RECORD_HEAD + object.envelope().size();
    if (pendingBytes >= target) {
      writePending();
    }
  }

  boolean contains(ObjectId id) {
    return sealing.containsKey(id) || pending.containsKey(id) || locations.containsKey(id);
  }

  /// The envelope of an object that was taken and is not yet published.
  Optional<Bytes> find(ObjectId id) {
    while (sealing.containsKey(id)) {
      settleFirst();
    }
    SealedObject object = pending.get(id);
    if (object != null) {
      return Optional.of(object.envelope());
    }
    return Optional.ofNullable(locations.get(id))
        .map(location -> files.read(location.pack(), location.offset(), location.length()));
  }

  /// How many packs wait to be published.
  int writtenPacks() {
    return written.size();
  }

  /// Makes everything that was taken durable, and returns the packs that hold it. Nothing is
  /// forgotten before [#published].
  List<StoredPack> publish() {
    settle();
    if (!pending.isEmpty()) {
      writePending();
    }
    files.publish(written.stream().map(StoredPack::name).toList());
    return List.copyOf(written);
  }

  /// Forgets what was published and is known elsewhere by now.
  void published() {
    written.clear();
    locations.clear();
  }

  private void writePending() {
    StoredPack pack = files.write(PackName.random(randomness), pending.values());
    written.add(pack);
    for (PackIndex.Entry entry : pack.index().entries()) {
      locations.put(entry.id(), ObjectIndex.Location.of(pack.name(), entry));
    }
    pending.clear();
    pendingBytes = 0;
  }
}
