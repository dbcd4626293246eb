package dev.tidelock.cli.command.health;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.command.WorkspaceChoice;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Words;
import dev.tidelock.engine.remote.Collected;
import dev.tidelock.engine.remote.CollectionOrder.Effect;
import dev.tidelock.engine.sync.Housekeeping;
import dev.tidelock.engine.sync.RemotePlace;
import dev.tidelock.engine.sync.Workspace;
import dev.tidelock.workspace.NamedRemote;
import dev.tidelock.workspace.OpenWorkspace;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `tidelock gc`: frees what nothing needs any more, here and at directories that devices share.
@CommandLine.Command(
    name = "gc",
    description = "Free what nothing needs any more, here and at a remote.",
    footer = {
      "",
      "Examples:",
      "  tidelock gc",
      "  tidelock gc --remote origin --dry-run",
      "  tidelock gc --all --now",
      "",
      "Commits are kept for ever. Their trees are kept for a day, then one for each hour, later one",
      "for each day and week. At a remote, what is let go is deleted once this device has known for a",
      "day that nobody needs it. Other devices may sync meanwhile. A hub collects by itself."
    })
public final class GcCommand extends Command {
  @Option(names = "--dry-run", description = "Only say what would be freed.")
  private boolean dryRun;

  @Option(
      names = "--now",
      description = "Do not wait for a day: who syncs at this moment may have to do it again.")
  private boolean now;

  @Mixin private RemoteChoice remotes = new RemoteChoice();
  @Mixin private WorkspaceChoice choice = new WorkspaceChoice();
  @Mixin private JsonChoice json = new JsonChoice();

  public GcCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    Place place = workbench().place(choice);
    Housekeeping.Freed here;
    Map<String, Optional<Collected>> there = new LinkedHashMap<>();
    try (OpenWorkspace workspace = workbench().open(place)) {
      Workspace engine = workspace.engine();
      var chosen = remotes.of(workspace);
      here = dryRun ? engine.previewTidy() : engine.tidy();
      for (NamedRemote remote : chosen) {
        RemotePlace found = RemoteChoice.place(workspace, remote);
        there.put(
            remote.name(),
            engine.collect(
                found, now ? 0 : Workspace.DAY_MILLIS, dryRun ? Effect.PREVIEW : Effect.REAL));
      }
    }
    boolean hindered =
        there.values().stream()
            .flatMap(Optional::stream)
            .anyMatch(collected -> collected.obstacle().isPresent());
    if (json.wanted()) {
      terminal().print(document(here, there, !hindered));
    } else {
      show(here);
      there.forEach(this::show);
    }
    return hindered ? ExitCode.FAILURE : ExitCode.OK;
  }

  private Json document(
      Housekeeping.Freed here, Map<String, Optional<Collected>> there, boolean success) {
    return Json.object()
        .put("schema", 1)
        .put("success", success)
        .put("dryRun", dryRun)
        .put("objects", here.objects())
        .put("packs", here.packs())
        .put("bytes", here.bytes())
        .put(
            "remotes",
            Json.array(there.entrySet(), remote -> document(remote.getKey(), remote.getValue())))
        .build();
  }

  private static Json document(String name, Optional<Collected> collected) {
    Json.Builder document = Json.object().put("name", name).put("byItself", collected.isEmpty());
    collected.ifPresent(found ->
        document
            .put("objects", found.objects())
            .put("packs", found.packs())
            .put("bytes", found.bytes())
            .put("bytesWritten", found.written())
            .put("waitingPacks", found.waitingPacks())
            .put("waitingBytes", found.waitingBytes())
            .put("youngObjects", found.young())
            .put("trimmedEntries", found.trimmed())
            .put("obstacle", found.obstacle()));
    return document.build();
  }

  private String freed() {
    return dryRun ? "would free " : "freed ";
  }

  private void show(Housekeeping.Freed here) {
    terminal()
        .print(
            "here: "
                + freed()
                + Words.count(here.objects(), "object")
                + ", "
                + Words.size(Math.max(0, here.bytes())));
  }

  private void show(String name, Optional<Collected> done) {
    if (done.isEmpty()) {
      terminal()
          .print(name + ": collects by itself; 'tidelock hub gc' does it at once, at the hub");
      return;
    }
    Collected collected = done.get();
    terminal()
        .print(
            name
                + ": "
                + freed()
                + Words.count(collected.objects(), "object")
                + ", "
                + Words.count(collected.packs(), "pack")
                + ", "
                + Words.size(collected.bytes())
                + (collected.written() > 0
                    ? "; " + Words.size(collected.written()) + " written in their place"
                    : ""));
    if (collected.waitingPacks() > 0) {
      terminal()
          .print(
              "  "
                  + Words.count(collected.waitingPacks(), "pack")
                  + ", "
                  + Words.size(collected.waitingBytes())
                  + ", are deleted by a 'tidelock gc' a day from now");
    }
    if (collected.young() > 0) {
      terminal()
          .print(
              "  "
                  + Words.count(collected.young(), "object")
                  + " that nothing stands on: not known here for a day yet, so kept");
    }
    collected
        .obstacle()
        .ifPresent(obstacle -> {
          terminal().print("  all is kept: " + Words.shown(obstacle));
          terminal().say("Next: tidelock verify --remote " + name + " --repair");
        });
  }
}
