package dev.tidelock.engine.sync;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.commit.Commit;
import dev.tidelock.core.map.Change;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.record.RowConflict;
import dev.tidelock.core.record.RowEntry;
import dev.tidelock.core.record.RowShape;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.record.TableId;
import dev.tidelock.core.record.Tables;
import dev.tidelock.core.record.Value;
import dev.tidelock.engine.record.RowName;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Rows through the history: what commits changed of them, and how two states differ.
final class RowHistory {
  private final Stores stores;

  RowHistory(Stores stores) {
    this.stores = stores;
  }

  /// How many rows a commit changed against its first parent; nothing if one of both is not kept
  /// here any more.
  Optional<RowCounts> changed(Commit commit, ObjectId id) {
    Optional<ObjectId> parent = commit.parents().stream().findFirst();
    try {
      Optional<Tables> before = parent.flatMap(stores.history::tables);
      Optional<Tables> after = stores.history.tables(id);
      RowCounts counts = RowCounts.NONE;
      for (TableDiff table : new RowComparison(stores).between(before, after)) {
        counts = counts.plus(table.counts());
      }
      return Optional.of(counts);
    } catch (MissingObjectException _) {
      return Optional.empty();
    }
  }

  /// The table that is called so in the newest state, if there is one.
  Optional<TableId> find(RowPlace place) {
    for (Map.Entry<Bytes, Table> each : stores.headTables()) {
      if (is(each.getValue(), place)) {
        return Optional.of(new TableId(each.getKey()));
      }
    }
    return Optional.empty();
  }

  private static boolean is(Table table, RowPlace place) {
    return table.database().equals(place.database())
        && TableId.isSameName(table.name(), place.table());
  }

  /// The newest commits that changed a table or a row, newest first.
  RowLog log(RowPlace place, int limit) {
    Optional<TableId> table = find(place);
    if (table.isEmpty()) {
      return new RowLog(List.of(), List.of());
    }
    List<LogEntry> found = new ArrayList<>();
    List<ObjectId> unknown = new ArrayList<>();
    List<LogEntry> all =
        new LogWalk(stores.history, stores.trees)
            .entries(stores.state.head(), Optional.empty(), Integer.MAX_VALUE);
    for (LogEntry entry : all) {
      if (found.size() == limit) {
        break;
      }
      Optional<Standing> here = standing(entry.id(), table.get(), place);
      if (here.isEmpty()) {
        unknown.add(entry.id());
      } else if (touches(entry, here, table.get(), place)) {
        found.add(entry);
      }
    }
    return new RowLog(found, unknown);
  }

  /// How a commit changed a row against the first parent of which that is kept here, if it did.
  Optional<RowDiff> changed(LogEntry entry, RowPlace place) {
    Optional<TableId> id = find(place);
    if (id.isEmpty() || place.key().isEmpty()) {
      return Optional.empty();
    }
    List<Revision> before = new ArrayList<>();
    entry.commit().parents().forEach(parent -> before.add(new Revision.Of(parent)));
    if (before.isEmpty()) {
      before.add(new Revision.Nothing());
    }
    for (Revision from : before) {
      try {
        List<RowDiff> found = new ArrayList<>();
        Optional<Table> was = table(from, id.get());
        Optional<Table> is = table(new Revision.Of(entry.id()), id.get());
        if (was.isPresent() || is.isPresent()) {
          rows(new TableDiff(id.get(), was, is, 0, 0, 0), place.key(), 1, found);
        }
        return found.stream().findFirst();
      } catch (MissingObjectException _) {
        // The next one may be kept.
      }
    }
    return Optional.empty();
  }

  private Optional<Table> table(Revision revision, TableId id) {
    return state(revision).flatMap(tables -> stores.records.tables(tables).get(id.bytes()));
  }

  /// Whether a commit changed what stands there, or may have: what a parent held may be kept here
  /// no more.
  private boolean touches(LogEntry entry, Optional<Standing> here, TableId table, RowPlace place) {
    if (entry.commit().parents().isEmpty()) {
      return !here.equals(Optional.of(Standing.NOTHING));
    }
    return entry.commit().parents().stream()
        .noneMatch(parent -> standing(parent, table, place).equals(here));
  }

  /// What stands somewhere in a commit, to be compared.
  private record Standing(Optional<ObjectId> rows, Optional<RowEntry> row) {
    static final Standing NOTHING = new Standing(Optional.empty(), Optional.empty());
  }

