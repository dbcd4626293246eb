package dev.tidelock.hub.account;

import dev.tidelock.hub.protocol.ErrorCode;
import dev.tidelock.hub.protocol.Refusal;
import dev.tidelock.hub.store.Account;
import dev.tidelock.hub.store.Scope;
import dev.tidelock.hub.store.Token;

/// Who makes a request.
///
/// @param account for whom
/// @param token by what right
public record Caller(Account account, Token token) {
  /// Makes sure that the caller may change something.
  ///
  /// @throws Refusal if not
  public void requireWrite() {
    if (token.scope() != Scope.WRITE) {
      throw new Refusal(
          ErrorCode.NOT_ALLOWED, "this token allows reading only", "use one that allows writing");
    }
  }
}
