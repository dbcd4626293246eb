package dev.tidelock.hub.http;

import dev.tidelock.hub.account.Access;
import dev.tidelock.hub.account.Caller;
import dev.tidelock.hub.http.message.AccountBody;
import dev.tidelock.hub.http.message.MadeToken;
import dev.tidelock.hub.http.message.Me;
import dev.tidelock.hub.http.message.NewToken;
import dev.tidelock.hub.http.message.SignIn;
import dev.tidelock.hub.http.message.SignedIn;
import dev.tidelock.hub.http.message.TokenBody;
import dev.tidelock.hub.http.message.TokenList;
import dev.tidelock.hub.http.message.TokenSummary;
import dev.tidelock.hub.protocol.Refusal;
import dev.tidelock.hub.settings.HttpSettings;
import dev.tidelock.hub.store.Account;
import dev.tidelock.hub.store.Scope;
import dev.tidelock.hub.store.Token;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Signing in and out, and tokens.
final class AccountRoutes {
  private static final int NO_CONTENT = 204;
  private static final int MAX_DEVICE = 64;

  private final Gate gate;
  private final Access access;
  private final HttpSettings.Proxy proxy;

  AccountRoutes(Gate gate, Access access, HttpSettings.Proxy proxy) {
    this.gate = gate;
    this.access = access;
    this.proxy = proxy;
  }

  void register(RoutesConfig routes) {
    routes.post("/v0/session", this::signIn);
    routes.delete("/v0/session", this::signOut);
    routes.get("/v0/me", this::me);
    routes.get("/v0/tokens", this::tokens);
    routes.post("/v0/tokens", this::makeToken);
    routes.delete("/v0/tokens/{token}", this::revoke);
  }

  private void signIn(Context request) {
    SignIn wanted = Messages.readOfStranger(request, SignIn.class);
    String device = Messages.required(wanted.device(), "device");
    if (device.isBlank() || device.length() > MAX_DEVICE) {
      throw Refusal.malformed("a device's id has 1 to 64 characters");
    }
    @Nullable String name = wanted.deviceName();
    Access.Granted granted =
        access.signIn(
            Messages.required(wanted.email(), "email"),
            Messages.required(wanted.password(), "password"),
            device,
            name == null ? device : name,
            address(request));
    Caller caller = granted.caller();
    Messages.answer(
        request,
        new SignedIn(
            granted.secret(), Messages.time(caller.token().expires()), body(caller.account())));
  }

  /// Where a request came from. Each proxy appends whom it saw, so only the last word is that of
  /// the one in front of us; the rest anybody may have written.
  private String address(Context request) {
    @Nullable String forwarded = request.header("X-Forwarded-For");
    if (proxy == HttpSettings.Proxy.TRUSTED && forwarded != null) {
      return forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
    }
    return request.req().getRemoteAddr();
  }

  private void signOut(Context request) {
    Caller caller = gate.caller(request);
    access.revoke(caller, caller.token().id());
    request.status(NO_CONTENT);
  }

  private void me(Context request) {
    Caller caller = gate.caller(request);
    Token token = caller.token();
    Messages.answer(
        request,
        new Me(
            body(caller.account()),
            new TokenSummary(
                token.id(), scope(token), orNull(token.device()), Messages.time(token.expires()))));
  }

  private void tokens(Context request) {
    Caller caller = gate.caller(request);
    Messages.answer(
        request, new TokenList(access.tokens(caller).stream().map(AccountRoutes::body).toList()));
  }

  private void makeToken(Context request) {
    Caller caller = gate.caller(request);
    caller.requireWrite();
    NewToken wanted = Messages.read(request, NewToken.class);
    Scope scope =
        switch (Messages.required(wanted.scope(), "scope")) {
          case "read" -> Scope.READ;
          case "write" -> Scope.WRITE;
          default -> throw Refusal.malformed("a scope is 'read' or 'write'");
        };
    String name = Messages.required(wanted.name(), "name");
    if (name.isBlank()) {
      throw Refusal.malformed("a token needs a name");
    }
    Access.Granted granted =
        access.makeToken(caller, name, scope, Messages.required(wanted.days(), "days"));
    Token made = granted.caller().token();
    Messages.answer(
        request, new MadeToken(granted.secret(), made.id(), Messages.time(made.expires())));
  }

  private void revoke(Context request) {
    Caller caller = gate.caller(request);
    caller.requireWrite();
    String token = request.pathParam("token");
    if (!access.revoke(caller, token)) {
      throw Refusal.notFound("token " + token);
    }
    request.status(NO_CONTENT);
  }

  private static AccountBody body(Account account) {
    return new AccountBody(account.id(), account.email(), account.admin());
  }

  private static TokenBody body(Token token) {
    return new TokenBody(
        token.id(),
        orNull(token.name()),
        scope(token),
        orNull(token.device()),
        orNull(token.deviceName()),
        Messages.time(token.made()),
        Messages.time(token.used()),
        Messages.time(token.expires()));
  }

  private static String scope(Token token) {
    return token.scope().name().toLowerCase(Locale.ROOT);
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
