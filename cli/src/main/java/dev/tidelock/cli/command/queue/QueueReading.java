package dev.tidelock.cli.command.queue;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.command.WorkspaceChoice;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.queue.QueueEntry;
import java.util.List;
import picocli.CommandLine.Mixin;

/// A command that shows what is in a workspace's queue.
abstract class QueueReading extends Command {
  @Mixin private WorkspaceChoice choice = new WorkspaceChoice();
  @Mixin private JsonChoice json = new JsonChoice();

  QueueReading(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected final ExitCode run() {
    Place place = workbench().place(choice);
    List<QueueEntry> entries =
        workbench().queue(place, workbench().settings(place)).operations().entries();
    if (json.wanted()) {
      terminal().print(document(Json.object().put("schema", 1), entries).build());
    } else {
      show(entries);
    }
    return ExitCode.OK;
  }

  /// Adds what there is to say of the entries to the document that is printed.
  protected abstract Json.Builder document(Json.Builder begun, List<QueueEntry> entries);

  /// Prints the same for a person.
  protected abstract void show(List<QueueEntry> entries);
}
