package dev.tidelock.engine.guard;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.map.Summary;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.port.Clock;
import dev.tidelock.engine.port.Space;
import dev.tidelock.engine.port.StateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The roots at which something stood in the last minutes, against which mass changes are counted,
/// so that many small steps count like one large one. Times are monotonic; after a restart of the
/// machine the last root counts as just recorded.
final class RootHistory {
  private static final long WINDOW_NANOS = 10L * 60 * 1_000_000_000;
  private static final int LIMIT = 64;

  private final StateStore state;
  private final Clock clock;
  private final Bytes key;

  /// @param state where the roots are remembered
  /// @param clock tells their age
  /// @param key under which name
  RootHistory(StateStore state, Clock clock, Bytes key) {
    this.state = state;
    this.clock = clock;
    this.key = key;
  }

  /// The root of a map.
  record Root(ObjectId id, Summary summary) {}

  /// The newest root at least ten minutes old; with none old enough, the oldest.
  Optional<Root> reference() {
    List<Mark> marks = marks();
    long now = clock.monotonicNanos();
    return marks.reversed().stream()
        .filter(mark -> mark.boot().equals(clock.boot()) && now - mark.nanos() >= WINDOW_NANOS)
        .findFirst()
        .or(() -> marks.stream().findFirst())
        .map(Mark::root);
  }

  /// Every root that may yet be a reference.
  List<Root> roots() {
    return marks().stream().map(Mark::root).toList();
  }

  /// Whether it is known to stand at `root`: then there is nothing to record.
  boolean stands(Root root) {
    List<Mark> marks = marks();
    return !marks.isEmpty()
        && marks.getLast().root().equals(root)
        && marks.getLast().boot().equals(clock.boot());
  }

  /// Remembers in `batch` that it stands at `root` now.
  void record(StateStore.Batch batch, Root root) {
    batch.put(Space.META, key, encode(with(marks(), root)));
  }

  /// Remembers in `batch` that it went from one root to another now. If nothing is remembered, the
  /// first of the two is the beginning; but nothing can be lost of an empty one.
  void record(StateStore.Batch batch, Root before, Root after) {
    List<Mark> marks = marks();
    boolean begins = marks.isEmpty() && before.summary().entries() > 0;
    batch.put(Space.META, key, encode(with(begins ? with(marks, before) : marks, after)));
  }

  private List<Mark> with(List<Mark> known, Root root) {
    List<Mark> marks = new ArrayList<>(known);
    String boot = clock.boot();
    long now = clock.monotonicNanos();
    if (!marks.isEmpty() && !marks.getLast().boot().equals(boot)) {
      marks = new ArrayList<>(List.of(new Mark(marks.getLast().root(), boot, now)));
    }
    if (!marks.isEmpty() && marks.getLast().root().equals(root)) {
      return marks;
    }
    marks.add(new Mark(root, boot, now));
    while (marks.size() > 1 && now - marks.get(1).nanos() >= WINDOW_NANOS) {
      marks.removeFirst();
    }
    while (marks.size() > LIMIT) {
      marks.remove(marks.size() / 2);
    }
    return marks;
  }

  /// Forgets in `batch` what was before `root`: it is the new beginning.
  void restart(StateStore.Batch batch, Root root) {
    Mark mark = new Mark(root, clock.boot(), clock.monotonicNanos());
    batch.put(Space.META, key, encode(List.of(mark)));
  }

  private List<Mark> marks() {
    Optional<Bytes> stored = state.get(Space.META, key);
    List<Mark> marks = new ArrayList<>();
    if (stored.isPresent()) {
      CborReader in = new CborReader(stored.get());
      int count = in.array();
      for (int i = 0; i < count; i++) {
        in.array(4);
        ObjectId root = new ObjectId(in.bytes(ObjectId.SIZE));
        marks.add(new Mark(new Root(root, Summary.read(in)), in.text(), in.integer()));
      }
      in.finish();
    }
    return marks;
  }

  private static Bytes encode(List<Mark> marks) {
    CborWriter out = new CborWriter().array(marks.size());
    for (Mark mark : marks) {
      out.array(4).bytes(mark.root().id().bytes());
      mark.root().summary().write(out);
      out.text(mark.boot()).integer(mark.nanos());
    }
    return out.toBytes();
  }

  private record Mark(Root root, String boot, long nanos) {}
}
