package dev.tidelock.hub.http.message;

import org.jspecify.annotations.Nullable;

/// A token that is wanted.
///
/// @param name what to call it
/// @param scope `read` or `write`
/// @param days how long it is to be good
public record NewToken(@Nullable String name, @Nullable String scope, @Nullable Integer days) {}
