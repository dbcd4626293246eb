package dev.tidelock.engine.sync;

import dev.tidelock.core.commit.ProjectState;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.scan.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Says how a workspace stands, without changing anything.
final class StatusReport {
  private final Stores stores;

  StatusReport(Stores stores) {
    this.stores = stores;
  }

  WorkspaceStatus status(Optional<String> remote) {
    LocalWork.Found found = new LocalWork(stores).find(SyncRequest.usual(), Progress.NONE);
    TableWork.Found rows = rows();
    ProjectState now = new ProjectState(found.tree(), rows.tables());
    Optional<ObjectId> there =
        remote.isPresent()
            ? remote.flatMap(name -> stores.state.remote(name).head())
            : stores.state.head();
    Entry.Directory known = there.map(stores.history::tree).orElseGet(stores.trees::empty);
    return new WorkspaceStatus(
        new Comparison(stores).between(known, found.tree()),
        new RowComparison(stores).between(there.flatMap(stores.history::tables), now.tables()),
        now.conflicts(),
        stores.state.head(),
        now.root(),
        stores.state.synced(),
        problems(found, rows));
  }

  private TableWork.Found rows() {
    try (TableWork work = new TableWork(stores)) {
      return work.shown(stores.usual());
    }
  }

  private List<Problem> problems(LocalWork.Found found, TableWork.Found rows) {
    List<Problem> problems = new ArrayList<>(found.problems());
    problems.addAll(rows.problems());
    stores
        .disk
        .escaped()
        .forEach((path, name) -> {
          if (stores.files().standing(path).isPresent()) {
            String detail = "stands here as '" + name + "': this disk cannot show its name";
            problems.add(new Problem(path.toString(), Problem.Kind.ESCAPED, detail));
          }
        });
    return problems;
  }
}
