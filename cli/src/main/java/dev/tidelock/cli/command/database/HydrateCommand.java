package dev.tidelock.cli.command.database;

import dev.tidelock.cli.command.Workbench;
import dev.tidelock.workspace.queue.QueuedTask;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// `tidelock hydrate`: brings the project's rows here.
@CommandLine.Command(
    name = "hydrate",
    description = "Bring the project's rows into the databases here; nothing is sent.",
    footer = {
      "",
      "Examples:",
      "  tidelock hydrate                    all tables that are synced here",
      "  tidelock hydrate notes              this one",
      "  tidelock hydrate --replace          whatever stands here is written over",
      "  tidelock hydrate --replace --dry-run",
      "                                      show what that would write over",
      "",
      "Files are left to 'sync'. Where a table here is otherwise than in the project, nothing happens,",
      "and the exit code is 1: 'sync' merges both, and --replace lets the database show what the",
      "project has, after a copy of it was put into .tidelock/backups."
    })
public final class HydrateCommand extends RowCommand {
  @Option(names = "--replace", description = "Write over rows here, after a copy was made.")
  private boolean replace;

  public HydrateCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  Moved move(RowOperations operations, List<String> tables) {
    return replace
        ? operations.replace(tables)
        : operations.hydrate(tables, QueuedTask.Existing.REFUSE);
  }
}
