package dev.tidelock.cli.command.hub;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Words;
import dev.tidelock.workspace.json.Json;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/// `tidelock hub gc`.
@CommandLine.Command(
    name = "gc",
    description = "Free what no history at a hub needs any more, also while it serves.",
    footer = {
      "",
      "Example:",
      "  tidelock hub gc",
      "",
      "Commits are kept for ever. Their trees are kept for a day, then one for each hour, later one",
      "for each day and week. What was sent and belongs to nothing is kept for a day."
    })
final class HubGcCommand extends Command {
  @Mixin private HubDataChoice data = new HubDataChoice();
  @Mixin private JsonChoice json = new JsonChoice();

  HubGcCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    Json.Members done = HubWork.collectGarbage(data.directory(workbench().surroundings())).build();
    if (json.wanted()) {
      terminal().print(done);
    } else {
      terminal()
          .print(
              "freed %s: %d objects, %d packs, %d tokens"
                  .formatted(
                      Words.size(Math.max(0, count(done, "bytes"))),
                      count(done, "objects"),
                      count(done, "packs"),
                      count(done, "tokens")));
    }
    return ExitCode.OK;
  }

  private static long count(Json.Members done, String name) {
    return done.whole(name).orElse(0L);
  }
}
