package dev.tidelock.cli.command.database;

import dev.tidelock.cli.command.Workbench;
import dev.tidelock.workspace.queue.QueuedTask;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/// `tidelock seed`: sends the rows that are here.
@CommandLine.Command(
    name = "seed",
    description = "Send the rows of databases here to the remotes; nothing is written here.",
    footer = {
      "",
      "Examples:",
      "  tidelock seed                       all tables that are synced here",
      "  tidelock seed notes app.projects    these",
      "  tidelock seed --dry-run             show how many rows would go",
      "  tidelock seed --json",
      "",
      "Files are left to 'sync'. Where a remote has rows that are not here, nothing is sent, and the",
      "exit code is 1: 'sync' brings them, and --force merges them without writing them here."
    })
public final class SeedCommand extends RowCommand {
  @Option(names = "--force", description = "Merge with rows at the remote that are not here.")
  private boolean force;

  public SeedCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  Moved move(RowOperations operations, List<String> tables) {
    return operations.seed(tables, force ? QueuedTask.Existing.MERGE : QueuedTask.Existing.REFUSE);
  }
}
