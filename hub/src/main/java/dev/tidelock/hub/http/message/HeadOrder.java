package dev.tidelock.hub.http.message;

import org.jspecify.annotations.Nullable;

/// A wanted step of a branch.
///
/// @param branch the branch
/// @param from where it stands; null if there is no such branch
/// @param to where it is to stand
/// @param device who moves it
/// @param incarnation which workspace of the device
/// @param sequence the number of this move among the writer's
/// @param accept the hash of a change that a person accepted; null if there is none
public record HeadOrder(
    @Nullable String branch,
    @Nullable String from,
    @Nullable String to,
    @Nullable String device,
    @Nullable String incarnation,
    @Nullable Long sequence,
    @Nullable String accept) {}
