package dev.tidelock.cli.command.health;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.command.WorkspaceChoice;
import dev.tidelock.cli.doctor.DeviceChecks;
import dev.tidelock.cli.doctor.DiskChecks;
import dev.tidelock.cli.doctor.Finding;
import dev.tidelock.cli.doctor.Finding.Level;
import dev.tidelock.cli.doctor.WorkspaceChecks;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Style;
import dev.tidelock.cli.output.Words;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/// `tidelock doctor`: looks for what may be wrong.
@CommandLine.Command(
    name = "doctor",
    description = "Look for what may be wrong with this device and this directory.",
    footer = {
      "",
      "Example:",
      "  tidelock doctor --json",
      "",
      "The exit code is 1 if something does not work; warnings alone are 0."
    })
public final class DoctorCommand extends Command {
  @Mixin private WorkspaceChoice choice = new WorkspaceChoice();
  @Mixin private JsonChoice json = new JsonChoice();

  public DoctorCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    List<Finding> findings = new ArrayList<>(new DeviceChecks(workbench().home()).run());
    Optional<Place> place = workbench().placeIfAny(choice);
    place.ifPresent(each -> findings.addAll(look(each)));
    boolean healthy = findings.stream().noneMatch(each -> each.level() == Level.FAIL);
    if (json.wanted()) {
      terminal()
          .print(
              Json.object()
                  .put("schema", 1)
                  .put("success", healthy)
                  .put("checks", Json.array(findings, DoctorCommand::document))
                  .build());
    } else {
      findings.forEach(this::show);
      if (place.isEmpty()) {
        terminal().say("This directory is in no project: only the device was looked at.");
      }
    }
    return healthy ? ExitCode.OK : ExitCode.FAILURE;
  }

  private List<Finding> look(Place place) {
    Settings settings = workbench().rawSettings(place);
    List<Finding> findings =
        new ArrayList<>(new DiskChecks(place, workbench().surroundings().clock()).run());
    findings.addAll(
        new WorkspaceChecks(
                place, settings, workbench().access(), () -> workbench().open(place, settings))
            .run());
    return findings;
  }

  private static Json document(Finding finding) {
    return Json.object()
        .put("level", finding.level().name().toLowerCase(Locale.ROOT))
        .put("subject", finding.subject())
        .put("message", finding.message())
        .put("advice", finding.advice())
        .build();
  }

  private void show(Finding finding) {
    Style style =
        switch (finding.level()) {
          case OK -> Style.GREEN;
          case WARN -> Style.YELLOW;
          case FAIL -> Style.RED;
        };
    terminal()
        .print(
            terminal().styled(style, "%-4s".formatted(finding.level()))
                + " "
                + finding.subject()
                + ": "
                + Words.shown(finding.message()));
    if (!finding.advice().isEmpty()) {
      terminal().print("       " + finding.advice());
    }
  }
}
