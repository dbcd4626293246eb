package dev.tidelock.hub.http.message;

/// Who asks.
///
/// @param account for whom
/// @param token by what right
public record Me(AccountBody account, TokenSummary token) {}
