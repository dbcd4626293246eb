package dev.tidelock.cli.command.config;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.command.WorkspaceChoice;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Style;
import dev.tidelock.cli.output.Words;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.settings.SettingKey;
import dev.tidelock.workspace.settings.Settings;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `tidelock config explain`.
@CommandLine.Command(
    name = "explain",
    description = "Say what a key means, or all of them.",
    footer = {
      "",
      "Examples:",
      "  tidelock config explain watch.debounce_ms",
      "  tidelock config explain records     also which rules hold for rows here, and why"
    })
final class ConfigExplainCommand extends Command {
  @Parameters(arity = "0..1", paramLabel = "KEY", description = "The key; else all of them.")
  private @Nullable String key;

  @Mixin private WorkspaceChoice choice = new WorkspaceChoice();

  ConfigExplainCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    if (key != null && !key.matches(ConfigKeys.LIST_NAMES)) {
      explain(ConfigKeys.find(key));
      return ExitCode.OK;
    }
    if (key == null) {
      SettingKey.ALL.forEach(this::explain);
    }
    terminal().print(ConfigKeys.LISTS.stripTrailing());
    workbench().placeIfAny(choice).ifPresent(this::explainRows);
    return ExitCode.OK;
  }

  /// Says which rules hold for rows in a workspace, and what says so.
  private void explainRows(Place place) {
    Settings settings = workbench().settings(place);
    terminal().print("");
    terminal().print(terminal().styled(Style.BOLD, "rows in " + place.root()));
    new TreeMap<>(settings.tables())
        .forEach((table, rules) -> {
          terminal().print("  " + Words.shown(table) + ", by sync.records.tables");
          RowRuleWords.explained(rules).forEach(line -> terminal().print("    " + line));
        });
    terminal()
        .print(
            (settings.tables().isEmpty() ? "  all tables" : "  all other tables")
                + ": "
                + RowRuleWords.usual(settings));
  }

  private void explain(SettingKey each) {
    String fallback = each.fallback().isEmpty() ? "not set" : each.fallback();
    terminal()
        .print(
            terminal().styled(Style.BOLD, "sync." + each.path())
                + "  "
                + each.type().wanted()
                + "; default: "
                + fallback);
    terminal().print("  " + each.meaning());
    terminal().print("");
  }
}
