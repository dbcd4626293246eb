package dev.tidelock.engine.sync;

import dev.tidelock.core.commit.ProjectState;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.record.Tables;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.remote.RemoteView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Says what a sync would do, and does none of it: no commit, no change to the disk, nothing sent.
final class Preview {
  private final Stores stores;
  private final SyncRequest request;
  private final Optional<RemotePlace> place;
  private final Progress progress;

  Preview(Stores stores, SyncRequest request, Optional<RemotePlace> place, Progress progress) {
    this.stores = stores;
    this.request = request;
    this.place = place;
    this.progress = progress;
  }

  SyncOutcome run() {
    stores.begin();
    Optional<ObjectId> theirs = Optional.empty();
    Optional<RemoteFailure> unreachable = Optional.empty();
    if (place.isPresent()) {
      try {
        stores.attach(place.get());
        RemoteView view = place.get().remote().refresh();
        theirs = view.head(stores.parts.identity().branch());
      } catch (RemoteFailure failure) {
        if (!failure.mayPass()) {
          throw failure;
        }
        unreachable = Optional.of(failure);
      }
    }
    LocalWork.Found found = new LocalWork(stores).find(request, progress);
    TableWork work = new TableWork(stores, progress);
    stores.keep(work.databases());
    return outcome(found, work.find(request), theirs, unreachable);
  }

  private SyncOutcome outcome(
      LocalWork.Found found,
      TableWork.Found rows,
      Optional<ObjectId> theirs,
      Optional<RemoteFailure> unreachable) {
    Optional<ObjectId> ours = commit(found, rows);
    Entry.Directory there = theirs.map(this::fetched).orElseGet(stores.trees::empty);
    ProjectState result = new ProjectState(found.tree(), rows.tables());
    long detected = found.detected();
    long resolved = found.resolved();
    if (theirs.isPresent()) {
      Integration.Step step =
          new Integration(stores, request)
              .toward(ours, WorkspaceState.Standing.PENDING, theirs.get());
      result = stores.history.state(step.head());
      detected += step.detected();
      resolved += step.resolved();
    }
    Comparison comparison = new Comparison(stores);
    List<PathDiff> here =
        request.direction() == Direction.UP
            ? List.of()
            : comparison.between(found.disk().tree(), result.files());
    List<PathDiff> sent =
        request.direction() == Direction.DOWN || place.isEmpty()
            ? List.of()
            : comparison.between(there, result.files());
    List<PlannedAction> actions = new ArrayList<>();
    here.forEach(diff -> actions.add(action(PlannedAction.Where.HERE, diff)));
    sent.forEach(diff -> actions.add(action(PlannedAction.Where.THERE, diff)));
    List<PlannedRows> rowsSent = rowsSent(theirs, result);
    List<PlannedRows> rowsHere = rowsHere(rows, result);
    return new SyncOutcome(
        sent.size(),
        here.size(),
        count(rowsSent),
        count(rowsHere),
        0,
        0,
        detected,
        resolved,
        result.conflicts(),
        stores.state.head(),
        result.root(),
        Stream.concat(found.problems().stream(), rows.problems().stream()).toList(),
        Stream.concat(found.verdict().stop().stream(), rows.stops().stream()).toList(),
        unreachable,
        actions,
        Stream.concat(rowsHere.stream(), rowsSent.stream()).toList());
  }

  private static long count(List<PlannedRows> planned) {
    return planned.stream().mapToLong(each -> each.rows().all()).sum();
  }

  private Entry.Directory fetched(ObjectId theirs) {
    new Integration(stores, request).fetch(place.orElseThrow().remote(), theirs);
    return stores.history.tree(theirs);
  }

  private List<PlannedRows> rowsSent(Optional<ObjectId> theirs, ProjectState result) {
    return request.direction() == Direction.DOWN || place.isEmpty()
        ? List.of()
        : planned(
            PlannedAction.Where.THERE, theirs.flatMap(stores.history::tables), result.tables());
  }

  private List<PlannedRows> rowsHere(TableWork.Found rows, ProjectState result) {
    if (request.direction() == Direction.UP) {
      return List.of();
    }
    MerkleMap<Table> wanted =
        result
            .tables()
            .map(stores.records::tables)
            .orElseGet(() -> stores.records.noTables(stores.objects));
    return rows.captured().stream()
        .flatMap(captured ->
            planned(
                PlannedAction.Where.HERE,
                Stores.tables(captured.side(wanted, stores.objects)),
                Stores.tables(wanted))
                .stream())
        .filter(each -> request.part().tables().includes(each.database(), each.table()))
        .toList();
  }

  private List<PlannedRows> planned(
      PlannedAction.Where where, Optional<Tables> from, Optional<Tables> to) {
    return new RowComparison(stores)
        .between(from, to).stream().map(table -> PlannedRows.of(where, table)).toList();
  }

  /// The commit that would be made; it is named by nothing and goes with the next tidying.
  private Optional<ObjectId> commit(LocalWork.Found found, TableWork.Found rows) {
    return new LocalWork(stores).isNews(found.tree(), rows.tables())
        ? Optional.of(
            new Commits(stores)
                .onHead(
                    new ProjectState(found.tree(), rows.tables()),
                    found.renames(),
                    found.notes(),
                    ""))
        : stores.state.head();
  }

  private static PlannedAction action(PlannedAction.Where where, PathDiff diff) {
    boolean conflict = diff.after().orElse(null) instanceof Entry.Conflict;
    PlannedAction.What what =
        conflict
            ? PlannedAction.What.CONFLICT
            : switch (diff.what()) {
              case ADDED -> PlannedAction.What.ADD;
              case MODIFIED -> PlannedAction.What.CHANGE;
              case DELETED -> PlannedAction.What.DELETE;
              case RENAMED -> PlannedAction.What.MOVE;
            };
    return new PlannedAction(where, what, diff.path());
  }
}
