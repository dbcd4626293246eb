package dev.tidelock.hub.http.message;

import org.jspecify.annotations.Nullable;

/// How a device signs in.
///
/// @param email whose account
/// @param password the password
/// @param device the device's id
/// @param deviceName what it calls itself
public record SignIn(
    @Nullable String email,
    @Nullable String password,
    @Nullable String device,
    @Nullable String deviceName) {}
