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
import dev.tidelock.engine.guard.SafetyStop;
import dev.tidelock.engine.port.StateStore;
import dev.tidelock.hub.object.ProjectObjects;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What the guard of rows says of a move, at the hub. A state without tables has no map of them, so
/// an empty one stands in, which nobody sent. One thread; used once.
final class RowJudgement {
  private final Map<ObjectId, RawObject> made = new HashMap<>();
  private final Records records;

  RowJudgement(Bytes seed, ProjectObjects objects) {
    ObjectSource source = id -> Optional.ofNullable(made.get(id)).orElseGet(() -> objects.get(id));
    this.records = new Records(seed, source);
  }

  /// What to tell a person, if the move may not happen.
  Optional<SafetyStop> judge(
      ProjectState last, ProjectState next, StateStore state, Optional<String> acceptance) {
    return new RowGuard(records, state).judge(tables(last), tables(next), acceptance);
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
