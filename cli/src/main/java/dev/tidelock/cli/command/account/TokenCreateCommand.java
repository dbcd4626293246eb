package dev.tidelock.cli.command.account;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.hubclient.HubAccount;
import dev.tidelock.workspace.json.Json;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tidelock token create`.
@CommandLine.Command(
    name = "create",
    description = "Make a token for a program, and show it this once.",
    footer = {
      "",
      "Examples:",
      "  tidelock token create 'nightly build'",
      "  tidelock token create robot --scope write --days 365 --json",
      "",
      "The output is the token alone, so that a script can take it. The hub keeps a digest of it",
      "only: a token that was lost is revoked and made anew."
    })
final class TokenCreateCommand extends Command {
  private static final int USUAL_DAYS = 90;
  private static final int MOST_DAYS = 3650;

  @Mixin private HubOption hub = new HubOption();
  @Mixin private JsonChoice json = new JsonChoice();

  @Parameters(paramLabel = "NAME", description = "What to call it, for you to know it again.")
  private String name = "";

  @Option(
      names = "--scope",
      paramLabel = "read|write",
      description = "What it allows: to clone and pull only, or everything. Default: read.")
  private String scope = "read";

  @Option(
      names = "--days",
      paramLabel = "N",
      description = "How long it can be used, 1 to " + MOST_DAYS + ". Default: " + USUAL_DAYS + ".")
  private int days = USUAL_DAYS;

  TokenCreateCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    if (name.isBlank()) {
      throw Failure.usage("a token needs a name", "for example that of the program it is for");
    }
    if (!List.of("read", "write").contains(scope)) {
      throw Failure.usage("'" + scope + "' is no scope", "it is read or write");
    }
    if (days < 1 || days > MOST_DAYS) {
      throw Failure.usage("a token can be used for 1 to " + MOST_DAYS + " days", "");
    }
    HubAccount.MadeToken made =
        hub.with(workbench(), account -> account.makeToken(name, scope, days));
    if (json.wanted()) {
      terminal().print(document(made));
    } else {
      terminal().print(made.secret());
      terminal().say("This is the only time that it is shown. It ends on " + made.expires() + ".");
      terminal().say("'tidelock token revoke " + made.id() + "' takes it back.");
    }
    return ExitCode.OK;
  }

  private Json document(HubAccount.MadeToken made) {
    return Json.object()
        .put("schema", 1)
        .put(
            "token",
            Json.object()
                .put("id", made.id())
                .put("name", name)
                .put("scope", scope)
                .put("expires", made.expires())
                .put("secret", made.secret()))
        .build();
  }
}
