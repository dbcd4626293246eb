package dev.tidelock.cli.command.config;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.command.WorkspaceChoice;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Style;
import dev.tidelock.cli.output.Words;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.settings.Settings;
import dev.tidelock.workspace.settings.SettingsProblem;
import dev.tidelock.workspace.settings.SettingsProblem.Severity;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/// `tidelock config validate`.
@CommandLine.Command(
    name = "validate",
    description = "Check .tidelock/sync.yaml, and name everything that is wrong by line.",
    footer = {
      "",
      "Example:",
      "  tidelock config validate --json",
      "",
      "The exit code is 1 if it cannot be used."
    })
final class ConfigValidateCommand extends Command {
  @Mixin private WorkspaceChoice choice = new WorkspaceChoice();
  @Mixin private JsonChoice json = new JsonChoice();

  ConfigValidateCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    Place place = workbench().place(choice);
    Settings settings = workbench().rawSettings(place);
    boolean valid = settings.errors().isEmpty();
    if (json.wanted()) {
      terminal()
          .print(
              Json.object()
                  .put("schema", 1)
                  .put("valid", valid)
                  .put("file", place.settings().toString())
                  .put("problems", Json.array(settings.problems(), ConfigValidateCommand::document))
                  .build());
    } else {
      settings.problems().forEach(problem -> show(place, problem));
      terminal().print(place.settings() + (valid ? " is valid." : " cannot be used as it is."));
    }
    return valid ? ExitCode.OK : ExitCode.FAILURE;
  }

  private static Json document(SettingsProblem problem) {
    return Json.object()
        .put("severity", problem.severity().name().toLowerCase(Locale.ROOT))
        .put("line", problem.line())
        .put("message", problem.message())
        .build();
  }

  private void show(Place place, SettingsProblem problem) {
    Style style = problem.severity() == Severity.ERROR ? Style.RED : Style.YELLOW;
    terminal()
        .print(
            place.settings().getFileName()
                + ":"
                + problem.line()
                + ": "
                + terminal().styled(style, problem.severity().name().toLowerCase(Locale.ROOT))
                + " "
                + Words.shown(problem.message()));
  }
}
