package dev.tidelock.cli.command;

import dev.tidelock.cli.json.Json;
import dev.tidelock.cli.output.ExitCode;
import java.lang.module.ModuleDescriptor;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/// `tidelock version`.
@CommandLine.Command(
    name = "version",
    description = "Show the version.",
    footer = {"", "Example:", "  tidelock version --json"})
final class VersionCommand extends Command {
  @Mixin private JsonChoice json = new JsonChoice();

  VersionCommand(Workbench workbench) {
    super(workbench);
  }

  /// The program's version, as the build wrote it into its module.
  static String version() {
    return Optional.ofNullable(VersionCommand.class.getModule().getDescriptor())
        .flatMap(ModuleDescriptor::rawVersion)
        .orElse("unknown");
  }

  @Override
  ExitCode run() {
    if (json.wanted()) {
      terminal()
          .print(
              Json.object()
                  .put("schema", 1)
                  .put("version", version())
                  .put("java", System.getProperty("java.runtime.version", "unknown"))
                  .build());
    } else {
      terminal().print("tidelock " + version());
    }
    return ExitCode.OK;
  }
}
