package dev.tidelock.cli.command.config;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Style;
import dev.tidelock.workspace.settings.SettingKey;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Parameters;

/// `tidelock config explain`.
@CommandLine.Command(
    name = "explain",
    description = "Say what a key means, or all of them.",
    footer = {"", "Example:", "  tidelock config explain watch.debounce_ms"})
final class ConfigExplainCommand extends Command {
  @Parameters(arity = "0..1", paramLabel = "KEY", description = "The key; else all of them.")
  private @Nullable String key;

  ConfigExplainCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    if (key != null && !key.matches("(sync\\.)?(workspaces|conflict\\.paths)")) {
      explain(ConfigKeys.find(key));
      return ExitCode.OK;
    }
    if (key == null) {
      SettingKey.ALL.forEach(this::explain);
    }
    terminal().print(ConfigKeys.LISTS.stripTrailing());
    return ExitCode.OK;
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
