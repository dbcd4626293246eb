package dev.tidelock.hub;

import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.store.DeltaCodec;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.engine.store.ObjectDelta;
import dev.tidelock.engine.store.ReferencePairs;
import dev.tidelock.platform.ZstdCompression;
import dev.tidelock.testkit.SampleHistory;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What one commit of a sample history needs beside another one.
final class SampleDeltas {
  static final DeltaCodec CODEC = new EnvelopeCodec(new ZstdCompression()).deltas();

  /// Larger than any envelope, so that everything pays.
  private static final int ENVELOPE = 1 << 20;

  private final SampleHistory history;
  private final Map<ObjectId, ObjectDelta> deltas = new LinkedHashMap<>();
  private final Set<ObjectId> whole = new LinkedHashSet<>();

  private SampleDeltas(SampleHistory history) {
    this.history = history;
  }

  static SampleDeltas between(SampleHistory history, ObjectId base, ObjectId commit) {
    SampleDeltas all = new SampleDeltas(history);
    all.add(commit, Optional.of(base), Set.copyOf(history.tree(base)));
    return all;
  }

  static ObjectDelta delta(SampleHistory history, ObjectId base, ObjectId id) {
    return CODEC.encode(id, history.get(id), ENVELOPE, base, history.get(base)).orElseThrow();
  }

  private void add(ObjectId id, Optional<ObjectId> base, Set<ObjectId> known) {
    if (known.contains(id) || deltas.containsKey(id) || !whole.add(id)) {
      return;
    }
    RawObject object = history.get(id);
    Optional<RawObject> before = base.map(history::get);
    before
        .flatMap(other -> CODEC.encode(id, object, ENVELOPE, base.orElseThrow(), other))
        .ifPresent(delta -> {
          whole.remove(id);
          deltas.put(id, delta);
        });
    Map<ObjectId, ObjectId> pairs =
        before
            .map(other ->
                ReferencePairs.of(object.references().strong(), other.references().strong())
                    .bases())
            .orElseGet(Map::of);
    object
        .references()
        .strong()
        .forEach(child -> add(child, Optional.ofNullable(pairs.get(child)), known));
  }

  /// What goes as deltas.
  Map<ObjectId, ObjectDelta> deltas() {
    return deltas;
  }

  /// What goes whole.
  Set<ObjectId> whole() {
    return whole;
  }

  void send(Remote.Push push) {
    history.send(push, whole);
    deltas.forEach((id, delta) -> push.send(history.sealed(id), delta));
  }
}
