package dev.tidelock.cli.command.queue;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.command.WorkspaceChoice;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Words;
import dev.tidelock.cli.queue.WorkspaceQueue;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.queue.QueueEntry;
import dev.tidelock.workspace.queue.QueueEntry.State;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/// `tidelock queue stats`.
@CommandLine.Command(
    name = "stats",
    description = "Say how many operations wait, failed and were done after all.",
    footer = {
      "",
      "Examples:",
      "  tidelock queue stats",
      "  tidelock queue stats --json",
      "",
      "Pending ones are due at a time, and failed ones are not tried again by themselves."
    })
final class QueueStatsCommand extends Command {
  @Mixin private WorkspaceChoice choice = new WorkspaceChoice();
  @Mixin private JsonChoice json = new JsonChoice();

  QueueStatsCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    Place place = workbench().place(choice);
    List<QueueEntry> entries =
        new WorkspaceQueue(workbench().surroundings(), place, workbench().settings(place))
            .operations()
            .entries();
    if (json.wanted()) {
      terminal().print(QueueView.stats(Json.object().put("schema", 1), entries).build());
      return ExitCode.OK;
    }
    terminal()
        .print(
            "%d pending, %d failed, %d completed"
                .formatted(
                    QueueView.count(entries, State.PENDING),
                    QueueView.count(entries, State.FAILED),
                    QueueView.count(entries, State.COMPLETED)));
    QueueView.next(entries).ifPresent(due -> terminal().print("next attempt " + Words.iso(due)));
    if (entries.stream().anyMatch(QueueEntry::isOpen)) {
      terminal().say("Next: tidelock queue list, tidelock queue retry");
    }
    return ExitCode.OK;
  }
}
