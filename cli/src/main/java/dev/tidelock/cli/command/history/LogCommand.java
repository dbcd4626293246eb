package dev.tidelock.cli.command.history;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.command.WorkspaceChoice;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.cli.output.Style;
import dev.tidelock.cli.output.Words;
import dev.tidelock.core.commit.Commit;
import dev.tidelock.core.commit.Counts;
import dev.tidelock.core.commit.Note;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.sync.LogEntry;
import dev.tidelock.workspace.OpenWorkspace;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.device.Device;
import dev.tidelock.workspace.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
      "  tidelock log --limit 1 --json"
    })
public final class LogCommand extends Command {
  @Parameters(
      arity = "0..1",
      paramLabel = "PATH",
      description = "A file or directory of the project; it need not exist any more.")
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
    Optional<TreePath> wanted =
        Optional.ofNullable(path)
            .map(text -> workbench().pathIn(place, text))
            .filter(each -> !each.isRoot());
    List<LogEntry> entries;
    try (OpenWorkspace workspace = workbench().open(place)) {
      entries = workspace.engine().log(wanted, limit);
    }
    if (entries.isEmpty() && wanted.isPresent()) {
      throw new Failure(
          ExitCode.NOT_FOUND,
          "the history has nothing of " + Words.shown(wanted.get().toString()),
          "check the path; what was never synced has no history");
    }
    if (json.wanted()) {
      terminal()
          .print(
              Json.object()
                  .put("schema", 1)
                  .put("commits", Json.array(entries, LogCommand::document))
                  .build());
    } else if (entries.isEmpty()) {
      terminal().print("There is no history yet; 'tidelock sync' begins it.");
    } else {
      entries.forEach(this::show);
    }
    return ExitCode.OK;
  }

  private static Json document(LogEntry entry) {
    Commit commit = entry.commit();
    Counts counts = commit.counts();
    return Json.object()
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

  private void show(LogEntry entry) {
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
                + terminal().styled(Style.DIM, "  " + changed(commit)));
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

  private static String changed(Commit commit) {
    Counts counts = commit.counts();
    List<String> parts = new ArrayList<>();
    add(parts, counts.added(), "added");
    add(parts, counts.modified(), "modified");
    add(parts, counts.deleted(), "deleted");
    add(parts, counts.renamed(), "renamed");
    String what =
        switch (commit.kind()) {
          case AUTO, MANUAL -> "";
          case MERGE -> "merge: ";
          case RESOLVE -> "resolution: ";
          case RESTORE -> "restore: ";
        };
    return what + (parts.isEmpty() ? "nothing changed" : String.join(", ", parts));
  }

  private static void add(List<String> parts, long number, String what) {
    if (number > 0) {
      parts.add(number + " " + what);
    }
  }
}
