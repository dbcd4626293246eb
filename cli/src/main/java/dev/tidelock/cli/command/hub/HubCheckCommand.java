package dev.tidelock.cli.command.hub;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Words;
import dev.tidelock.workspace.json.Json;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/// `tidelock hub check`.
@CommandLine.Command(
    name = "check",
    description = "Read everything that a hub keeps, and name what is damaged.",
    footer = {
      "",
      "Example:",
      "  tidelock hub check --json",
      "",
      "What is damaged is noted, so that a device that has it sends it again with its next push.",
      "The exit code is 1 if anything is."
    })
final class HubCheckCommand extends Command {
  @Mixin private HubDataChoice data = new HubDataChoice();
  @Mixin private JsonChoice json = new JsonChoice();

  HubCheckCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    Json.Members report = HubWork.check(data.directory(workbench().surroundings())).build();
    List<String> findings = findings(report);
    if (json.wanted()) {
      terminal().print(report);
    } else {
      findings.forEach(terminal()::print);
      terminal()
          .print(
              "%d projects, %d objects, %s: %s"
                  .formatted(
                      report.whole("projects").orElse(0L),
                      report.whole("objects").orElse(0L),
                      Words.size(report.whole("bytes").orElse(0L)),
                      findings.isEmpty() ? "all is well" : findings.size() + " findings"));
    }
    return findings.isEmpty() ? ExitCode.OK : ExitCode.FAILURE;
  }

  private static List<String> findings(Json.Members report) {
    return report.get("findings").orElse(Json.NOTHING) instanceof Json.Items items
        ? items.values().stream().map(each -> ((Json.Text) each).value()).toList()
        : List.of();
  }
}
