package dev.tidelock.hub.http.message;

import org.jspecify.annotations.Nullable;

/// The token that asks.
///
/// @param id its id
/// @param scope what it allows
/// @param device the device that signed in with it; null for one that a person made
/// @param expires until when it is good
public record TokenSummary(String id, String scope, @Nullable String device, String expires) {}
