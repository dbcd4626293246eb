package dev.tidelock.hub.project;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.commit.CommitCodec;
import dev.tidelock.core.commit.ProjectState;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.object.ObjectSource;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.guard.GuardHistory;
import dev.tidelock.engine.guard.MassChangeGuard;
import dev.tidelock.engine.guard.RowGuard;
import dev.tidelock.engine.guard.SafetyStop;
import dev.tidelock.engine.port.Clock;
import dev.tidelock.engine.port.Space;
import dev.tidelock.engine.port.StateStore;
import dev.tidelock.engine.tree.Differences;
import dev.tidelock.engine.tree.Trees;
import dev.tidelock.hub.store.Records;
import dev.tidelock.hub.store.Tables;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The mass-change guard of one branch at the hub: the same rule as on a device, against the same
/// kind of history, kept by the hub. One thread.
final class BranchGuard {
  private final Records records;
  private final ObjectSource objects;
  private final Clock clock;
  private final long project;
  private final String branch;

  BranchGuard(Records records, ObjectSource objects, Clock clock, long project, String branch) {
    this.records = records;
    this.objects = objects;
    this.clock = clock;
    this.project = project;
    this.branch = branch;
  }

  /// What the guard says of a move.
  interface Judgement {
    /// What to tell a person, if it may not happen.
    Optional<SafetyStop> stop();

    /// Remembers, in the transaction that makes the move, where the branch stands now.
    void record(Tables tables);
  }

  /// Judges a move whose new head is whole.
  Judgement judge(Bytes seed, MoveOrder order) {
    Trees trees = new Trees(seed, objects, ObjectIdentity::of);
    ProjectState next = state(order.to());
    Entry.Directory after = next.files();
    if (order.from().isEmpty()) {
      return new Passed(after, false, Optional.empty(), Optional.empty());
    }
    ProjectState last = state(order.from().get());
    Entry.Directory before = last.files();
    GuardState state = GuardState.over(records, clock, project, branch);
    Differences differences = Differences.between(trees, before, after);
    MassChangeGuard.Verdict verdict =
        new MassChangeGuard(trees, state, history(state))
            .judge(before, after, differences.lost(), differences.changed(), order.acceptance());
    RowJudgement judgement = new RowJudgement(seed, objects, clock);
    RowGuard.Verdict rows = judgement.judge(last, next, state, order.acceptance());
    Optional<SafetyStop> stop = both(verdict.stop(), rows.stop());
    if (stop.filter(it -> !order.acceptance().equals(Optional.of(it.plan()))).isPresent()) {
      return new Stopping(stop);
    }
    boolean isAccepted = rows.isAccepted() || stop.isPresent();
    Optional<RowGuard.Step> step =
        last.tables().equals(next.tables())
            ? Optional.empty()
            : Optional.of(judgement.step(last, next, isAccepted));
    return new Passed(after, verdict.spent() || stop.isPresent(), step, order.acceptance());
  }

  /// One stop for a move that deletes too many files and too many rows: a move is made whole.
  private static Optional<SafetyStop> both(Optional<SafetyStop> files, Optional<SafetyStop> rows) {
    if (files.isEmpty() || rows.isEmpty()) {
      return files.or(() -> rows);
    }
    String plan =
        ObjectIdentity.sha256(Bytes.utf8(files.get().plan() + rows.get().plan()))
            .slice(0, files.get().plan().length() / 2)
            .toHex();
    List<SafetyStop.Hit> places = new ArrayList<>(files.get().places());
    places.addAll(rows.get().places());
    List<String> examples = new ArrayList<>(files.get().examples());
    examples.addAll(rows.get().examples());
    return Optional.of(
        new SafetyStop(
            plan,
            files.get().deletes() + rows.get().deletes(),
            files.get().rewrites() + rows.get().rewrites(),
            places,
            examples));
  }

  private GuardHistory history(StateStore state) {
    return new GuardHistory(state, clock, GuardHistory.Side.INCOMING);
  }

  private ProjectState state(ObjectId commit) {
    return ProjectState.of(objects.get(CommitCodec.read(commit, objects).state()));
  }

  private record Stopping(Optional<SafetyStop> stop) implements Judgement {
    @Override
    public void record(Tables tables) {
      throw new IllegalStateException("a move that was stopped is not made");
    }
  }

  private final class Passed implements Judgement {
    private final Entry.Directory tree;
    private final boolean spent;
    private final Optional<RowGuard.Step> rows;
    private final Optional<String> acceptance;

    Passed(
        Entry.Directory tree,
        boolean spent,
        Optional<RowGuard.Step> rows,
        Optional<String> acceptance) {
      this.tree = tree;
      this.spent = spent;
      this.rows = rows;
      this.acceptance = acceptance;
    }

    @Override
    public Optional<SafetyStop> stop() {
      return Optional.empty();
    }

    @Override
    public void record(Tables tables) {
      GuardState state = GuardState.within(tables, clock, project, branch);
      state.write(batch -> {
        if (spent) {
          history(state).restart(batch, tree);
        } else {
          history(state).record(batch, tree);
        }
        rows.ifPresent(step -> RowGuard.record(batch, state, clock, step));
        acceptance.ifPresent(hash -> {
          batch.delete(Space.HELD, Bytes.utf8(hash));
          RowGuard.spend(batch, hash);
        });
      });
    }
  }
}
