package dev.tidelock.hub.object;

import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.hub.store.ObjectRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/// The walk that answers "the commits that lead to these and not to those, with their details":
/// from the highest commit downwards on both sides, until nothing is left that only the wanted side
/// reaches. A commit is higher than its parents, so what is known is met before it is passed. What
/// is not here is left out. Used once, by one thread.
public final class HistoryWalk {
  private static final int WINDOW = 512;

  private final ProjectObjects objects;
  private final ProjectObjects.Receiver receiver;

  /// Every commit that was met: whether it is known.
  private final Map<ObjectId, Boolean> met = new HashMap<>();

  /// Commits that are not known, and not sent yet.
  private final Set<ObjectId> undecided = new HashSet<>();

  private final PriorityQueue<ObjectRow> open =
      new PriorityQueue<>(
          Comparator.comparingLong(HistoryWalk::height).reversed().thenComparing(ObjectRow::id));

  /// @param objects the project's
  /// @param receiver takes what is found, each object after one that refers to it
  public HistoryWalk(ProjectObjects objects, ProjectObjects.Receiver receiver) {
    this.objects = objects;
    this.receiver = receiver;
  }

  /// Sends what is reachable from `wants` and not from `whole`.
  public void run(Collection<ObjectId> wants, Collection<ObjectId> whole) {
    meet(whole, true);
    meet(wants, false);
    while (!undecided.isEmpty()) {
      List<ObjectRow> window = highest();
      Map<ObjectId, List<ObjectId>> ancestors = new HashMap<>();
      objects.read(
          window,
          (row, envelope) -> {
            ancestors.put(row.id(), EnvelopeCodec.readHeader(envelope).references().ancestor());
            if (undecided.remove(row.id())) {
              receiver.accept(row, envelope);
            }
          });
      ancestors.forEach((id, above) -> meet(above, met.getOrDefault(id, false)));
    }
  }

  /// The commits that stand highest, all at one height.
  private List<ObjectRow> highest() {
    List<ObjectRow> window = new ArrayList<>(List.of(open.remove()));
    long height = height(window.getFirst());
    while (!open.isEmpty() && window.size() < WINDOW && height(open.element()) == height) {
      window.add(open.remove());
    }
    return window;
  }

  /// A commit that no head ever reached may stand above all that one did.
  private static long height(ObjectRow row) {
    return row.height() == 0 ? Long.MAX_VALUE : row.height();
  }

  private void meet(Collection<ObjectId> ids, boolean known) {
    Set<ObjectId> fresh = new HashSet<>(ids);
    fresh.removeAll(met.keySet());
    if (known) {
      ids.forEach(id -> met.put(id, true));
      undecided.removeAll(new HashSet<>(ids));
    }
    List<ObjectRow> details = new ArrayList<>();
    objects
        .find(fresh)
        .forEach((id, row) -> {
          met.putIfAbsent(id, known);
          if (row.kind() == ObjectKind.COMMIT) {
            open.add(row);
            if (!known) {
              undecided.add(id);
            }
          } else if (!known) {
            details.add(row);
          }
        });
    objects.read(details, receiver);
  }
}
