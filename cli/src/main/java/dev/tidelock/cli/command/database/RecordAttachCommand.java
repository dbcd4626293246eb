package dev.tidelock.cli.command.database;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.command.WorkspaceChoice;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Words;
import dev.tidelock.engine.sync.Collision;
import dev.tidelock.engine.sync.DatabaseStatus;
import dev.tidelock.workspace.OpenWorkspace;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.json.Json;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidelock record attach`: a database of the project's meets one on this device.
@CommandLine.Command(
    name = "attach",
    description = "Sync the tables that the project has of a database with a database here.",
    footer = {
      "",
      "Examples:",
      "  tidelock record attach app ~/.local/share/app/app.db",
      "  tidelock record list                     the databases that the project has",
      "",
      "If the file does not exist, an empty database is made, and the next sync makes its tables and",
      "brings their rows. Rows that are here already are merged with those of the project by their",
      "primary keys."
    })
final class RecordAttachCommand extends Command {
  @Parameters(index = "0", paramLabel = "NAME", description = "What the project calls it.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "DB", description = "The database's file here.")
  private String database = "";

  @Option(
      names = "--keep-both",
      description = "Where the project has other rows under the same integer keys: make conflicts.")
  private boolean keepBoth;

  @Mixin private WorkspaceChoice choice = new WorkspaceChoice();
  @Mixin private JsonChoice json = new JsonChoice();

  RecordAttachCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    Place place = workbench().place(choice);
    DatabaseFile.requireName(name);
    try (OpenWorkspace workspace = workbench().open(place)) {
      DatabaseFile file = DatabaseFile.of(workbench(), workspace, database);
      List<Collision> collisions =
          workspace
              .engine()
              .attach(
                  name,
                  file.stored(),
                  keepBoth ? Collision.Handling.CONFLICTS : Collision.Handling.REFUSE);
      CollidingRows.requireNone(name, collisions);
      DatabaseStatus status =
          workspace.engine().databases().stream()
              .filter(each -> each.name().equals(name))
              .findFirst()
              .orElseThrow();
      if (json.wanted()) {
        Json.Builder document = Json.object().put("schema", 1);
        terminal().print(document.put("database", DatabaseView.toJson(status)).build());
      } else {
        long rows = status.tables().stream().mapToLong(DatabaseStatus.SyncedTable::rows).sum();
        terminal()
            .print(
                "Attached %s as '%s': the project has %s with %s."
                    .formatted(
                        Words.shown(file.path().toString()),
                        name,
                        Words.count(status.tables().size(), "table"),
                        Words.count(rows, "row")));
        DatabaseView.showUntracked(terminal(), status);
        terminal().say("Next: tidelock sync, which brings them");
      }
    }
    return ExitCode.OK;
  }
}
