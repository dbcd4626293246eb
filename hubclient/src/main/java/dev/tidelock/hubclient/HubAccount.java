package dev.tidelock.hubclient;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An account at a hub: signing in and out, and the tokens that speak for it. For use by one
/// thread.
public final class HubAccount {
  private static final String SESSION = "/v0/session";
  private static final String TOKENS = "/v0/tokens";

  private final HubConnection connection;

  /// The account that a connection's token speaks for, or that is to be signed in to.
  public HubAccount(HubConnection connection) {
    this.connection = connection;
  }

  /// Who somebody is to a hub.
  ///
  /// @param id the account's id
  /// @param email the address that it signs in with
  /// @param admin whether it may manage the hub
  public record Person(String id, String email, boolean admin) {
    private static Person of(Message account) {
      return new Person(account.text("id"), account.text("email"), account.truth("admin"));
    }
  }

  /// A sign-in that was granted.
  ///
  /// @param token the secret that speaks for the account from now on
  /// @param expires until when, as the hub wrote it
  public record Granted(String token, String expires, Person person) {}

  /// Who asks, and with what rights.
  ///
  /// @param scope what the token may be used for
  /// @param expires until when, as the hub wrote it; empty if for ever
  public record Identity(Person person, String scope, Optional<String> expires) {}

  /// A token, without its secret.
  ///
  /// @param id its id
  /// @param name what it is called
  /// @param scope what it may be used for
  /// @param device the id of the device that signed in with it; empty for one that a person made
  /// @param deviceName what that device calls itself
  /// @param made when it was made
  /// @param used when it was used last; empty if never
  /// @param expires until when it can be used; empty if for ever
  public record TokenView(
      String id,
      String name,
      String scope,
      Optional<String> device,
      Optional<String> deviceName,
      String made,
      Optional<String> used,
      Optional<String> expires) {}

  /// A token that was made.
  ///
  /// @param id its id
  /// @param secret what its bearer shows; the hub does not tell it again
  /// @param expires until when it can be used, as the hub wrote it
  public record MadeToken(String id, String secret, String expires) {
    /// Without the secret: such texts end in logs.
    @Override
    public String toString() {
      return "token " + id;
    }
  }

  /// Signs in with a password.
  ///
  /// @param device the device's id
  /// @param deviceName its name for people
  public Granted signIn(String email, String password, String device, String deviceName) {
    Message order =
        Message.empty()
            .with("email", email)
            .with("password", password)
            .with("device", device)
            .with("deviceName", deviceName);
    return connection.message(
        Request.post(SESSION, order, Request.Effort.ONCE),
        granted ->
            new Granted(
                granted.text("token"),
                granted.text("expires"),
                Person.of(granted.message("account"))));
  }

  /// Whom the token speaks for.
  public Identity identity() {
    return connection.message(
        Request.get("/v0/me"),
        me -> {
          Message token = me.message("token");
          return new Identity(
              Person.of(me.message("account")), token.text("scope"), token.maybeText("expires"));
        });
  }

  /// Gives the token up: from now on it is worth nothing.
  public void signOut() {
    connection.tell(Request.delete(SESSION));
  }

  /// The account's tokens, those of its devices included.
  public List<TokenView> tokens() {
    return connection.message(
        Request.get(TOKENS),
        answer -> {
          List<TokenView> tokens = new ArrayList<>();
          for (Message each : answer.messages("tokens")) {
            tokens.add(
                new TokenView(
                    each.text("id"),
                    each.maybeText("name").orElse(""),
                    each.text("scope"),
                    each.maybeText("device"),
                    each.maybeText("deviceName"),
                    each.text("made"),
                    each.maybeText("used"),
                    each.maybeText("expires")));
          }
          return tokens;
        });
  }

  /// Makes a token for a program.
  ///
  /// @param name what to call it
  /// @param scope `read` or `write`
  /// @param days how long it can be used
  public MadeToken makeToken(String name, String scope, int days) {
    Message order = Message.empty().with("name", name).with("scope", scope).with("days", days);
    return connection.message(
        Request.post(TOKENS, order, Request.Effort.ONCE),
        made -> new MadeToken(made.text("id"), made.text("token"), made.text("expires")));
  }

  /// Takes a token back: from now on it is worth nothing.
  ///
  /// @param id its id, which the hub gave
  public void revoke(String id) {
    connection.tell(Request.delete(TOKENS + "/" + URLEncoder.encode(id, StandardCharsets.UTF_8)));
  }
}
