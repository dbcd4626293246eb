package dev.tidelock.engine.sync;

import dev.tidelock.core.commit.ProjectState;
import dev.tidelock.core.record.merge.RowNote;
import dev.tidelock.core.record.merge.TableReport;
import dev.tidelock.engine.apply.Applied;
import dev.tidelock.engine.guard.SafetyStop;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.scan.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a sync did, added up over its rounds.
final class Tally {
  private final Stores stores;
  private final long receivedBefore;
  private long filesUp;
  private long filesDown;
  private long recordsUp;
  private long recordsDown;
  private long bytesUp;
  private long bytesDown;
  private long detected;
  private long resolved;
  private final List<Problem> problems = new ArrayList<>();
  private final List<SafetyStop> stops = new ArrayList<>();

  Tally(Stores stores) {
    this.stores = stores;
    this.receivedBefore = stores.contents.received();
  }

  /// What is wrong is what the last round found wrong.
  void startRound() {
    problems.clear();
    stops.clear();
  }

  void found(TableWork.Found found) {
    problems.addAll(found.problems());
    stops.addAll(found.stops());
    reported(found.reports());
  }

  void applied(TableUpdate.Applied applied) {
    recordsDown += applied.rows();
    problems.addAll(applied.problems());
    stops.addAll(applied.stops());
  }

  private void reported(List<TableReport> reports) {
    for (TableReport report : reports) {
      long all = report.counts().values().stream().mapToLong(Long::longValue).sum();
      detected += all;
      resolved += all - report.count(RowNote.Kind.OPENED);
    }
  }

  void found(LocalWork.Found found) {
    problems.addAll(found.problems());
    found.verdict().stop().ifPresent(stops::add);
    detected += found.detected();
    resolved += found.resolved();
  }

  void received(long bytes) {
    bytesDown += bytes;
  }

  void integrated(Integration.Step step) {
    detected += step.detected();
    resolved += step.resolved();
    reported(step.reports());
  }

  void applied(Applied applied, Optional<SafetyStop> stop) {
    filesDown += applied.changed();
    problems.addAll(applied.problems());
    stop.ifPresent(stops::add);
  }

  void sent(Outgoing.Sent sent) {
    filesUp += sent.files();
    recordsUp += sent.rows();
    bytesUp += sent.bytes();
  }

  void stopped(SafetyStop stop) {
    stops.add(stop);
  }

  void problem(Problem problem) {
    problems.add(problem);
  }

  SyncOutcome outcome(Optional<RemoteFailure> unreachable) {
    ProjectState state = stores.headState();
    return new SyncOutcome(
        filesUp,
        filesDown,
        recordsUp,
        recordsDown,
        bytesUp,
        bytesDown + stores.contents.received() - receivedBefore,
        detected,
        resolved,
        state.conflicts(),
        stores.state.head(),
        state.root(),
        problems.stream().distinct().toList(),
        stops,
        unreachable,
        List.of(),
        List.of());
  }
}
