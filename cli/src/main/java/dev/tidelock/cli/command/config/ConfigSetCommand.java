package dev.tidelock.cli.command.config;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.command.WorkspaceChoice;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.json.JsonFile;
import dev.tidelock.workspace.machine.Reasons;
import dev.tidelock.workspace.settings.SettingKey;
import dev.tidelock.workspace.settings.SettingsEditor;
import dev.tidelock.workspace.settings.SettingsReader;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `tidelock config set`.
@CommandLine.Command(
    name = "set",
    description = "Set a key; comments and all other lines of the file stay as they are.",
    footer = {"", "Example:", "  tidelock config set conflict.default_strategy newest"})
final class ConfigSetCommand extends Command {
  @Parameters(index = "0", paramLabel = "KEY", description = "The key, such as watch.enabled.")
  private String key = "";

  @Parameters(index = "1", paramLabel = "VALUE", description = "Its new value.")
  private String value = "";

  @Mixin private WorkspaceChoice choice = new WorkspaceChoice();

  ConfigSetCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    SettingKey found = ConfigKeys.find(key);
    if (found.type() == SettingKey.Type.TEXTS) {
      throw Failure.usage(
          "'" + key + "' is a list", "edit .tidelock/sync.yaml for it; each item begins with '- '");
    }
    found
        .defect(value)
        .ifPresent(wanted -> {
          throw Failure.usage(
              "sync." + found.path() + " is " + wanted + ", not '" + value + "'", "");
        });
    Place place = workbench().place(choice);
    workbench().settings(place);
    try {
      String before = JsonFile.readText(place.settings()).orElse("");
      Optional<String> after =
          SettingsEditor.set(before, found, value)
              .filter(text ->
                  SettingsReader.read(text, workbench().surroundings().environment())
                      .errors()
                      .isEmpty());
      JsonFile.writeText(
          place.settings(),
          after.orElseThrow(() ->
              Failure.usage(
                  place.settings() + " is laid out in a way that only a person can change",
                  "edit it; 'tidelock config validate' checks it")));
    } catch (IOException e) {
      throw new Failure(ExitCode.of(e), Reasons.of(e), "check the permissions", e);
    }
    terminal().say("Set sync." + found.path() + ".");
    return ExitCode.OK;
  }
}
