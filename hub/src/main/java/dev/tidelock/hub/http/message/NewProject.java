package dev.tidelock.hub.http.message;

import org.jspecify.annotations.Nullable;

/// A project that is wanted.
///
/// @param genesis its genesis, in base64
public record NewProject(@Nullable String genesis) {}
