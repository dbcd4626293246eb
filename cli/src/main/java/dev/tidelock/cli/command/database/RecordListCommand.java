package dev.tidelock.cli.command.database;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.command.WorkspaceChoice;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.engine.sync.DatabaseStatus;
import dev.tidelock.workspace.OpenWorkspace;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.json.Json;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/// `tidelock record list`.
@CommandLine.Command(
    name = "list",
    description = "List the databases of the project and of this device, with their tables.",
    footer = {
      "",
      "Examples:",
      "  tidelock record list",
      "  tidelock record list --json",
      "",
      "Rows are counted as the project has them; what was not synced yet is not among them."
    })
final class RecordListCommand extends Command {
  @Mixin private WorkspaceChoice choice = new WorkspaceChoice();
  @Mixin private JsonChoice json = new JsonChoice();

  RecordListCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    Place place = workbench().place(choice);
    List<DatabaseStatus> databases;
    try (OpenWorkspace workspace = workbench().open(place)) {
      databases = workspace.engine().databases();
    }
    if (json.wanted()) {
      terminal()
          .print(
              Json.object()
                  .put("schema", 1)
                  .put("databases", Json.array(databases, DatabaseView::toJson))
                  .build());
    } else if (databases.isEmpty()) {
      terminal().print("No database is synced; 'tidelock record track DB TABLE' begins it.");
    } else {
      databases.forEach(database -> DatabaseView.show(terminal(), database));
      databases.stream()
          .filter(database -> database.file().isEmpty())
          .findFirst()
          .ifPresent(database ->
              terminal().say("Next: tidelock record attach " + database.name() + " FILE"));
    }
    return ExitCode.OK;
  }
}
