package dev.tidelock.cli.command.database;

import dev.tidelock.cli.output.Diagnosis;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.sync.Round;
import dev.tidelock.engine.sync.PlannedRows;
import dev.tidelock.engine.sync.SyncRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/// What became of an operation on rows.
///
/// @param effect whether anything was to happen; else all this is what would
/// @param round how it went
/// @param rows how many rows moved
/// @param tables the rows of each table that were to move
/// @param busy databases that were meant, and that their applications held
/// @param backups where what was written over is kept
public record Moved(
    SyncRequest.Effect effect,
    Round round,
    long rows,
    List<PlannedRows> tables,
    SortedSet<String> busy,
    List<Path> backups) {
  /// Whether all was done that was asked; open conflicts are counted on their own.
  public boolean success() {
    return failure().isEmpty();
  }

  /// How the command ends.
  public ExitCode exit() {
    return failure().map(Diagnosis::exit).orElse(round.exit());
  }

  /// What kept it from being done. Who asks for rows is not served by a later sync.
  public Optional<Diagnosis> failure() {
    return round
        .failure()
        .or(() ->
            busy.isEmpty()
                ? Optional.empty()
                : Optional.of(
                    new Diagnosis(
                        ExitCode.FAILURE,
                        "busy: the application holds " + String.join(", ", busy),
                        "once the application is done, run the same command again, or"
                            + " 'tidelock queue retry'")));
  }
}
