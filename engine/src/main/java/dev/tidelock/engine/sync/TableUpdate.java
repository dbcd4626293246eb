package dev.tidelock.engine.sync;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.map.Change;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.record.RefusedRow;
import dev.tidelock.core.record.Row;
import dev.tidelock.core.record.RowConflict;
import dev.tidelock.core.record.RowEntry;
import dev.tidelock.core.record.Stamp;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.record.TableId;
import dev.tidelock.core.record.merge.TableReport;
import dev.tidelock.engine.guard.RowGuard;
import dev.tidelock.engine.guard.SafetyStop;
import dev.tidelock.engine.port.Database;
import dev.tidelock.engine.port.DatabaseFailure;
import dev.tidelock.engine.record.Captured;
import dev.tidelock.engine.record.DatabaseUpdate;
import dev.tidelock.engine.record.Refusals;
import dev.tidelock.engine.record.RowName;
import dev.tidelock.engine.record.WantedTables;
import dev.tidelock.engine.scan.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Brings the attached databases from what they held to the head's tables, and remembers what they
/// show. Used once.
final class TableUpdate {
  private final Stores stores;
  private final AttachedDatabases databases;
  private final Direction direction;
  private final SyncRequest.Part part;
  private final Optional<String> acceptance;
  private final List<DatabaseUpdate.Waiting> waiting = new ArrayList<>();
  private final List<Done> done = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<SafetyStop> stops = new ArrayList<>();
  private long rows;
  private boolean disturbed;
  private boolean told;
  private boolean accepted;

  /// @param databases those that were looked at
  /// @param request with [Direction#UP] the databases only take note of what they held
  TableUpdate(Stores stores, AttachedDatabases databases, SyncRequest request) {
    this.stores = stores;
    this.databases = databases;
    this.direction = request.direction();
    this.part = request.part();
    this.acceptance = request.acceptance();
  }

  /// What came of it.
  ///
  /// @param rows how many rows were written or deleted
  /// @param disturbed whether an application was at work: looking again may help
  /// @param problems what was left alone
  /// @param stops what the guard held back
  record Applied(long rows, boolean disturbed, List<Problem> problems, List<SafetyStop> stops) {}

  /// A database that was written.
  private record Done(Captured captured, DatabaseUpdate.Updated updated) {}

  /// Does it. What databases cannot hold together is refused in the head.
  Applied apply(TableWork.Found found) {
    for (Captured captured : found.captured()) {
      try {
        apply(captured);
      } catch (DatabaseFailure failure) {
        disturbed |= failure.reason() == DatabaseFailure.Reason.CHANGED;
        problems.add(DatabaseProblem.of(captured.name(), failure));
      } catch (MalformedException lie) {
        problems.add(
            new Problem(
                captured.name(),
                Problem.Kind.UNREADABLE,
                "a value of a row cannot be read: " + lie.getMessage()));
      } catch (MissingObjectException missing) {
        problems.add(
            new Problem(
                captured.name(),
                Problem.Kind.AWAITED,
                "cannot be written: " + missing.id() + " is not at hand"));
      }
    }
    decide();
    tell();
    found.captured().forEach(this::tellSucceeded);
    return new Applied(rows, disturbed, problems, stops);
  }

  private void apply(Captured captured) {
    MerkleMap<Table> wanted = wanted(captured);
    Set<TableId> attached = attached(captured.name());
    if (!captured.position().isNoted()
        && !captured.hasDropped()
        && captured.shown().root().equals(captured.held(stores.objects).root())
        && captured.side(wanted, stores.objects).root().equals(wanted.root())
        && attached.stream().allMatch(id -> captured.knows(id) || isNowhere(wanted, id))) {
      return;
    }
    if (part.isWrittenOver()) {
      stores.attachments.find(captured.name()).ifPresent(part.safekeeping()::keep);
    }
    DatabaseUpdate.Updated updated = written(captured, wanted, attached);
    if (told) {
      stores.memory.settled(captured.name());
    }
    rows += updated.rows();
    waiting.addAll(updated.waiting());
    done.add(new Done(captured, updated));
    updated.made().forEach(made -> problems.add(problem(captured.name(), made)));
  }

