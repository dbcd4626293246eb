package dev.tidelock.cli.command.queue;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.command.WorkspaceChoice;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.cli.output.Words;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.queue.OperationQueue;
import dev.tidelock.workspace.queue.QueueEntry;
import dev.tidelock.workspace.queue.QueueEntry.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `tidelock queue clear`: forgets operations.
@CommandLine.Command(
    name = "clear",
    description = "Forget operations of the queue. No file and no row is lost.",
    footer = {
      "",
      "Examples:",
      "  tidelock queue clear --failed",
      "  tidelock queue clear --completed-older-than 24h",
      "  tidelock queue clear --failed --completed-older-than 7d --json",
      "  tidelock queue clear --all --force",
      "",
      "A duration is a number and a unit: 90s, 30m, 24h, 7d."
    })
final class QueueClearCommand extends Command {
  @Option(names = "--failed", description = "Those that are not tried again by themselves.")
  private boolean failed;

  @Option(
      names = "--completed-older-than",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "Those that were done longer ago than this.")
  private @Nullable Duration age;

  @Option(names = "--all", description = "All; with --force also those that wait to be tried.")
  private boolean all;

  @Option(names = "--force", description = "Forget even what waits to be tried again.")
  private boolean force;

  @Mixin private WorkspaceChoice choice = new WorkspaceChoice();
  @Mixin private JsonChoice json = new JsonChoice();

  QueueClearCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    if (!failed && age == null && !all) {
      throw Failure.usage(
          "it was not said what to forget",
          "give --failed, --completed-older-than DURATION, or --all");
    }
    Place place = workbench().place(choice);
    OperationQueue queue = workbench().queue(place, workbench().settings(place)).operations();
    if (all && !force) {
      requireNoneWaiting(queue.entries());
    }
    List<QueueEntry> cleared = queue.remove(unwanted());
    if (json.wanted()) {
      terminal()
          .print(
              Json.object()
                  .put("schema", 1)
                  .put("success", true)
                  .put("cleared", cleared.size())
                  .put("operations", Json.array(cleared, QueueView::toJson))
                  .build());
    } else {
      terminal().print(Words.count(cleared.size(), "operation") + " forgotten.");
      if (cleared.stream().anyMatch(QueueEntry::isOpen)) {
        terminal().say("Files and rows are where they were; the next 'tidelock sync' takes them.");
      }
    }
    return ExitCode.OK;
  }

  private static void requireNoneWaiting(List<QueueEntry> entries) {
    long waiting = QueueView.count(entries, State.PENDING);
    if (waiting > 0) {
      throw Failure.usage(
          Words.count(waiting, "operation")
              + (waiting == 1 ? " waits" : " wait")
              + " to be tried again, and nothing was forgotten",
          "'tidelock queue retry' tries now; --force forgets, and the next 'tidelock sync' takes"
              + " what is here all the same");
    }
  }

  private Predicate<QueueEntry> unwanted() {
    Instant now = workbench().surroundings().clock().instant();
    Duration least = age;
    return each ->
        switch (each.state()) {
          case PENDING -> all && force;
          case FAILED -> all || failed;
          case COMPLETED -> all || least != null && each.changed().isBefore(now.minus(least));
        };
  }
}
