package dev.tidelock.hub.http.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a device wants to fetch.
///
/// @param scope `history` or `trees`
/// @param wants from where
/// @param whole what the device has with everything below
/// @param contents up to how many bytes of small contents are to come along; null for none
/// @param deltas whether objects may come beside others that the device has; null for not
public record Fetch(
    @Nullable String scope,
    @Nullable List<String> wants,
    @Nullable List<String> whole,
    @Nullable Integer contents,
    @Nullable Boolean deltas) {}
