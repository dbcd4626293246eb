package dev.tidelock.cli.command.account;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Words;
import dev.tidelock.hubclient.HubAccount;
import dev.tidelock.workspace.json.Json;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/// `tidelock token list`.
@CommandLine.Command(
    name = "list",
    description = "List the tokens that can be used in your name, without their secrets.",
    footer = {
      "",
      "Example:",
      "  tidelock token list --json",
      "",
      "Devices that are signed in have one each; 'tidelock device list' lists those."
    })
final class TokenListCommand extends Command {
  @Mixin private HubOption hub = new HubOption();
  @Mixin private JsonChoice json = new JsonChoice();

  TokenListCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    List<HubAccount.TokenView> tokens =
        hub.with(workbench(), HubAccount::tokens).stream()
            .filter(each -> each.device().isEmpty())
            .toList();
    if (json.wanted()) {
      terminal()
          .print(
              Json.object()
                  .put("schema", 1)
                  .put("tokens", Json.array(tokens, TokenListCommand::document))
                  .build());
    } else if (tokens.isEmpty()) {
      terminal().print("There is no token; 'tidelock token create NAME' makes one.");
    } else {
      tokens.forEach(each -> terminal().print(line(each)));
    }
    return ExitCode.OK;
  }

  private static Json document(HubAccount.TokenView token) {
    return Json.object()
        .put("id", token.id())
        .put("name", token.name())
        .put("scope", token.scope())
        .put("made", token.made())
        .put("used", token.used())
        .put("expires", token.expires())
        .build();
  }

  private static String line(HubAccount.TokenView token) {
    return "%s  %-5s  until %s  %s"
        .formatted(
            Words.shown(token.id()),
            Words.shown(token.scope()),
            Words.shown(token.expires().orElse("it is revoked")),
            Words.shown(token.name()));
  }
}
