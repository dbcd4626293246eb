package dev.tidelock.hub.project;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.commit.CommitCodec;
import dev.tidelock.core.commit.ProjectState;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.guard.GuardHistory;
import dev.tidelock.engine.guard.MassChangeGuard;
import dev.tidelock.engine.guard.SafetyStop;
import dev.tidelock.engine.port.Clock;
import dev.tidelock.engine.port.Space;
import dev.tidelock.engine.port.StateStore;
import dev.tidelock.engine.tree.Differences;
import dev.tidelock.engine.tree.Trees;
import dev.tidelock.hub.object.ProjectObjects;
import dev.tidelock.hub.store.Records;
import dev.tidelock.hub.store.Tables;
import java.util.Optional;

/// The mass-change guard of one branch at the hub: the same rule as on a device, against the same
/// kind of history, kept by the hub. One thread.
final class BranchGuard {
  private final Records records;
  private final ProjectObjects objects;
  private final Clock clock;
  private final long project;
  private final String branch;

  BranchGuard(Records records, ProjectObjects objects, Clock clock, long project, String branch) {
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
    Entry.Directory after = tree(order.to());
    if (order.from().isEmpty()) {
      return new Passed(after, false, Optional.empty());
    }
    Entry.Directory before = tree(order.from().get());
    GuardState state = GuardState.over(records, clock, project, branch);
    Differences differences = Differences.between(trees, before, after);
    MassChangeGuard.Verdict verdict =
        new MassChangeGuard(trees, state, history(state))
            .judge(before, after, differences.lost(), differences.changed(), order.acceptance());
    return verdict.stop().isPresent()
        ? new Stopping(verdict.stop())
        : new Passed(after, verdict.spent(), order.acceptance());
  }

  private GuardHistory history(StateStore state) {
    return new GuardHistory(state, clock, GuardHistory.Side.INCOMING);
  }

  private Entry.Directory tree(ObjectId commit) {
    ObjectId state = CommitCodec.read(commit, objects).state();
    return ProjectState.of(objects.get(state)).files();
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
    private final Optional<String> acceptance;

    Passed(Entry.Directory tree, boolean spent, Optional<String> acceptance) {
      this.tree = tree;
      this.spent = spent;
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
          acceptance.ifPresent(hash -> batch.delete(Space.HELD, Bytes.utf8(hash)));
        } else {
          history(state).record(batch, tree);
        }
      });
    }
  }
}
