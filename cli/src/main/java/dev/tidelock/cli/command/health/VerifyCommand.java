package dev.tidelock.cli.command.health;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.command.WorkspaceChoice;
import dev.tidelock.cli.json.Json;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Style;
import dev.tidelock.cli.output.Words;
import dev.tidelock.cli.workspace.OpenWorkspace;
import dev.tidelock.cli.workspace.Place;
import dev.tidelock.engine.sync.Verification;
import dev.tidelock.engine.sync.VerifyReport;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `tidelock verify`: reads everything that is kept and checks it.
@CommandLine.Command(
    name = "verify",
    description = "Read everything that is kept here, and check it.",
    footer = {
      "",
      "Examples:",
      "  tidelock verify",
      "  tidelock verify --repair      fetch what is damaged from the remote or the disk",
      "",
      "The exit code is 1 if something is damaged and was not repaired."
    })
public final class VerifyCommand extends Command {
  @Option(names = "--repair", description = "Replace what is damaged by what the remote has.")
  private boolean repair;

  @Mixin private WorkspaceChoice choice = new WorkspaceChoice();
  @Mixin private JsonChoice json = new JsonChoice();

  public VerifyCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    Place place = workbench().place(choice);
    VerifyReport report;
    try (OpenWorkspace workspace = workbench().open(place)) {
      report =
          workspace
              .engine()
              .verify(
                  repair ? Verification.REPAIR : Verification.CHECK,
                  repair ? workspace.source() : Optional.empty());
    }
    boolean sound = report.damaged().isEmpty();
    if (json.wanted()) {
      terminal()
          .print(
              Json.object()
                  .put("schema", 1)
                  .put("success", sound)
                  .put("objects", report.objects())
                  .put("bytes", report.bytes())
                  .put("damaged", Json.array(report.damaged(), Json::of))
                  .put("repaired", Json.array(report.repaired(), Json::of))
                  .build());
    } else {
      show(report, sound);
    }
    return sound ? ExitCode.OK : ExitCode.FAILURE;
  }

  private void show(VerifyReport report, boolean sound) {
    report.repaired().forEach(each -> terminal().print("repaired: " + Words.shown(each)));
    report
        .damaged()
        .forEach(each ->
            terminal().print(terminal().styled(Style.RED, "damaged: ") + Words.shown(each)));
    terminal()
        .print(
            (sound ? terminal().styled(Style.GREEN, "Sound") : "Not sound")
                + ": "
                + Words.count(report.objects(), "object")
                + ", "
                + Words.size(report.bytes())
                + " read and checked.");
    if (!sound && !repair) {
      terminal().say("Next: tidelock verify --repair");
    }
  }
}