  /// Writes a database. Nothing is fetched while it is locked: where a long value turns out not to
  /// be here it is let go, and tried again when all of them are.
  private DatabaseUpdate.Updated written(
      Captured captured, MerkleMap<Table> wanted, Set<TableId> attached) {
    try {
      return write(captured, wanted, attached);
    } catch (MissingObjectException lacking) {
      fetch(captured, wanted, attached);
      return write(captured, wanted, attached);
    }
  }

  private DatabaseUpdate.Updated write(
      Captured captured, MerkleMap<Table> wanted, Set<TableId> attached) {
    told = false;
    Database database = databases.database(captured.name());
    DatabaseUpdate update =
        new DatabaseUpdate(
            stores.records,
            stores.objects,
            new StoredValues(stores),
            captured,
            databases.told(Progress.Phase.APPLY));
    return direction == Direction.UP
        ? update.apply(database, wanted, next -> remember(captured, next))
        : update.apply(database, wanted, attached, next -> remember(captured, next));
  }

  /// The tables that a database is attached for.
  private Set<TableId> attached(String name) {
    Set<TableId> attached = new HashSet<>();
    if (direction != Direction.UP) {
      stores
          .attachments
          .find(name)
          .ifPresent(it ->
              it.tables()
                  .forEach((id, table) -> {
                    if (part.tables().includes(name, table)) {
                      attached.add(id);
                    }
                  }));
    }
    return attached;
  }

  private static boolean isNowhere(MerkleMap<Table> tables, TableId id) {
    return tables.get(id.bytes()).isEmpty();
  }

  private static Problem problem(String database, DatabaseUpdate.Made made) {
    String without =
        made.withoutDefault().isEmpty()
            ? ""
            : "; without defaults are " + String.join(", ", made.withoutDefault());
    return new Problem(
        RowName.table(database, made.name()),
        Problem.Kind.MADE,
        "was made here, without checks, triggers, views and indices of the application" + without);
  }

  /// The tables that a database is to show.
  private MerkleMap<Table> wanted(Captured captured) {
    MerkleMap<Table> head = stores.headTables();
    MerkleMap<Table> held = captured.side(head, stores.objects);
    accepted = part.isWrittenOver();
    if (direction == Direction.UP) {
      return held;
    }
    if (part.isWrittenOver()) {
      return head;
    }
    RowGuard.Verdict verdict = stores.rowGuard.judge(captured.name(), held, head, acceptance);
    accepted = verdict.isAccepted();
    verdict.stop().ifPresent(stops::add);
    return verdict.stop().isPresent() ? held : head;
  }

  /// Makes durable what was written, and sees to it that what the database shows is kept: either as
  /// it was, or as it will be.
  private void remember(Captured captured, ObjectId next) {
    told = true;
    RowGuard.Step step =
        new RowGuard.Step(
            captured.name(), captured.held(stores.objects), stores.records.tables(next), accepted);
    stores.keep(batch -> {
      stores.memory.showing(
          batch,
          captured.name(),
          new DatabaseMemory.Showing(captured.shown().root(), next, captured.nextClock()));
      stores.rowGuard.record(batch, step);
    });
  }

  /// Fetches the long values that will be written.
  private void fetch(Captured captured, MerkleMap<Table> wanted, Set<TableId> attached) {
    StoredValues values = new StoredValues(stores);
    MerkleMap<RowEntry> none = stores.records.noRows(stores.objects);
    attached.stream()
        .filter(id -> !captured.knows(id))
        .flatMap(id -> wanted.get(id.bytes()).stream())
        .forEach(made -> want(made.withRows(none.root(), none.summary()), made, values));
    captured
        .tables()
        .forEach((id, table) ->
            wanted
                .get(id.bytes())
                .filter(then -> !then.rows().equals(table.rows()) || then.summary().conflicts() > 0)
                .ifPresent(then -> want(table, then, values)));
    values.fetch();
  }

