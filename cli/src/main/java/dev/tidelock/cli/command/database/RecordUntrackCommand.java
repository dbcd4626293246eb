package dev.tidelock.cli.command.database;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.command.WorkspaceChoice;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Words;
import dev.tidelock.workspace.OpenWorkspace;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.json.Json;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `tidelock record untrack`.
@CommandLine.Command(
    name = "untrack",
    description = "Sync a database, or tables of it, no more.",
    footer = {
      "",
      "Examples:",
      "  tidelock record untrack app notes",
      "  tidelock record untrack app               the whole database",
      "",
      "Their rows stay in the database and in the project; other devices go on. What Tidelock keeps",
      "in the database (tables and triggers that begin with _tidelock) is taken out."
    })
final class RecordUntrackCommand extends Command {
  @Parameters(index = "0", paramLabel = "NAME", description = "What the project calls it.")
  private String name = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "TABLE",
      description = "Tables of it; else all.")
  private List<String> tables = new ArrayList<>();

  @Mixin private WorkspaceChoice choice = new WorkspaceChoice();
  @Mixin private JsonChoice json = new JsonChoice();

  RecordUntrackCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    Place place = workbench().place(choice);
    try (OpenWorkspace workspace = workbench().open(place)) {
      workspace.engine().untrack(name, tables);
    }
    if (json.wanted()) {
      terminal()
          .print(
              Json.object()
                  .put("schema", 1)
                  .put("success", true)
                  .put("database", name)
                  .put("tables", Json.array(tables, Json::of))
                  .build());
    } else {
      String what =
          tables.isEmpty()
              ? "'" + name + "'"
              : String.join(", ", tables.stream().map(Words::shown).toList())
                  + " of '"
                  + name
                  + "'";
      terminal().print(what + " is synced no more; its rows stay here and in the project.");
    }
    return ExitCode.OK;
  }
}
