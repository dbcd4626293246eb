package dev.tidelock.cli.command.database;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.command.WorkspaceChoice;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Style;
import dev.tidelock.cli.output.Words;
import dev.tidelock.engine.record.Attachment;
import dev.tidelock.engine.sync.Workspace;
import dev.tidelock.workspace.OpenWorkspace;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.json.Json;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
      "  tidelock record untrack ~/old/app.db      one whose workspace is gone",
      "",
      "Their rows stay in the database and in the project; other devices go on. What Tidelock keeps",
      "in the database (tables and triggers that begin with _tidelock) is taken out."
    })
final class RecordUntrackCommand extends Command {
  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "What the project calls it, or its file.")
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
      Workspace engine = workspace.engine();
      Optional<DatabaseFile> file =
          engine.attachment(name).isPresent() || !isFile()
              ? Optional.empty()
              : Optional.of(DatabaseFile.of(workbench(), workspace, name));
      Optional<Attachment> attached =
          file.isPresent()
              ? engine.attachments().stream()
                  .filter(each -> each.file().equals(file.get().stored()))
                  .findFirst()
              : engine.attachment(name);
      if (file.isPresent() && attached.isEmpty() && tables.isEmpty()) {
        engine.release(file.get().stored());
      } else {
        engine.untrack(attached.map(Attachment::name).orElse(name), tables);
        attached.ifPresent(was -> remark(engine, was));
      }
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

  private boolean isFile() {
    return Files.isRegularFile(workbench().surroundings().resolve(name));
  }

  /// Says what becomes of a database's file, now that its rows do not travel.
  private void remark(Workspace engine, Attachment was) {
    boolean inside = !was.file().startsWith("/");
    if (inside && engine.attachment(was.name()).isEmpty()) {
      terminal()
          .say(
              terminal().emphasised(Style.YELLOW, "note:")
                  + " from now on %s is synced as a file; '.tidelockignore' keeps it out"
                      .formatted(Words.shown(was.file())));
    }
  }
}
