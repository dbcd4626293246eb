package dev.tidelock.cli.command.queue;

import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.output.Words;
import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.queue.QueueEntry;
import dev.tidelock.workspace.queue.QueueEntry.State;
import java.util.List;
import picocli.CommandLine;

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
final class QueueStatsCommand extends QueueReading {
  QueueStatsCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected Json.Builder document(Json.Builder begun, List<QueueEntry> entries) {
    return QueueView.stats(begun, entries);
  }

  @Override
  protected void show(List<QueueEntry> entries) {
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
  }
}
