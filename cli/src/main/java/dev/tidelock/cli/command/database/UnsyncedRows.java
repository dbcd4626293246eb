package dev.tidelock.cli.command.database;

import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.cli.output.Words;
import dev.tidelock.cli.row.TableChanges;
import dev.tidelock.cli.sync.Trouble;
import dev.tidelock.engine.port.DatabaseFailure;
import dev.tidelock.engine.record.Attachment;
import dev.tidelock.engine.scan.Problem;
import dev.tidelock.engine.sync.RowCounts;
import dev.tidelock.engine.sync.TableLook;
import dev.tidelock.workspace.OpenWorkspace;
import java.util.ArrayList;
import java.util.List;

/// Rows here that are not in the project.
final class UnsyncedRows {
  private UnsyncedRows() {}

  /// Stops a command that may write over rows of the chosen tables, if the project lacks some of
  /// them, or that cannot be told.
  static void requireNone(OpenWorkspace workspace, ChosenTables chosen) {
    TableLook look = workspace.engine().lookAtTables(chosen.choice());
    List<String> what = new ArrayList<>();
    look.changes().stream()
        .filter(table -> table.rows() > 0)
        .filter(table -> chosen.choice().includes(table.database(), table.name()))
        .forEach(table ->
            what.add(
                Words.shown(table.database() + "." + table.name())
                    + ": "
                    + TableChanges.text(table.counts())));
    look.stops()
        .forEach(stop ->
            what.add(
                TableChanges.text(new RowCounts(0, stop.rewrites(), stop.deletes()))
                    + stop.examples().stream()
                        .findFirst()
                        .map(example -> ", such as " + Words.shown(example))
                        .orElse("")));
    if (!what.isEmpty()) {
      throw new Failure(
          ExitCode.FAILURE,
          "rows here are not in the project: " + String.join("; ", what),
          "'tidelock sync' merges them; 'tidelock hydrate --replace' writes over them, after a"
              + " copy");
    }
    look.problems().stream()
        .filter(problem -> isUnseen(problem, workspace, chosen))
        .findFirst()
        .ifPresent(UnsyncedRows::requireSeen);
  }

  private static void requireSeen(Problem problem) {
    String message =
        "whether rows here are in the project cannot be told: " + Trouble.of(problem).line();
    if (problem.kind() == Problem.Kind.BUSY) {
      throw new DatabaseFailure(DatabaseFailure.Reason.BUSY, message);
    }
    throw new Failure(
        ExitCode.FAILURE,
        message,
        "nothing was done; mend that, or try again when the application is done");
  }

  /// Whether a problem says that a database that is meant could not be looked at.
  private static boolean isUnseen(Problem problem, OpenWorkspace workspace, ChosenTables chosen) {
    return switch (problem.kind()) {
      case BUSY, UNREADABLE, NOT_APPLIED, AWAITED ->
          workspace
              .engine()
              .attachment(problem.path())
              .map(Attachment::tables)
              .filter(tables ->
                  tables.values().stream()
                      .anyMatch(table -> chosen.choice().includes(problem.path(), table)))
              .isPresent();
      case NAME, SPECIAL, VOLUME, IGNORE_FILE, LEADS_OUT, ESCAPED, WAITING, APART, MADE -> false;
    };
  }
}
