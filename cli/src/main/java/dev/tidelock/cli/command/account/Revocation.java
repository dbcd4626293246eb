package dev.tidelock.cli.command.account;

import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.json.Json;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.cli.output.Terminal;
import dev.tidelock.cli.output.Words;
import dev.tidelock.hubclient.HubAccount;
import java.util.List;

/// How a right to use a hub is taken back that a person named.
///
/// @param thing what the rights belong to: `token` or `device`
record Revocation(String thing) {
  /// A right that may be meant.
  ///
  /// @param token the right
  /// @param id what it is known by for sure
  /// @param name what people call it
  record Candidate(HubAccount.TokenView token, String id, String name) {}

  /// Takes back the one that is meant, by its id, the beginning of that, or its name.
  HubAccount.TokenView run(HubAccount account, List<Candidate> candidates, String wanted) {
    List<Candidate> found = matching(candidates, wanted);
    if (found.isEmpty()) {
      throw new Failure(
          ExitCode.NOT_FOUND,
          "there is no " + thing + " '" + Words.shown(wanted) + "'",
          "'tidelock " + thing + " list' shows which there are");
    }
    if (found.size() > 1) {
      throw Failure.usage(
          "several are meant by '"
              + Words.shown(wanted)
              + "': "
              + String.join(", ", found.stream().map(each -> Words.shown(each.id())).toList()),
          "choose one by its id");
    }
    HubAccount.TokenView token = found.getFirst().token();
    account.revoke(token.id());
    return token;
  }

  private static List<Candidate> matching(List<Candidate> candidates, String wanted) {
    List<Candidate> same = candidates.stream().filter(each -> each.id().equals(wanted)).toList();
    return same.isEmpty()
        ? candidates.stream()
            .filter(each ->
                !wanted.isEmpty() && each.id().startsWith(wanted) || each.name().equals(wanted))
            .toList()
        : same;
  }

  /// Says what was taken back.
  static void report(Terminal terminal, JsonChoice json, String thing, String id, String name) {
    if (json.wanted()) {
      terminal.print(
          Json.object()
              .put("schema", 1)
              .put("success", true)
              .put(thing, Json.object().put("id", id).put("name", name))
              .build());
    } else {
      terminal.print("The " + thing + " '" + Words.shown(name) + "' can be used no more.");
    }
  }
}
