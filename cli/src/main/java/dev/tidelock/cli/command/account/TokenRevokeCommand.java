package dev.tidelock.cli.command.account;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.hubclient.HubAccount;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `tidelock token revoke`.
@CommandLine.Command(
    name = "revoke",
    description = "Take a token back: from now on it is worth nothing.",
    footer = {
      "",
      "Example:",
      "  tidelock token revoke 3f9ac2",
      "",
      "It is named as 'tidelock token list' names it; its id may be abbreviated."
    })
final class TokenRevokeCommand extends Command {
  @Mixin private HubOption hub = new HubOption();
  @Mixin private JsonChoice json = new JsonChoice();

  @Parameters(paramLabel = "ID", description = "The token's id or name.")
  private String wanted = "";

  TokenRevokeCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    HubAccount.TokenView revoked =
        hub.with(
            workbench(),
            account -> {
              List<Revocation.Candidate> tokens =
                  account.tokens().stream()
                      .filter(each -> each.device().isEmpty())
                      .map(each -> new Revocation.Candidate(each, each.id(), each.name()))
                      .toList();
              return new Revocation("token").run(account, tokens, wanted);
            });
    Revocation.report(terminal(), json, "token", revoked.id(), revoked.name());
    return ExitCode.OK;
  }
}
