package dev.tidelock.workspace.settings;

import dev.tidelock.core.merge.Strategy;
import dev.tidelock.engine.sync.Direction;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Every way to write a direction or a strategy that is understood, on the command line and in
/// settings alike.
public final class Spellings {
  /// The names of the directions, as they are shown.
  public static final List<String> DIRECTIONS = List.of("up", "down", "both");

  /// The names of the strategies, as they are shown.
  public static final List<String> STRATEGIES =
      List.of("merge", "local", "remote", "newest", "manual");

  private static final Map<String, Direction> DIRECTION =
      Map.ofEntries(
          Map.entry("up", Direction.UP),
          Map.entry("upload", Direction.UP),
          Map.entry("push", Direction.UP),
          Map.entry("local_to_remote", Direction.UP),
          Map.entry("down", Direction.DOWN),
          Map.entry("download", Direction.DOWN),
          Map.entry("pull", Direction.DOWN),
          Map.entry("remote_to_local", Direction.DOWN),
          Map.entry("both", Direction.BOTH),
          Map.entry("bidirectional", Direction.BOTH));

  private static final Map<String, Strategy> STRATEGY =
      Map.ofEntries(
          Map.entry("merge", Strategy.MERGE),
          Map.entry("local", Strategy.LOCAL),
          Map.entry("ours", Strategy.LOCAL),
          Map.entry("keep_local", Strategy.LOCAL),
          Map.entry("local_wins", Strategy.LOCAL),
          Map.entry("remote", Strategy.REMOTE),
          Map.entry("theirs", Strategy.REMOTE),
          Map.entry("keep_remote", Strategy.REMOTE),
          Map.entry("remote_wins", Strategy.REMOTE),
          Map.entry("cloud_wins", Strategy.REMOTE),
          Map.entry("newest", Strategy.NEWEST),
          Map.entry("manual", Strategy.MANUAL));

  private Spellings() {}

  /// The direction that a text names.
  public static Optional<Direction> direction(String text) {
    return Optional.ofNullable(DIRECTION.get(plain(text)));
  }

  /// The strategy that a text names.
  public static Optional<Strategy> strategy(String text) {
    return Optional.ofNullable(STRATEGY.get(plain(text)));
  }

  /// The name of a direction or strategy, as it is shown.
  public static String shown(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static String plain(String text) {
    return text.strip().toLowerCase(Locale.ROOT).replace('-', '_');
  }
}
