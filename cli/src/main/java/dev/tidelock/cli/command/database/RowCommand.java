package dev.tidelock.cli.command.database;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.command.WorkspaceChoice;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.engine.sync.SyncRequest;
import dev.tidelock.workspace.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// A command that moves the rows of tables one way.
abstract class RowCommand extends Command {
  @Parameters(
      arity = "0..*",
      paramLabel = "TABLE",
      description = "Tables, each TABLE or DATABASE.TABLE; else all.")
  private List<String> tables = new ArrayList<>();

  @Option(
      names = "--accept-deletes",
      paramLabel = "HASH",
      description = "Let the deletions pass that a safety stop held back as HASH.")
  private @Nullable String acceptance;

  @Option(names = "--dry-run", description = "Show what would move, and move nothing.")
  private boolean dryRun;

  @Mixin private WorkspaceChoice choice = new WorkspaceChoice();
  @Mixin private JsonChoice json = new JsonChoice();

  RowCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected final ExitCode run() {
    Place place = workbench().place(choice);
    Moved moved =
        move(
            new RowOperations(
                workbench(),
                place,
                workbench().settings(place),
                Optional.ofNullable(acceptance),
                dryRun ? SyncRequest.Effect.PREVIEW : SyncRequest.Effect.REAL),
            tables);
    MovedView view = new MovedView(terminal());
    if (json.wanted()) {
      view.document(moved);
    } else {
      view.show(moved);
    }
    return moved.exit();
  }

  /// Moves the rows of tables; all if none is named.
  abstract Moved move(RowOperations operations, List<String> tables);
}
