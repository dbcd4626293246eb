package dev.tidelock.core.record.merge;

import dev.tidelock.core.merge.MergeBases;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectSink;
import dev.tidelock.core.record.Records;
import dev.tidelock.core.record.Stamp;
import dev.tidelock.core.record.Tables;
import java.util.List;
import java.util.Optional;

/// What the tables of two commits are merged against: those of the commit at which their histories
/// parted. Where they parted at several, these are merged first, as for files; where there is none,
/// or its rows are not kept any more, there is no base.
public final class CommonTables {
  /// How often histories may have crossed before one of several bases is taken.
  private static final int MAX_CROSSINGS = 16;

  private static final MergeStamps NOBODY = new MergeStamps(Stamp.ZERO, Stamp.ZERO);

  private final TableHistory history;
  private final Records records;
  private final ObjectSink sink;

  private CommonTables(TableHistory history, Records records, ObjectSink sink) {
    this.history = history;
    this.records = records;
    this.sink = sink;
  }

  /// Finds it.
  ///
  /// @param sink takes the nodes of a merged base
  public static Optional<Tables> of(
      TableHistory history, ObjectId first, ObjectId second, Records records, ObjectSink sink) {
    return new CommonTables(history, records, sink).between(first, second, 0);
  }

  private Optional<Tables> between(ObjectId first, ObjectId second, int crossings) {
    List<ObjectId> bases =
        MergeBases.between(history, first, second).stream()
            .filter(history::keepsTables)
            .limit(crossings < MAX_CROSSINGS ? Long.MAX_VALUE : 1)
            .toList();
    if (bases.isEmpty()) {
      return Optional.empty();
    }
    ObjectId start = bases.getFirst();
    Optional<Tables> joined = history.tables(start);
    for (ObjectId next : bases.subList(1, bases.size())) {
      Optional<Tables> below = between(start, next, crossings + 1);
      joined =
          RecordsMerge.merge(
                  below, joined, history.tables(next), RecordRules.USUAL, NOBODY, records, sink)
              .tables();
    }
    return joined;
  }
}
