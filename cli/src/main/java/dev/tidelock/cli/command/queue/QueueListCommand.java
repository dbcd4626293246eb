package dev.tidelock.cli.command.queue;

import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.output.Words;
import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.queue.QueueEntry;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine;

/// `tidelock queue list`.
@CommandLine.Command(
    name = "list",
    description = "List the operations in the queue, each with its last error.",
    footer = {
      "",
      "Examples:",
      "  tidelock queue list",
      "  tidelock queue list --json",
      "",
      "What is due is tried by 'sync --watch', and by an application that syncs this workspace",
      "itself; 'queue retry' and 'sync' try at once."
    })
final class QueueListCommand extends QueueReading {
  QueueListCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected Json.Builder document(Json.Builder begun, List<QueueEntry> entries) {
    return begun.put("operations", Json.array(entries, QueueView::toJson));
  }

  @Override
  protected void show(List<QueueEntry> entries) {
    if (entries.isEmpty()) {
      terminal().print("Nothing waits.");
    }
    Instant now = workbench().surroundings().clock().instant();
    entries.forEach(each -> show(each, now));
    if (entries.stream().anyMatch(QueueEntry::isOpen)) {
      terminal().say("Next: tidelock queue retry, or tidelock sync");
    }
  }

  private void show(QueueEntry each, Instant now) {
    terminal()
        .print(
            "%d  %-9s  %s  (%s%s)"
                .formatted(
                    each.id(),
                    each.state().word(),
                    QueueView.name(each.task()),
                    each.isOpen() ? Words.count(each.attempts(), "attempt") + ", " : "",
                    QueueView.when(each, now)));
    if (each.isOpen()) {
      terminal()
          .print("   %s: %s".formatted(each.cause().kind(), Words.shown(each.cause().message())));
    }
  }
}
