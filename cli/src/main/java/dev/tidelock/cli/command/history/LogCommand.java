package dev.tidelock.cli.command.history;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.command.WorkspaceChoice;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.cli.output.Style;
import dev.tidelock.cli.output.Words;
import dev.tidelock.cli.row.RowDiffText;
import dev.tidelock.cli.row.RowPlaces;
import dev.tidelock.cli.row.TableChanges;
import dev.tidelock.core.commit.Commit;
import dev.tidelock.core.commit.Counts;
import dev.tidelock.core.commit.Note;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.sync.LogEntry;
import dev.tidelock.engine.sync.RowCounts;
import dev.tidelock.engine.sync.RowDiff;
import dev.tidelock.engine.sync.RowLog;
import dev.tidelock.engine.sync.RowPlace;
import dev.tidelock.engine.sync.Workspace;
import dev.tidelock.workspace.OpenWorkspace;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.device.Device;
import dev.tidelock.workspace.json.Json;
import java.nio.file.Files;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidelock log`: the history of a project, or of a path in it.
@CommandLine.Command(
    name = "log",
    description = "Show the history of the project, or of one path, newest first.",
    footer = {
      "",
      "Examples:",
      "  tidelock log",
      "  tidelock log src/main.c          one file, followed through renames",
      "  tidelock log app.notes           a table of a database",
      "  tidelock log app.notes/17        one row, with the fields that each commit changed",
      "  tidelock log --limit 1 --json"
    })
public final class LogCommand extends Command {
  @Parameters(
      arity = "0..1",
      paramLabel = "PATH",
      description = "A file or directory of the project, or a table or row: DATABASE.TABLE[/KEY].")
  private @Nullable String path;

  @Option(names = "--limit", paramLabel = "N", description = "How many at most. Default: 100.")
  private int limit = 100;

  @Mixin private WorkspaceChoice choice = new WorkspaceChoice();
  @Mixin private JsonChoice json = new JsonChoice();

  public LogCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    if (limit < 1) {
      throw Failure.usage("--limit is at least 1, not " + limit, "");
    }
    Place place = workbench().place(choice);
    List<LogEntry> entries;
    Map<ObjectId, RowCounts> rows = new HashMap<>();
    Map<ObjectId, RowDiff> versions = new HashMap<>();
    try (OpenWorkspace workspace = workbench().open(place)) {
      Workspace engine = workspace.engine();
      Optional<RowPlace> asked = asked(engine);
      entries = asked.isPresent() ? entries(engine, asked.get()) : entries(place, engine);
      for (LogEntry entry : entries) {
        engine.rowsChanged(entry).ifPresent(counts -> rows.put(entry.id(), counts));
        asked
            .filter(row -> row.key().isPresent())
            .flatMap(row -> engine.rowChanged(entry, row))
            .ifPresent(change -> versions.put(entry.id(), change));
      }
    }
    if (json.wanted()) {
      terminal()
          .print(
              Json.object()
                  .put("schema", 1)
                  .put("commits", Json.array(entries, entry -> document(entry, rows, versions)))
                  .build());
    } else if (entries.isEmpty()) {
      terminal().print("There is no history yet; 'tidelock sync' begins it.");
    } else {
      for (LogEntry entry : entries) {
        show(entry, Optional.ofNullable(rows.get(entry.id())));
        Optional.ofNullable(versions.get(entry.id()))
            .ifPresent(change -> RowDiffText.showChange(terminal(), "          ", change));
      }
    }
    return ExitCode.OK;
  }

  /// The table or row that is asked for, if it is one. A file of the same name is meant first.
  private Optional<RowPlace> asked(Workspace workspace) {
    return Optional.ofNullable(path)
        .filter(word -> !Files.exists(workbench().surroundings().resolve(word)))
        .flatMap(word -> RowPlaces.find(workspace, word));
  }

  private List<LogEntry> entries(Workspace workspace, RowPlace asked) {
    RowLog found = workspace.log(asked, limit);
    if (!found.unknown().isEmpty()) {
      terminal()
          .say(
              "%s left out, as the rows of then are not kept here; 'tidelock diff %s' fetches them"
                  .formatted(
                      found.unknown().size() == 1
                          ? "1 commit is"
                          : found.unknown().size() + " commits are",
                      found.unknown().getFirst().abbreviated()));
    }
    return required(found.entries(), String.valueOf(path));
  }

  private List<LogEntry> entries(Place place, Workspace workspace) {
    if (path == null) {
      return workspace.log(Optional.empty(), limit);
    }
    TreePath wanted = workbench().pathIn(place, path);
    return wanted.isRoot()
        ? workspace.log(Optional.empty(), limit)
        : required(workspace.log(Optional.of(wanted), limit), wanted.toString());
  }

  private static List<LogEntry> required(List<LogEntry> entries, String wanted) {
    if (entries.isEmpty()) {
      throw new Failure(
          ExitCode.NOT_FOUND,
          "the history has nothing of " + Words.shown(wanted),
          "check the path; what was never synced has no history");
    }
    return entries;
  }

  private static Json document(
      LogEntry entry, Map<ObjectId, RowCounts> rows, Map<ObjectId, RowDiff> versions) {
    Commit commit = entry.commit();
    Counts counts = commit.counts();
    Json.Builder document = Json.object();
    Optional.ofNullable(versions.get(entry.id()))
        .ifPresent(
            change -> document.put("rows", Json.array(List.of(change), RowDiffText::toJson)));
    return document
        .put("id", entry.id().toString())
        .put("parents", Json.array(commit.parents(), parent -> Json.of(parent.toString())))
        .put("author", commit.author())
        .put("device", commit.device().text())
        .put("time", Words.iso(commit.time()))
        .put("kind", commit.kind().name().toLowerCase(Locale.ROOT))
        .put("message", commit.message())
        .put("snapshot", Json.NOTHING)
        .put("files", counts.files())
        .put("totalSize", counts.bytes())
        .put(
            "changed",
            Json.object()
                .put("added", counts.added())
                .put("modified", counts.modified())
                .put("deleted", counts.deleted())
                .put("renamed", counts.renamed()))
        .put(
            "records",
            Optional.ofNullable(rows.get(entry.id()))
                .<Json>map(each -> TableChanges.counts(Json.object(), each).build())
                .orElse(Json.NOTHING))
        .put("notes", Json.array(commit.notes(), LogCommand::note))
        .build();
  }

  private static Json note(Note note) {
    return Json.object()
        .put("kind", note.kind().name().toLowerCase(Locale.ROOT))
        .put("path", note.path().toString())
        .put("detail", note.detail())
        .build();
  }

  private void show(LogEntry entry, Optional<RowCounts> rows) {
    Commit commit = entry.commit();
    Instant now = workbench().surroundings().clock().instant();
    terminal()
        .print(
            terminal().styled(Style.YELLOW, entry.id().abbreviated())
                + "  "
                + Words.shown(commit.author())
                + " on "
                + Device.shown(commit.device())
                + ", "
                + Words.ago(Instant.ofEpochMilli(commit.time()), now)
                + terminal().styled(Style.DIM, "  " + changed(commit, rows)));
    if (!commit.message().isBlank()) {
      terminal().print("          " + Words.shown(commit.message()));
    }
    for (Note note : commit.notes()) {
      terminal()
          .print(
              "          "
                  + note.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ')
                  + ": "
                  + Words.shown(note.kind().isOfRows() ? note.detail() : note.path().toString()));
    }
  }

  private static String changed(Commit commit, Optional<RowCounts> rows) {
    Counts counts = commit.counts();
    List<String> parts = new ArrayList<>();
    add(parts, counts.added(), "added");
    add(parts, counts.modified(), "modified");
    add(parts, counts.deleted(), "deleted");
    add(parts, counts.renamed(), "renamed");
    rows.filter(each -> each.all() > 0).ifPresent(each -> parts.add(TableChanges.text(each)));
    String what =
        switch (commit.kind()) {
          case AUTO, MANUAL -> "";
          case MERGE -> "merge: ";
          case RESOLVE -> "resolution: ";
          case RESTORE -> "restore: ";
        };
    String nothing = rows.isEmpty() ? "its rows are not kept here" : "nothing changed";
    return what + (parts.isEmpty() ? nothing : String.join(", ", parts));
  }

  private static void add(List<String> parts, long number, String what) {
    if (number > 0) {
      parts.add(number + " " + what);
    }
  }
}
