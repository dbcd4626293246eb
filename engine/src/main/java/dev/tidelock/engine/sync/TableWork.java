package dev.tidelock.engine.sync;

import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.record.Stamp;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.record.TableId;
import dev.tidelock.core.record.Tables;
import dev.tidelock.core.record.merge.MergeStamps;
import dev.tidelock.core.record.merge.RecordRules;
import dev.tidelock.core.record.merge.RecordsMerge;
import dev.tidelock.core.record.merge.RowNote;
import dev.tidelock.core.record.merge.TableReport;
import dev.tidelock.engine.guard.RowGuard;
import dev.tidelock.engine.guard.SafetyStop;
import dev.tidelock.engine.port.StateStore;
import dev.tidelock.engine.record.Captured;
import dev.tidelock.engine.scan.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What applications did to the attached databases since they were last looked at, and what that
/// makes of the head's tables. Keeps the databases open until it is closed.
final class TableWork implements AutoCloseable {
  private final Stores stores;
  private final AttachedDatabases databases;

  TableWork(Stores stores) {
    this(stores, Progress.NONE);
  }

  /// @param progress told of the rows that are read, and of those that are written
  TableWork(Stores stores, Progress progress) {
    this.stores = stores;
    this.databases = new AttachedDatabases(stores, progress);
  }

  /// The databases that are looked at.
  AttachedDatabases databases() {
    return databases;
  }

  /// What was found.
  ///
  /// @param captured what the databases held, those that could be looked at and that no guard holds
  ///   back
  /// @param tables what the head's tables become
  /// @param sides the head's tables as if all had what the databases held
  /// @param reports what the merge did, by table
  /// @param problems what was left alone
  /// @param stops what the guard held back
  /// @param steps what the guard let pass
  record Found(
      List<Captured> captured,
      Optional<Tables> tables,
      Optional<Tables> sides,
      List<TableReport> reports,
      List<Problem> problems,
      List<SafetyStop> stops,
      List<RowGuard.Step> steps) {
    Found {
      captured = List.copyOf(captured);
      reports = List.copyOf(reports);
      problems = List.copyOf(problems);
      stops = List.copyOf(stops);
      steps = List.copyOf(steps);
    }

    /// No look at any database.
    static Found unseen(Stores stores) {
      Optional<Tables> tables = stores.headState().tables();
      return new Found(List.of(), tables, tables, List.of(), List.of(), List.of(), List.of());
    }

    /// Whether one of two values was taken somewhere.
    boolean isDecided() {
      return reports.stream().anyMatch(report -> report.count(RowNote.Kind.DECIDED) > 0);
    }

    /// Remembers in `batch` that this is part of the head.
    void remember(StateStore.Batch batch, Stores stores) {
      steps.forEach(step -> stores.rowGuard.record(batch, step));
      for (Captured each : captured) {
        ObjectId held = each.held(stores.objects).root();
        stores.memory.taken(batch, each.name(), DatabaseMemory.Taken.of(each, held));
      }
    }
  }

  /// Looks, and says what it would make of it.
  Found find(SyncRequest request) {
    List<RowGuard.Step> steps = new ArrayList<>();
    return request.part().isWrittenOver()
        ? shown(request)
        : find(request, steps, captured -> judge(captured, request.acceptance(), steps));
  }

  /// Looks, and says what it would make of it if no guard held anything back.
  Found shown(SyncRequest request) {
    return find(request, List.of(), _ -> Optional.empty());
  }

  private Found find(
      SyncRequest request,
      List<RowGuard.Step> steps,
      Function<Captured, Optional<SafetyStop>> guard) {
    List<Problem> problems = new ArrayList<>();
    List<SafetyStop> stops = new ArrayList<>();
    List<Captured> passed = new ArrayList<>();
    for (Captured all : databases.lookAt(request.part().tables(), problems)) {
      Captured captured = chosen(all, request.part().tables());
      guard.apply(captured).ifPresentOrElse(stops::add, () -> passed.add(captured));
      captured
          .unseen()
          .forEach(unseen -> problems.add(DatabaseProblem.of(captured.name(), unseen)));
      captured
          .unsynced()
          .forEach(unsynced -> problems.add(DatabaseProblem.of(captured.name(), unsynced)));
    }
    MerkleMap<Table> head = stores.headTables();
    MerkleMap<Table> base = head;
    MerkleMap<Table> side = head;
    for (Captured each : passed) {
      base = each.base(databases.basis(each), base, stores.objects);
      side = request.part().isWrittenOver() ? base : each.side(side, stores.objects);
    }
    RecordsMerge.Result merged = merge(base, head, side, request.rules().rows());
    return new Found(
        passed, merged.tables(), Stores.tables(side), merged.reports(), problems, stops, steps);
  }

  /// Asks the guard about what became of a database.
  private Optional<SafetyStop> judge(
      Captured captured, Optional<String> acceptance, List<RowGuard.Step> steps) {
    MerkleMap<Table> before = databases.basis(captured);
    MerkleMap<Table> after = captured.held(stores.objects);
    RowGuard.Verdict verdict = stores.rowGuard.judge(captured.name(), before, after, acceptance);
    if (verdict.stop().isEmpty()) {
      steps.add(new RowGuard.Step(captured.name(), before, after, verdict.isAccepted()));
    }
    return verdict.stop();
  }

  /// What a database held of the chosen tables that it is attached for.
  private Captured chosen(Captured captured, TableChoice choice) {
    Set<TableId> attached =
        stores.attachments.find(captured.name()).map(it -> it.tables().keySet()).orElseGet(Set::of);
    Set<TableId> others = new HashSet<>();
    captured
        .tables()
        .forEach((id, table) -> {
          if (!attached.contains(id) || !choice.includes(captured.name(), table.name())) {
            others.add(id);
          }
        });
    return others.isEmpty() ? captured : captured.leaving(others, databases.basis(captured));
  }

  private RecordsMerge.Result merge(
      MerkleMap<Table> base, MerkleMap<Table> head, MerkleMap<Table> side, RecordRules rules) {
    return RecordsMerge.merge(
        Stores.tables(base),
        Stores.tables(head),
        Stores.tables(side),
        rules,
        new MergeStamps(headStamp(), Stamp.of(now(), stores.parts.identity().device())),
        stores.records,
        stores.objects);
  }

  private Stamp headStamp() {
    return stores
        .state
        .head()
        .map(stores.history::commit)
        .map(commit -> Stamp.of(commit.time(), commit.device()))
        .orElse(Stamp.ZERO);
  }

  private long now() {
    return stores.parts.clock().wallMillis();
  }

  @Override
  public void close() {
    databases.close();
  }
}
