package dev.tidelock.cli.output;

import dev.tidelock.workspace.machine.SafeText;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// Numbers, times and names as people read them.
public final class Words {
  private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};

  private Words() {}

  /// A size: `812 B`, `1.2 MB`.
  public static String size(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = -1;
    while (value >= 999.95) {
      value /= 1000;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
  }

  /// A number and what it counts: `1 file`, `2 files`.
  public static String count(long number, String thing) {
    return number + " " + (number == 1 ? thing : plural(thing));
  }

  private static String plural(String thing) {
    return thing.endsWith("y") ? thing.substring(0, thing.length() - 1) + "ies" : thing + "s";
  }

  /// A length of time: `41 ms`, `3.2 s`, `4 min 10 s`.
  public static String duration(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 1000) {
      return millis + " ms";
    }
    if (millis < 60_000) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
    long seconds = millis / 1000;
    return seconds < 3600
        ? seconds / 60 + " min " + seconds % 60 + " s"
        : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
  }

  /// How long ago something was, or will be: `just now`, `5 minutes ago`, `in 2 hours`.
  public static String ago(Instant time, Instant now) {
    long seconds = Duration.between(time, now).toSeconds();
    if (Math.abs(seconds) < 10) {
      return "just now";
    }
    long distance = Math.abs(seconds);
    String text;
    if (distance < 60) {
      text = count(distance, "second");
    } else if (distance < 3600) {
      text = count(distance / 60, "minute");
    } else if (distance < 48 * 3600) {
      text = count(distance / 3600, "hour");
    } else {
      text = distance / 86_400 + " days";
    }
    return seconds < 0 ? "in " + text : text + " ago";
  }

  /// A time in UTC as ISO 8601 has it, to the millisecond.
  public static String iso(long wallMillis) {
    return iso(Instant.ofEpochMilli(wallMillis));
  }

  /// A time in UTC as ISO 8601 has it, to the millisecond.
  public static String iso(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  /// A name or path as it may stand on a terminal.
  public static String shown(String name) {
    return SafeText.of(name);
  }
}
