package dev.tidelock.cli.command.config;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.command.WorkspaceChoice;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Style;
import dev.tidelock.cli.output.Words;
import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.settings.PathStrategy;
import dev.tidelock.workspace.settings.SettingKey;
import dev.tidelock.workspace.settings.Settings;
import dev.tidelock.workspace.settings.Spellings;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/// `tidelock config list`.
@CommandLine.Command(
    name = "list",
    description = "List all settings with what holds for them.",
    footer = {"", "Example:", "  tidelock config list --json"})
final class ConfigListCommand extends Command {
  private static final String API_KEY = "api_key";

  @Mixin private WorkspaceChoice choice = new WorkspaceChoice();
  @Mixin private JsonChoice json = new JsonChoice();

  ConfigListCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    Settings settings = workbench().settings(workbench().place(choice));
    if (json.wanted()) {
      terminal()
          .print(
              Json.object()
                  .put("schema", 1)
                  .put("settings", Json.array(SettingKey.ALL, key -> document(settings, key)))
                  .put("paths", Json.array(settings.pathStrategies(), ConfigListCommand::document))
                  .put(
                      "tables",
                      Json.array(
                          new TreeMap<>(settings.tables()).entrySet(),
                          each -> RowRuleWords.toJson(each.getKey(), each.getValue())))
                  .build());
      return ExitCode.OK;
    }
    for (SettingKey key : SettingKey.ALL) {
      boolean set = isSet(settings, key);
      String line = "sync.%s = %s".formatted(key.path(), Words.shown(shown(settings, key)));
      terminal().print(set ? line : terminal().styled(Style.DIM, line));
    }
    for (PathStrategy each : settings.pathStrategies()) {
      terminal()
          .print(
              "sync.conflict.paths: "
                  + Words.shown(each.pattern())
                  + " → "
                  + Spellings.shown(each.strategy()));
    }
    new TreeMap<>(settings.tables())
        .forEach((table, rules) ->
            terminal()
                .print(
                    "sync.records.tables: "
                        + Words.shown(table)
                        + " → "
                        + RowRuleWords.line(rules)));
    return ExitCode.OK;
  }

  private static boolean isSet(Settings settings, SettingKey key) {
    return key.type() == SettingKey.Type.TEXTS
        ? !settings.ignorePatterns().isEmpty()
        : settings.values().containsKey(key.path());
  }

  /// A value that may be printed: a secret may not.
  private static String shown(Settings settings, SettingKey key) {
    String value = settings.value(key);
    return key.path().equals(API_KEY) && !value.isEmpty() ? "(set)" : value;
  }

  private static Json document(Settings settings, SettingKey key) {
    return Json.object()
        .put("key", "sync." + key.path())
        .put("value", shown(settings, key))
        .put("set", isSet(settings, key))
        .build();
  }

  private static Json document(PathStrategy each) {
    return Json.object()
        .put("pattern", each.pattern())
        .put("strategy", Spellings.shown(each.strategy()))
        .build();
  }
}
