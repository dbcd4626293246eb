package dev.tidelock.platform.database;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.record.Value;
import dev.tidelock.engine.port.DatabaseFailure.Reason;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The keys of one table that the application changed after a moment.
final class Moved {
  private static final int MOST = 100_000;

  private final Set<Bytes> keys = new HashSet<>();

  /// Reads them. To be called once nobody else can write, up to the last that is not our own.
  Moved(Link link, RowPlan plan, long number, long after, long last) {
    try (Query query =
        link.query(
            "SELECT "
                + plan.numbered("")
                + " FROM _tidelock_log WHERE seq > ? AND seq <= ? AND tid = ?",
            after,
            last,
            number)) {
      Value[] values = new Value[plan.keyWidth()];
      while (query.next()) {
        query.values(0, values);
        add(plan, values);
        if (keys.size() > MOST) {
          throw link.failures().of(Reason.CHANGED, "the application changed too much meanwhile");
        }
      }
    }
  }

  private void add(RowPlan plan, Value[] values) {
    for (Value value : values) {
      if (value instanceof Value.Null) {
        return;
      }
    }
    keys.add(plan.key(List.of(values)));
  }

  boolean contains(Bytes key) {
    return keys.contains(key);
  }
}
