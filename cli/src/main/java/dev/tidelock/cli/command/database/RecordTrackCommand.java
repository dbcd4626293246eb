package dev.tidelock.cli.command.database;

import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.cli.output.Style;
import dev.tidelock.cli.output.Words;
import dev.tidelock.core.record.TableId;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.record.Attachment;
import dev.tidelock.engine.sync.ApplicationTable;
import dev.tidelock.engine.sync.DatabaseStatus;
import dev.tidelock.workspace.OpenWorkspace;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidelock record track`: tables that are synced from now on.
@CommandLine.Command(
    name = "track",
    description = "Sync tables of a database from now on.",
    footer = {
      "",
      "Examples:",
      "  tidelock record track app.db notes projects       under the name 'app'",
      "  tidelock record track ~/.local/share/x/main.db notes --as x",
      "  tidelock record track app.db --all                every table that can be synced",
      "",
      "A table needs a primary key. If it is one integer that the database counts up, rows that two",
      "devices add before they have met get the same number, and become conflicts: keys that each",
      "device makes at random (a UUID as TEXT) do not. Nothing is sent before the next sync."
    })
final class RecordTrackCommand extends AttachingCommand {
  @Parameters(index = "0", paramLabel = "DB", description = "The database's file.")
  private String database = "";

  @Parameters(index = "1..*", arity = "0..*", paramLabel = "TABLE", description = "Tables of it.")
  private List<String> tables = new ArrayList<>();

  @Option(
      names = "--as",
      paramLabel = "NAME",
      description = "What the project calls it; by default the file's name without its ending.")
  private @Nullable String name;

  @Option(names = "--all", description = "Every table that can be synced.")
  private boolean all;

  RecordTrackCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  String database() {
    return database;
  }

  @Override
  void attach(OpenWorkspace workspace, DatabaseFile file) {
    if (!Files.exists(file.path())) {
      throw new Failure(
          ExitCode.NOT_FOUND,
          Words.shown(file.path().toString()) + ": there is no such file",
          "name the file of a SQLite database");
    }
    List<ApplicationTable> found = workspace.engine().tables(file.stored());
    List<String> chosen = chosen(file, found);
    String called = called(workspace, file);
    DatabaseStatus status =
        attached(
            workspace, called, workspace.engine().track(called, file.stored(), chosen, handling()));
    if (!wantsJson()) {
      terminal()
          .print(
              "Syncing %s of %s as '%s'."
                  .formatted(
                      Words.count(chosen.size(), "table"),
                      Words.shown(file.path().toString()),
                      called));
    }
    remark(workspace, file, status, chosen, found);
  }

  private List<String> chosen(DatabaseFile file, List<ApplicationTable> found) {
    if (all && !tables.isEmpty()) {
      throw Failure.usage("--all names every table already", "give tables, or --all");
    }
    List<String> fitting =
        found.stream()
            .filter(table -> table.refusal().isEmpty())
            .map(ApplicationTable::name)
            .toList();
    if (!all && tables.isEmpty()) {
      throw Failure.usage(
          "it was not said which tables of " + Words.shown(file.path().toString()),
          fitting.isEmpty()
              ? "it has none that can be synced"
              : "it has " + names(fitting) + "; name some, or give --all");
    }
    if (all && fitting.isEmpty()) {
      throw new Failure(
          ExitCode.FAILURE,
          Words.shown(file.path().toString()) + " has no table that can be synced",
          found.isEmpty() ? "it has no tables at all" : reasons(found));
    }
    return all ? fitting : once(tables);
  }

  private static List<String> once(List<String> names) {
    List<String> distinct = new ArrayList<>();
    for (String name : names) {
      if (distinct.stream().noneMatch(each -> TableId.isSameName(each, name))) {
        distinct.add(name);
      }
    }
    return distinct;
  }

  private static String reasons(List<ApplicationTable> found) {
    return String.join(
        "; ",
        found.stream()
            .map(table ->
                Words.shown(table.name())
                    + ": "
                    + table.refusal().map(refusal -> refusal.detail()).orElse(""))
            .toList());
  }

  /// The name that was given, the one that the file is attached under, or the usual one.
  private String called(OpenWorkspace workspace, DatabaseFile file) {
    if (name != null) {
      return DatabaseFile.requireName(name);
    }
    return workspace.engine().attachments().stream()
        .filter(each -> each.file().equals(file.stored()))
        .map(Attachment::name)
        .findFirst()
        .orElseGet(file::usualName);
  }

  /// Says what a person should know.
  private void remark(
      OpenWorkspace workspace,
      DatabaseFile file,
      DatabaseStatus status,
      List<String> chosen,
      List<ApplicationTable> found) {
    List<String> counted =
        found.stream()
            .filter(table -> table.key() == ApplicationTable.Key.INTEGER)
            .map(ApplicationTable::name)
            .filter(table -> chosen.stream().anyMatch(each -> TableId.isSameName(each, table)))
            .toList();
    if (!counted.isEmpty()) {
      warn(
          "%s %s integer keys: rows that two devices add while they are offline can get the same"
                  .formatted(names(counted), counted.size() == 1 ? "has" : "have")
              + " number, and then become conflicts. Random keys (a UUID as TEXT) do not.");
    }
    Optional<Entry> before = file.inside().flatMap(workspace.engine()::find);
    if (before.isPresent()) {
      warn(
          "%s was synced as a file before. The project keeps it as it was last, and it is synced as"
                  .formatted(Words.shown(file.stored()))
              + " a file no more; only its rows are.");
    }
    DatabaseView.showUntracked(terminal(), status);
    terminal().say("Next: tidelock sync");
  }

  private void warn(String text) {
    terminal().say(terminal().emphasised(Style.YELLOW, "note:") + " " + text);
  }

  private static String names(List<String> tables) {
    return String.join(", ", tables.stream().map(Words::shown).toList());
  }
}