  private void want(Table from, Table to, StoredValues values) {
    // What is refused may be tried.
    Iterator<Map.Entry<Bytes, RowEntry>> refused = stores.records.open(to).conflicts();
    while (refused.hasNext()) {
      if (refused.next().getValue() instanceof RefusedRow row) {
        values.want(row.row());
      }
    }
    Iterator<Change<RowEntry>> changes = stores.records.open(from).diff(stores.records.open(to));
    while (changes.hasNext()) {
      changes.next().after().flatMap(TableUpdate::first).ifPresent(values::want);
    }
  }

  private static Optional<Row> first(RowEntry entry) {
    return entry instanceof RowConflict conflict ? conflict.first().row() : entry.shown();
  }

  /// Lets stand in the head what can stand together.
  private void decide() {
    MerkleMap<Table> head = stores.headTables();
    Stamp now = Stamp.of(stores.parts.clock().wallMillis(), stores.parts.identity().device());
    MerkleMap<Table> next = head;
    List<TableReport> reports = new ArrayList<>();
    for (Done each : done) {
      if (each.updated().waiting().isEmpty() && each.updated().returned().isEmpty()) {
        continue;
      }
      List<MerkleMap<Table>> origins = new ArrayList<>();
      origins.add(each.captured().side(head, stores.objects));
      origins.addAll(new TableOrigins(stores).ofHead());
      origins.add(each.captured().base(head, stores.objects));
      Refusals.Decided decided =
          new Refusals(stores.records, stores.objects).decide(next, each.updated(), origins, now);
      next = decided.tables();
      reports.addAll(decided.reports());
    }
    if (next.root().equals(head.root())) {
      return;
    }
    ObjectId commit =
        new Commits(stores)
            .onHead(
                stores.headState().withTables(Stores.tables(next)),
                List.of(),
                RowNotes.of(reports, next),
                "");
    stores.keep(batch -> stores.state.head(batch, commit, WorkspaceState.Standing.PENDING));
    disturbed = true;
  }

  /// One problem for each table of which something waits.
  private void tell() {
    Map<TableId, List<DatabaseUpdate.Waiting>> byTable = new TreeMap<>();
    for (DatabaseUpdate.Waiting each : waiting) {
      if (each.reason().equals(DatabaseUpdate.MEANWHILE)) {
        disturbed = true;
      } else if (each.clash().isEmpty()) {
        byTable.computeIfAbsent(each.table(), _ -> new ArrayList<>()).add(each);
      }
    }
    byTable.forEach((id, all) -> problems.add(problem(id, all)));
  }

  /// Tells of tables to which others gave another key: what came just now may say so.
  private void tellSucceeded(Captured captured) {
    WantedTables tables =
        new WantedTables(
            stores.records,
            stores.headTables(),
            databases.database(captured.name()),
            captured.name());
    new TreeSet<>(captured.schemas().keySet())
        .stream()
            .flatMap(id -> tables.succeeded(id).stream())
            .map(unseen -> DatabaseProblem.of(captured.name(), unseen))
            .forEach(problems::add);
  }

  private Problem problem(TableId id, List<DatabaseUpdate.Waiting> all) {
    DatabaseUpdate.Waiting first = all.getFirst();
    String name =
        stores
            .headTables()
            .get(id.bytes())
            .map(table -> RowName.table(table.database(), first.name()))
            .orElse(first.name());
    String where = first.key().map(key -> "row " + RowName.of(key) + ": ").orElse("");
    String more = all.size() == 1 ? "" : " (and %d more)".formatted(all.size() - 1);
    return new Problem(name, Problem.Kind.WAITING, where + first.reason() + more);
  }
}
