package dev.tidelock.engine.guard;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.map.Summary;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.port.Clock;
import dev.tidelock.engine.port.Space;
import dev.tidelock.engine.port.StateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The trees of the last minutes, against which mass changes are counted, so that many small steps
/// count like one large one. Times are monotonic; after a restart of the machine the last tree
/// counts as just recorded.
public final class GuardHistory {
  private static final long WINDOW_NANOS = 10L * 60 * 1_000_000_000;
  private static final int LIMIT = 64;

  private final StateStore state;
  private final Clock clock;
  private final Bytes key;

  /// @param state where the trees are remembered
  /// @param clock tells their age
  /// @param side which side of the sync is guarded
  public GuardHistory(StateStore state, Clock clock, Side side) {
    this.state = state;
    this.clock = clock;
    this.key = Bytes.utf8("guard/" + side);
  }

  /// The newest tree at least ten minutes old; with none old enough, the oldest.
  public Optional<Entry.Directory> reference() {
    List<Mark> marks = marks();
    long now = clock.monotonicNanos();
    return marks.reversed().stream()
        .filter(mark -> mark.boot().equals(clock.boot()) && now - mark.nanos() >= WINDOW_NANOS)
        .findFirst()
        .or(() -> marks.stream().findFirst())
        .map(Mark::tree);
  }

  /// Every tree that may yet be a reference.
  public List<Entry.Directory> trees() {
    return marks().stream().map(Mark::tree).toList();
  }

  /// Whether the guarded side is known to be at `tree`: then there is nothing to record.
  public boolean stands(Entry.Directory tree) {
    List<Mark> marks = marks();
    return !marks.isEmpty()
        && marks.getLast().tree().equals(tree)
        && marks.getLast().boot().equals(clock.boot());
  }

  /// Remembers in `batch` that the guarded side is now at `tree`.
  public void record(StateStore.Batch batch, Entry.Directory tree) {
    List<Mark> marks = marks();
    String boot = clock.boot();
    long now = clock.monotonicNanos();
    if (!marks.isEmpty() && !marks.getLast().boot().equals(boot)) {
      marks = new ArrayList<>(List.of(new Mark(marks.getLast().tree(), boot, now)));
    }
    if (!marks.isEmpty() && marks.getLast().tree().equals(tree)) {
      batch.put(Space.META, key, encode(marks));
      return;
    }
    marks.add(new Mark(tree, boot, now));
    while (marks.size() > 1 && now - marks.get(1).nanos() >= WINDOW_NANOS) {
      marks.removeFirst();
    }
    while (marks.size() > LIMIT) {
      marks.remove(marks.size() / 2);
    }
    batch.put(Space.META, key, encode(marks));
  }

  /// Forgets in `batch` what was before `tree`: it is the new beginning.
  public void restart(StateStore.Batch batch, Entry.Directory tree) {
    Mark mark = new Mark(tree, clock.boot(), clock.monotonicNanos());
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
        marks.add(new Mark(new Entry.Directory(root, Summary.read(in)), in.text(), in.integer()));
      }
      in.finish();
    }
    return marks;
  }

  private static Bytes encode(List<Mark> marks) {
    CborWriter out = new CborWriter().array(marks.size());
    for (Mark mark : marks) {
      out.array(4).bytes(mark.tree().root().bytes());
      mark.tree().summary().write(out);
      out.text(mark.boot()).integer(mark.nanos());
    }
    return out.toBytes();
  }

  /// Which way changes flow past a guard.
  public enum Side {
    /// From the disk into the project.
    OUTGOING,
    /// From the project onto the disk.
    INCOMING
  }

  private record Mark(Entry.Directory tree, String boot, long nanos) {}
}
