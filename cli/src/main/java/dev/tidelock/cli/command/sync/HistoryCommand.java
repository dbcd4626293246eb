package dev.tidelock.cli.command.sync;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.command.WorkspaceChoice;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.cli.output.Words;
import dev.tidelock.workspace.OpenWorkspace;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.json.Json;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `tidelock sync history`: the syncs that were run here.
@CommandLine.Command(
    name = "history",
    description = "List the syncs that were run here, newest first.",
    footer = {
      "",
      "Examples:",
      "  tidelock sync history",
      "  tidelock sync history --limit 5 --json"
    })
final class HistoryCommand extends Command {
  @Mixin private WorkspaceChoice choice = new WorkspaceChoice();
  @Mixin private JsonChoice json = new JsonChoice();

  @Option(names = "--limit", paramLabel = "N", description = "How many at most. Default: 20.")
  private int limit = 20;

  HistoryCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    if (limit < 1) {
      throw Failure.usage("--limit is at least 1, not " + limit, "");
    }
    Place place = workbench().place(choice);
    List<Json.Members> runs;
    try (OpenWorkspace workspace = workbench().open(place)) {
      runs = workspace.runs().newest(limit);
    }
    if (json.wanted()) {
      terminal()
          .print(Json.object().put("schema", 1).put("runs", Json.array(runs, run -> run)).build());
    } else if (runs.isEmpty()) {
      terminal().print("No sync was run here yet.");
    } else {
      runs.forEach(run -> terminal().print(line(run)));
    }
    return ExitCode.OK;
  }

  private static String line(Json.Members run) {
    return "%s  %-7s  %d%s up (%s), %d%s down (%s), %s open%s"
        .formatted(
            run.text("timestamp").orElse("?"),
            kind(run),
            inner(run, "files", "up"),
            rows(run, "up"),
            Words.size(inner(run, "bytes", "up")),
            inner(run, "files", "down"),
            rows(run, "down"),
            Words.size(inner(run, "bytes", "down")),
            Words.count(inner(run, "conflicts", "open"), "conflict"),
            outcome(run));
  }

  /// The direction of a sync of everything; else what it was.
  private static String kind(Json.Members run) {
    return run.text("operation")
        .filter(operation -> !operation.equals("sync"))
        .or(() -> run.text("direction"))
        .orElse("?");
  }

  private static String rows(Json.Members run, String where) {
    long rows = inner(run, "records", where);
    return rows == 0 ? "" : " and " + Words.count(rows, "row");
  }

  private static String outcome(Json.Members run) {
    boolean success = run.get("success").equals(Optional.of(new Json.Truth(true)));
    if (success) {
      return "";
    }
    String first =
        run.objects("errors").stream()
            .findFirst()
            .flatMap(error -> error.text("message"))
            .map(message -> ": " + Words.shown(message))
            .orElse("");
    return ", failed with exit code " + run.whole("exit").orElse(1L) + first;
  }

  private static long inner(Json.Members run, String group, String name) {
    return run.get(group).orElse(Json.NOTHING) instanceof Json.Members members
        ? members.whole(name).orElse(0L)
        : 0;
  }
}
