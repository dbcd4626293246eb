package dev.tidelock.engine.record;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.object.ObjectSink;
import dev.tidelock.core.record.Records;
import dev.tidelock.core.record.RefusedRow;
import dev.tidelock.core.record.Row;
import dev.tidelock.core.record.RowEntry;
import dev.tidelock.core.record.Stamp;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.record.TableId;
import dev.tidelock.core.record.merge.RowNote;
import dev.tidelock.core.record.merge.TableReport;
import java.util.List;
import java.util.Optional;

/// Decides which rows stand that cannot stand together, in the project, so that all devices see the
/// same.
///
/// Of two rows that want one value that must be unique, the one that was written first stands. A
/// row to which another came to refer, and that was deleted on the other side, stays. What is left
/// is *refused*; once it can stand again, it does. All of that follows from the rows, whichever
/// device finds it out.
public final class Refusals {
  private static final int MAX_DETAIL = 255;

  private final Records records;
  private final ObjectSink sink;

  /// @param records the project's; reads what was written to the sink
  /// @param sink takes the nodes that are made
  public Refusals(Records records, ObjectSink sink) {
    this.records = records;
    this.sink = sink;
  }

  /// What was decided.
  ///
  /// @param tables the project's tables; the same where nothing was. Otherwise they are to be
  ///   applied anew
  /// @param reports what was done, for each table of which there is something to tell
  public record Decided(MerkleMap<Table> tables, List<TableReport> reports) {
    public Decided {
      reports = List.copyOf(reports);
    }
  }

  /// Decides what an update of a database found.
  ///
  /// @param head the project's tables, as they were applied
  /// @param updated what came of that
  /// @param origins the tables that the head was made of, in the order in which lost rows are
  ///   looked for: what the database held, the other side, the base
  /// @param at when and where this is decided
  public Decided decide(
      MerkleMap<Table> head,
      DatabaseUpdate.Updated updated,
      List<MerkleMap<Table>> origins,
      Stamp at) {
    TableEdits edits = new TableEdits(records, sink, head);
    updated.returned().forEach(row -> back(edits, row.table(), row.key()));
    updated.waiting().forEach(each -> clash(edits, each));
    MissingParents parents = new MissingParents(records, edits, origins, updated.waiting(), at);
    updated
        .waiting()
        .forEach(each ->
            each.orphan().ifPresent(orphan -> parents.decide(each.key().orElseThrow(), orphan)));
    return new Decided(edits.after(), edits.reports());
  }

  private static void back(TableEdits edits, TableId table, Bytes key) {
    Optional<RowEntry> entry = edits.get(table, key);
    if (entry.isPresent() && entry.get() instanceof RefusedRow refused) {
      edits.put(table, key, refused.row(), RowNote.Kind.RETURNED);
    }
  }

  private static void clash(TableEdits edits, DatabaseUpdate.Waiting waiting) {
    if (waiting.clash().isEmpty()) {
      return;
    }
    Bytes key = waiting.key().orElseThrow();
    Bytes holder = waiting.clash().get().holder();
    Optional<Row> row = row(edits, waiting.table(), key);
    Optional<Row> other = row(edits, waiting.table(), holder);
    if (row.isPresent() && other.isPresent()) {
      int order = row.get().stamp().compareTo(other.get().stamp());
      boolean later = order == 0 ? key.compareTo(holder) > 0 : order > 0;
      edits.put(
          waiting.table(),
          later ? key : holder,
          new RefusedRow(
              (later ? row : other).orElseThrow(),
              RefusedRow.Constraint.UNIQUE,
              detail(waiting.clash().get().columns())),
          RowNote.Kind.REFUSED);
    }
  }

  private static Optional<Row> row(TableEdits edits, TableId table, Bytes key) {
    return edits.get(table, key).filter(Row.class::isInstance).map(Row.class::cast);
  }

  /// A detail as long as one may be.
  static String detail(String words) {
    return words.substring(0, Math.min(words.length(), MAX_DETAIL));
  }
}
