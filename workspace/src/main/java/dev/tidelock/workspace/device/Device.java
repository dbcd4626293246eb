package dev.tidelock.workspace.device;

import dev.tidelock.core.tree.DeviceId;
import java.util.Locale;
import java.util.regex.Pattern;

/// One installation.
///
/// @param id its id: the host's name at the time, so that people recognise it in a history, and 20
///   random digits, so that no two devices share it
/// @param name what it is called
public record Device(DeviceId id, String name) {
  private static final Pattern ENDING = Pattern.compile("-[0-9a-f]{20}$");
  private static final int NAME_LENGTH = 40;

  /// A device on `host`, told apart by `digits`, 20 hexadecimal ones.
  static Device named(String host, String digits) {
    String plain =
        host.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    String stem = plain.isEmpty() ? "device" : plain;
    String cut = stem.substring(0, Math.min(stem.length(), NAME_LENGTH));
    return new Device(new DeviceId(cut + "-" + digits), host.isBlank() ? cut : host);
  }

  /// A device's id as people know it: without the random digits.
  public static String shown(DeviceId id) {
    return ENDING.matcher(id.text()).replaceFirst("");
  }
}
