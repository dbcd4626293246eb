package dev.tidelock.engine.sync;

import dev.tidelock.engine.guard.SafetyStop;
import dev.tidelock.engine.scan.Problem;
import java.util.List;

/// What a look at the attached databases found. Only where it names neither problems nor stops does
/// it tell of all that they hold.
///
/// @param changes the tables that differ from the newest commit, of databases that could be looked
///   at and that no guard holds back
/// @param problems what could not be looked at, or is left alone
/// @param stops what the guard holds back
public record TableLook(List<TableDiff> changes, List<Problem> problems, List<SafetyStop> stops) {
  public TableLook {
    changes = List.copyOf(changes);
    problems = List.copyOf(problems);
    stops = List.copyOf(stops);
  }
}
