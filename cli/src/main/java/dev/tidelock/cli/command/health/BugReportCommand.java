package dev.tidelock.cli.command.health;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.command.WorkspaceChoice;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.cli.output.Words;
import dev.tidelock.cli.report.Bundle;
import dev.tidelock.cli.report.DeviceFacts;
import dev.tidelock.cli.report.WorkspaceFacts;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.machine.Reasons;
import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `tidelock bug-report`: puts together what helps to find a defect, and nothing that is anybody's.
@CommandLine.Command(
    name = "bug-report",
    description = "Put together what helps to find a defect, without contents, names or secrets.",
    footer = {
      "",
      "Examples:",
      "  tidelock bug-report --dry-run",
      "  tidelock bug-report --output report.zip",
      "",
      "It holds versions, numbers, and words that Tidelock itself knows: which settings are set, how",
      "much of what is kept, how the last syncs ended, what doctor and verify find. It holds no file",
      "names, paths, contents, addresses, ids, or names of people, devices, projects and remotes."
    })
public final class BugReportCommand extends Command {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Where to write it; by default into the directory you are in.")
  private Optional<String> output = Optional.empty();

  @Option(names = "--dry-run", description = "Only show what would be in it.")
  private boolean dryRun;

  @Option(names = "--no-verify", description = "Do not read everything that is kept.")
  private boolean quick;

  @Mixin private WorkspaceChoice choice = new WorkspaceChoice();
  @Mixin private JsonChoice json = new JsonChoice();

  public BugReportCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    Bundle bundle = new Bundle();
    bundle.add("device.json", new DeviceFacts(workbench()).read());
    Optional<Place> place = workbench().placeIfAny(choice);
    place.ifPresent(each -> new WorkspaceFacts(workbench(), each, !quick).addTo(bundle));
    if (dryRun) {
      if (json.wanted()) {
        terminal().print(bundle.document());
      } else {
        bundle.lines().forEach(terminal()::print);
        terminal().say("Nothing was written.");
      }
      return ExitCode.OK;
    }
    Path file = file();
    try {
      bundle.write(file);
    } catch (IOException e) {
      throw new Failure(ExitCode.of(e), Reasons.of(e), "choose another file with --output", e);
    }
    say(bundle, file);
    return ExitCode.OK;
  }

  private Path file() {
    String stamp = STAMP.format(workbench().surroundings().clock().instant());
    return workbench().surroundings().resolve(output.orElse("tidelock-report-" + stamp + ".zip"));
  }

  private void say(Bundle bundle, Path file) {
    if (json.wanted()) {
      terminal()
          .print(
              Json.object()
                  .put("schema", 1)
                  .put("success", true)
                  .put("file", file.toString())
                  .put("entries", Json.array(bundle.names(), Json::of))
                  .build());
      return;
    }
    bundle.names().forEach(name -> terminal().print("  " + name));
    terminal().print("The report is " + Words.shown(file.toString()));
    terminal()
        .say("It holds no contents, names or secrets; look into it before you give it to anybody.");
  }
}