  /// What stands there in a commit, if that is kept here.
  private Optional<Standing> standing(ObjectId commit, TableId id, RowPlace place) {
    try {
      Optional<Table> table =
          stores
              .history
              .tables(commit)
              .flatMap(tables -> stores.records.tables(tables).get(id.bytes()));
      return Optional.of(
          place.key().isEmpty()
              ? new Standing(table.map(Table::rows), Optional.empty())
              : new Standing(
                  Optional.empty(),
                  table.flatMap(rows -> stores.records.open(rows).get(key(rows, place)))));
    } catch (MissingObjectException _) {
      return Optional.empty();
    }
  }

  private Bytes key(Table table, RowPlace place) {
    return RowName.key(stores.records.schema(table), place.key().orElseThrow());
  }

  /// How the rows of two states differ, in the order of tables and keys; as many as are wanted.
  List<RowDiff> between(Revision from, Revision to, Optional<RowPlace> place, int limit) {
    List<RowDiff> found = new ArrayList<>();
    for (TableDiff table : tables(from, to)) {
      boolean wanted =
          place.isEmpty() || is(table.after().or(table::before).orElseThrow(), place.get());
      if (wanted) {
        rows(table, place.flatMap(RowPlace::key), limit, found);
      }
    }
    return found;
  }

  /// How many rows of each table differ between two states.
  List<TableDiff> tables(Revision from, Revision to) {
    return new RowComparison(stores).between(state(from), state(to));
  }

  /// What the databases have otherwise than the newest commit.
  TableLook look(TableChoice choice) {
    try (TableWork work = new TableWork(stores)) {
      TableWork.Found found = work.find(stores.usual().about(choice));
      return new TableLook(
          new RowComparison(stores).between(stores.headState().tables(), found.tables()),
          found.problems(),
          found.stops());
    }
  }

  private Optional<Tables> state(Revision revision) {
    return switch (revision) {
      case Revision.Of of -> stores.history.tables(of.commit());
      case Revision.Nothing _ -> Optional.empty();
      case Revision.Disk _ -> {
        try (TableWork work = new TableWork(stores)) {
          // What a guard holds back is what somebody wants to see before letting it pass.
          yield work.shown(stores.usual()).tables();
        }
      }
    };
  }

  private void rows(TableDiff table, Optional<String> key, int limit, List<RowDiff> found) {
    Optional<Reading> before = table.before().map(Reading::new);
    Optional<Reading> after = table.after().map(Reading::new);
    Iterator<Change<RowEntry>> rows =
        key.isPresent()
            ? one(before, after, key.get())
            : new RowComparison(stores).rows(table.before(), table.after());
    while (rows.hasNext() && found.size() < limit) {
      Change<RowEntry> row = rows.next();
      boolean same =
          row.before().isPresent()
              && row.after().isPresent()
              && row.before().get().sameAs(row.after().get());
      if (!same) {
        found.add(
            new RowDiff(
                table.database(),
                table.name(),
                RowName.of(row.key()),
                before.flatMap(it -> it.version(row.key(), row.before())),
                after.flatMap(it -> it.version(row.key(), row.after()))));
      }
    }
  }

  private static Iterator<Change<RowEntry>> one(
      Optional<Reading> before, Optional<Reading> after, String name) {
    Bytes key = RowName.key(after.or(() -> before).orElseThrow().schema, name);
    Optional<RowEntry> was = before.flatMap(it -> it.rows.get(key));
    Optional<RowEntry> is = after.flatMap(it -> it.rows.get(key));
    return was.equals(is)
        ? List.<Change<RowEntry>>of().iterator()
        : List.of(new Change<>(key, was, is)).iterator();
  }

  /// A table that is read.
  private final class Reading {
    private final Schema schema;
    private final RowShape shape;
    private final MerkleMap<RowEntry> rows;

    Reading(Table table) {
      this.schema = stores.records.schema(table);
      this.shape = new RowShape(schema);
      this.rows = stores.records.open(table);
    }

    Optional<RowDiff.Version> version(Bytes key, Optional<RowEntry> entry) {
      int versions =
          entry.orElse(null) instanceof RowConflict conflict ? conflict.terms().size() : 1;
      List<SequencedMap<String, Value>> all =
          entry.map(OpenRowConflict::terms).orElse(List.of()).stream()
              .flatMap(term -> term.row().stream())
              .map(row -> OpenRowConflict.fields(schema, shape, key, row))
              .toList();
      return all.isEmpty()
          ? Optional.empty()
          : Optional.of(new RowDiff.Version(all.getFirst(), all.subList(1, all.size()), versions));
    }
  }
}
