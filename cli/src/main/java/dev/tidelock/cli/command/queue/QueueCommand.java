package dev.tidelock.cli.command.queue;

import dev.tidelock.cli.command.CommandGroup;
import dev.tidelock.cli.command.Workbench;
import picocli.CommandLine;

/// `tidelock queue`: operations that failed and wait to be tried again.
@CommandLine.Command(
    name = "queue",
    description = "Show, try and forget operations that failed and wait to be tried again.",
    footer = {
      "",
      "Examples:",
      "  tidelock queue stats                    how many wait, and when the next one is tried",
      "  tidelock queue list                     each with its last error",
      "  tidelock queue retry                    try all of them now",
      "  tidelock queue clear --failed           forget those that are not tried again",
      "",
      "A 'sync', 'seed' or 'hydrate' that fails because a remote is out of reach or too slow, or an",
      "application holds its database, waits here: once for each kind and set of tables. Nothing else",
      "is kept for it, as files and rows stay where they are, and the next try takes what is there",
      "by then. A sync that goes well is all of them done. 'sync --watch' tries again by itself."
    })
public final class QueueCommand extends CommandGroup {
  private QueueCommand(Workbench workbench) {
    super(workbench);
  }

  /// The command with all that it holds.
  public static CommandLine tree(Workbench workbench) {
    return new CommandLine(new QueueCommand(workbench))
        .addSubcommand(new QueueStatsCommand(workbench))
        .addSubcommand(new QueueListCommand(workbench))
        .addSubcommand(new QueueRetryCommand(workbench))
        .addSubcommand(new QueueClearCommand(workbench));
  }
}
