package dev.tidelock.cli.command.sync;

import dev.tidelock.cli.output.Style;
import dev.tidelock.cli.output.Surroundings;
import dev.tidelock.cli.output.Terminal;
import dev.tidelock.cli.output.Words;
import dev.tidelock.cli.row.TableChanges;
import dev.tidelock.cli.sync.Counts;
import dev.tidelock.cli.sync.Round;
import dev.tidelock.cli.sync.Trouble;
import dev.tidelock.engine.guard.SafetyStop;
import dev.tidelock.engine.sync.PlannedAction;
import dev.tidelock.engine.sync.PlannedRows;
import dev.tidelock.engine.sync.SyncRequest;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.json.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/// How a round of syncing is told to a person.
public final class SyncReport {
  private static final int ACTIONS_SHOWN = 1000;

  private final Terminal terminal;
  private final Place place;

  public SyncReport(Surroundings surroundings, Place place) {
    this.terminal = surroundings.terminal();
    this.place = place;
  }

  /// Tells how a round ended, and what to do next.
  public void show(Round round, SyncRequest.Effect effect) {
    boolean dryRun = effect == SyncRequest.Effect.PREVIEW;
    for (Trouble trouble : round.errors()) {
      Style style = trouble.weight() == Trouble.Weight.FAILURE ? Style.RED : Style.YELLOW;
      terminal.say(terminal.emphasised(style, trouble.kind()) + " " + trouble.line());
      if (!trouble.hint().isEmpty()) {
        terminal.say("  " + trouble.hint());
      }
    }
    if (dryRun) {
      showActions(round.actions(), round.rows());
    } else {
      terminal.print(summary(round));
    }
    round.stops().forEach(this::showStop);
    if (round.counts().open() > 0 && !dryRun) {
      terminal.say(
          Words.count(round.counts().open(), "conflict")
              + " open; see 'tidelock conflicts', then"
              + " 'tidelock resolve --interactive'");
    }
  }

  private String summary(Round round) {
    Counts counts = round.counts();
    List<String> parts = new ArrayList<>();
    moved(counts.filesUp(), counts.recordsUp(), counts.bytesUp(), "up", parts);
    moved(counts.filesDown(), counts.recordsDown(), counts.bytesDown(), "down", parts);
    if (counts.resolved() > 0) {
      parts.add(Words.count(counts.resolved(), "conflict") + " merged or decided");
    }
    if (parts.isEmpty()) {
      parts.add(round.success() ? "nothing to do" : "nothing moved");
    }
    String state = round.success() ? inSync(round) : terminal.styled(Style.RED, "Not all in sync");
    String where = place.marker().remotes().isEmpty() ? " (no remote: history is kept here)" : "";
    return state + where + ": " + String.join(", ", parts) + " in " + Words.duration(round.took());
  }

  private String inSync(Round round) {
    String left = left(round);
    return left.isEmpty()
        ? terminal.styled(Style.GREEN, "In sync")
        : terminal.styled(Style.YELLOW, "In sync") + left;
  }

  /// `, but for app, which was busy, and rows of app.note that wait`; empty if nothing is left.
  private static String left(Round round) {
    List<String> left = new ArrayList<>();
    if (!round.busy().isEmpty()) {
      String were = round.busy().size() == 1 ? "was" : "were";
      left.add("%s, which %s busy".formatted(names(round.busy()), were));
    }
    if (!round.waiting().isEmpty()) {
      left.add("what waits of %s".formatted(names(round.waiting())));
    }
    return left.isEmpty() ? "" : " but for " + String.join(" and ", left);
  }

  private static String names(Collection<String> names) {
    return String.join(", ", names.stream().map(Words::shown).toList());
  }

  /// `3 files and 12 rows up (81.0 kB)`, if anything moved.
  private static void moved(long files, long rows, long bytes, String where, List<String> parts) {
    if (files + rows + bytes > 0) {
      String what =
          rows == 0
              ? Words.count(files, "file")
              : (files == 0 ? "" : Words.count(files, "file") + " and ") + Words.count(rows, "row");
      parts.add("%s %s (%s)".formatted(what, where, Words.size(bytes)));
    }
  }

  private void showStop(SafetyStop stop) {
    terminal.say(
        terminal.emphasised(Style.YELLOW, "Safety stop:")
            + " "
            + Words.count(stop.deletes(), "deletion")
            + " and "
            + Words.count(stop.rewrites(), "overwrite")
            + " are held back, all else is in sync.");
    for (SafetyStop.Hit hit : stop.places()) {
      terminal.say("  " + hit.changes() + " in " + Words.shown(hit.top()));
    }
    terminal.say("for example");
    stop.examples().forEach(each -> terminal.say("  " + Words.shown(each)));
    if (stop.deletes() + stop.rewrites() > stop.examples().size()) {
      terminal.say("  …");
    }
    terminal.say(
        "If this is meant: tidelock sync --accept-deletes "
            + stop.plan()
            + "; if not, put back what is gone, or remove this workspace and clone again.");
  }

  private void showActions(List<PlannedAction> actions, List<PlannedRows> rows) {
    if (actions.isEmpty() && rows.isEmpty()) {
      terminal.print("Nothing to do.");
    }
    actions.stream()
        .limit(ACTIONS_SHOWN)
        .forEach(action ->
            terminal.print(
                "%-5s %-8s %s"
                    .formatted(
                        action.where().name().toLowerCase(Locale.ROOT),
                        action.what().name().toLowerCase(Locale.ROOT),
                        Words.shown(action.path().toString()))));
    if (actions.size() > ACTIONS_SHOWN) {
      terminal.print("… and " + (actions.size() - ACTIONS_SHOWN) + " more");
    }
    for (PlannedRows planned : rows) {
      terminal.print(
          "%-5s %-8s %s: %s"
              .formatted(
                  planned.where().name().toLowerCase(Locale.ROOT),
                  "rows",
                  Words.shown(planned.database() + "." + planned.table()),
                  TableChanges.text(planned.rows())));
    }
    if (!actions.isEmpty() || !rows.isEmpty()) {
      terminal.say("Nothing was changed; run 'tidelock sync' to do it.");
    }
  }

  /// An element of `actions` in the document of a dry run.
  static Json action(PlannedAction action) {
    return Json.object()
        .put("where", action.where().name().toLowerCase(Locale.ROOT))
        .put("what", action.what().name().toLowerCase(Locale.ROOT))
        .put("path", action.path().toString())
        .build();
  }

  /// An element of `rows` in the document of a dry run.
  static Json rows(PlannedRows planned) {
    Json.Builder document =
        Json.object()
            .put("where", planned.where().name().toLowerCase(Locale.ROOT))
            .put("table", planned.database() + "." + planned.table());
    return TableChanges.counts(document, planned.rows()).build();
  }
}
