package dev.tidelock.hub.store;

import dev.tidelock.core.Bytes;
import java.util.List;
import java.util.Optional;

/// The tokens, within one transaction. Secrets are known by their SHA-256 only.
public interface Tokens {
  /// The token of this secret.
  Optional<Token> bySecret(Bytes hash);

  /// The tokens of an account that can be used, in the order in which they were made.
  ///
  /// @param now in milliseconds since 1970
  List<Token> usable(String account, long now);

  /// Adds a token.
  void add(Token token, Bytes hash);

  /// Notes that a token was used.
  void setUsed(String id, long time);

  /// Takes a token back: whether the account had such a one that was not.
  boolean revoke(String account, String id);

  /// Takes all tokens of an account back.
  void revokeAll(String account);

  /// Forgets tokens that expired before a time: how many.
  int forget(long before);
}
