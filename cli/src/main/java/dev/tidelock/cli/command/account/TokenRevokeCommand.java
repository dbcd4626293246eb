package dev.tidelock.cli.command.account;

import dev.tidelock.cli.command.Workbench;
import dev.tidelock.hubclient.HubAccount;
import java.util.Optional;
import picocli.CommandLine;
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
final class TokenRevokeCommand extends RevokeCommand {
  @Parameters(paramLabel = "ID", description = "The token's id or name.")
  private String wanted = "";

  TokenRevokeCommand(Workbench workbench) {
    super(workbench, "token");
  }

  @Override
  Optional<Candidate> candidate(HubAccount.TokenView token) {
    return token.device().isEmpty()
        ? Optional.of(new Candidate(token.id(), token.id(), token.name()))
        : Optional.empty();
  }

  @Override
  String wanted() {
    return wanted;
  }
}
