package dev.tidelock.cli.torture;

import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.generators.Tape;
import dev.tidelock.workspace.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What is done with how commands ended: what they may not end with fails the run, what the guard
/// held back is accepted, what they took is written down.
final class Answers {
  private static final int PATIENCE = 10;

  private final Tape tape;
  private final Ledger ledger;
  private final Tally tally;
  private final List<ExitCode> excuses;

  /// @param tape whether a safety stop is left alone for now
  /// @param excuses how commands may end for no other reason than that things went wrong where the
  ///   devices meet
  Answers(Tape tape, Ledger ledger, Tally tally, List<ExitCode> excuses) {
    this.tape = tape;
    this.ledger = ledger;
    this.tally = tally;
    this.excuses = List.copyOf(excuses);
  }

  /// Takes what a sync answered; what the guard held back is mostly accepted at once.
  void settle(Station.Answer first) {
    Station.Answer answer = first;
    for (int i = 0; i < PATIENCE && answer.ended(ExitCode.SAFETY_STOP); i++) {
      tally.count(Tally.Event.SAFETY_STOP);
      if (tape.chance(0.2)) {
        return;
      }
      answer = accepted(answer);
    }
    took(answer);
  }

  /// Syncs while all is well, and accepts what the guard held back.
  Station.Answer rested(Station station) {
    Station.Answer answer = station.runAlone("sync", "--json");
    for (int i = 0; i < PATIENCE && answer.ended(ExitCode.SAFETY_STOP); i++) {
      tally.count(Tally.Event.SAFETY_STOP);
      answer = accepted(answer);
    }
    if (answer.ended(excuses)) {
      require(answer, ExitCode.OK);
    }
    took(answer);
    return answer;
  }

  private Station.Answer accepted(Station.Answer stopped) {
    tally.count(Tally.Event.SYNC);
    Json.Members stop = (Json.Members) stopped.document().get("safetyStop").orElseThrow();
    return stopped
        .station()
        .run("sync", "--json", "--accept-deletes", stop.text("plan").orElseThrow());
  }

  private void took(Station.Answer answer) {
    tally.count(Tally.Event.SYNC);
    if (answer.ended(excuses)) {
      tally.count(answer.ended(ExitCode.NO_SPACE) ? Tally.Event.NO_ROOM : Tally.Event.SYNC_IN_VAIN);
      return;
    }
    if (answer.awaits() && tally.happened(Tally.Event.HUB_RESTORE)) {
      tally.count(Tally.Event.AWAITED);
      return;
    }
    require(answer, ExitCode.OK, ExitCode.CONFLICTS);
    boolean whole =
        answer.document().objects("errors").stream()
            .allMatch(each -> each.text("kind").equals(Optional.of("leads_out")));
    if (whole) {
      ledger.taken(answer.station().name(), answer.since() + 1);
    }
  }

  /// Fails unless it ended in one of these ways.
  void require(Station.Answer answer, ExitCode... codes) {
    if (!answer.ended(codes)) {
      throw new AssertionError(
          answer.station().name() + " " + answer.told() + "\n" + ledger.tail());
    }
  }

  /// Fails unless it ended in one of these ways, or as commands do when things go wrong.
  void requireOrExcuse(Station.Answer answer, ExitCode... codes) {
    require(answer, Stream.concat(Stream.of(codes), excuses.stream()).toArray(ExitCode[]::new));
  }
}
