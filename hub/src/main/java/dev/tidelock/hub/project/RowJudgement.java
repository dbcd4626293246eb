package dev.tidelock.hub.project;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.commit.ProjectState;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.object.ObjectSource;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.record.Records;
import dev.tidelock.core.record.Table;
import dev.tidelock.engine.guard.RowGuard;
import dev.tidelock.engine.port.Clock;
import dev.tidelock.engine.port.StateStore;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the guard of rows says of a move, at the hub. A state without tables has no map of them, so
/// an empty one stands in, which nobody sent. One thread; used once.
public final class RowJudgement {
  /// A guard's state is of one branch.
  private static final String BRANCH = "";

  private final Map<ObjectId, RawObject> made = new HashMap<>();
  private final Records records;
  private final Clock clock;

  RowJudgement(Bytes seed, ObjectSource objects, Clock clock) {
    this.clock = clock;
    ObjectSource source = id -> Optional.ofNullable(made.get(id)).orElseGet(() -> objects.get(id));
    this.records = new Records(seed, source);
  }

  /// The guard of a branch.
  RowGuard guard(StateStore state) {
    return new RowGuard(records, state, clock);
  }

  /// What the guard says of a move.
  RowGuard.Verdict judge(
      ProjectState last, ProjectState next, StateStore state, Optional<String> acceptance) {
    return guard(state).judge(BRANCH, tables(last), tables(next), acceptance);
  }

  /// The move of the tables, as the guard remembers it.
  RowGuard.Step step(ProjectState last, ProjectState next, boolean isAccepted) {
    return new RowGuard.Step(BRANCH, tables(last), tables(next), isAccepted);
  }

  /// The roots of tables that a branch may yet be counted against.
  public static List<ObjectId> roots(StateStore state, Clock clock) {
    return RowGuard.roots(state, clock, BRANCH);
  }

  private MerkleMap<Table> tables(ProjectState state) {
    return state.tables().map(records::tables).orElseGet(() -> records.noTables(this::keep));
  }

  private ObjectId keep(RawObject object) {
    ObjectId id = ObjectIdentity.of(object);
    made.put(id, object);
    return id;
  }
}
