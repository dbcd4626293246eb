package dev.tidelock.hub.http.message;

import java.util.List;

/// The tokens of an account.
///
/// @param tokens all that can be used
public record TokenList(List<TokenBody> tokens) {
  public TokenList {
    tokens = List.copyOf(tokens);
  }
}
