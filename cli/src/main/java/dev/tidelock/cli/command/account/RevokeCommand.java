package dev.tidelock.cli.command.account;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.cli.output.Words;
import dev.tidelock.hubclient.HubAccount;
import dev.tidelock.workspace.json.Json;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;

/// A command that takes back a right to use a hub that a person named.
abstract class RevokeCommand extends Command {
  private final String thing;

  @Mixin private HubOption hub = new HubOption();
  @Mixin private JsonChoice json = new JsonChoice();

  /// @param thing what such rights belong to: `token` or `device`
  RevokeCommand(Workbench workbench, String thing) {
    super(workbench);
    this.thing = thing;
  }

  /// A right that may be meant.
  ///
  /// @param token the token that bears it
  /// @param id what it is known by for sure
  /// @param name what people call it
  record Candidate(String token, String id, String name) {}

  /// The right that a token bears, if it is one of those that this command is about.
  abstract Optional<Candidate> candidate(HubAccount.TokenView token);

  /// The id, the beginning of it, or the name that was given.
  abstract String wanted();

  @Override
  protected final ExitCode run() {
    Candidate revoked =
        hub.with(
            workbench(),
            account -> {
              Candidate meant = meant(account.tokens());
              account.revoke(meant.token());
              return meant;
            });
    if (json.wanted()) {
      terminal()
          .print(
              Json.object()
                  .put("schema", 1)
                  .put("success", true)
                  .put(thing, Json.object().put("id", revoked.id()).put("name", revoked.name()))
                  .build());
    } else {
      terminal()
          .print("The " + thing + " '" + Words.shown(revoked.name()) + "' can be used no more.");
    }
    return ExitCode.OK;
  }

  private Candidate meant(List<HubAccount.TokenView> tokens) {
    List<Candidate> found =
        matching(tokens.stream().map(this::candidate).flatMap(Optional::stream).toList());
    if (found.isEmpty()) {
      throw new Failure(
          ExitCode.NOT_FOUND,
          "there is no " + thing + " '" + Words.shown(wanted()) + "'",
          "'tidelock " + thing + " list' shows which there are");
    }
    if (found.size() > 1) {
      throw Failure.usage(
          "several are meant by '"
              + Words.shown(wanted())
              + "': "
              + String.join(", ", found.stream().map(each -> Words.shown(each.id())).toList()),
          "choose one by its id");
    }
    return found.getFirst();
  }

  private List<Candidate> matching(List<Candidate> candidates) {
    String wanted = wanted();
    List<Candidate> same = candidates.stream().filter(each -> each.id().equals(wanted)).toList();
    return same.isEmpty()
        ? candidates.stream()
            .filter(each ->
                !wanted.isEmpty() && each.id().startsWith(wanted) || each.name().equals(wanted))
            .toList()
        : same;
  }
}
