package dev.tidelock.workspace.settings;

import java.util.List;
import java.util.Optional;

/// A key of `sync.yaml` that holds one value or a list of texts.
///
/// @param path its names from the top, joined by dots, without the leading `sync.`
/// @param type what it holds
/// @param fallback what holds when it is not set, as text; empty for nothing
/// @param meaning what it does, for a person
public record SettingKey(String path, Type type, String fallback, String meaning) {
  /// All keys but those inside the lists `workspaces` and `conflict.paths`.
  public static final List<SettingKey> ALL =
      List.of(
          new SettingKey(
              "enabled", Type.TRUTH, "true", "whether this workspace syncs; false pauses it"),
          new SettingKey(
              "provider",
              Type.TEXT,
              "",
              "the kind of remote; this version has 'file', and takes any name without effect"),
          new SettingKey(
              "service_url",
              Type.TEXT,
              "",
              "the remote's URL, used when the workspace has no remote of its own"),
          new SettingKey(
              "api_key", Type.TEXT, "", "a token for the service; file:// remotes need none"),
          new SettingKey(
              "watch.enabled", Type.TRUTH, "true", "whether 'sync --watch' may be used here"),
          new SettingKey(
              "watch.debounce_ms",
              Type.COUNT,
              "50",
              "how long files stand still, in milliseconds, before 'sync --watch' takes them"),
          new SettingKey(
              "watch.ignore_patterns",
              Type.TEXTS,
              "",
              "more patterns in gitignore's syntax that this device ignores"),
          new SettingKey(
              "conflict.default_strategy",
              Type.STRATEGY,
              "merge",
              "how a path that both sides changed is decided: "
                  + String.join(", ", Spellings.STRATEGIES)),
          new SettingKey(
              "conflict.auto_resolve",
              Type.TRUTH,
              "true",
              "whether strategies decide at all; false keeps every clash as an open conflict"),
          new SettingKey(
              "conflict.backup_on_conflict",
              Type.TRUTH,
              "true",
              "whether what a decision replaces is kept; it always is, in the history and for 30"
                  + " days in the trash, so false has no effect"),
          new SettingKey(
              "behavior.retry_attempts",
              Type.COUNT,
              "0",
              "how often 'sync' tries again when the remote cannot be reached"),
          new SettingKey(
              "behavior.retry_delay_ms",
              Type.COUNT,
              "1000",
              "how long it waits before the first retry, as does the queue at most; the wait doubles"
                  + " each time"),
          new SettingKey(
              "behavior.batch_size",
              Type.COUNT,
              "10",
              "accepted for compatibility, without effect: batches follow sizes"),
          new SettingKey(
              "behavior.max_queue_size",
              Type.COUNT,
              "1000",
              "how many operations 'queue' remembers at most; those that are done are forgotten first"));

  /// The key with this path, with or without the leading `sync.`.
  public static Optional<SettingKey> of(String path) {
    String plain = path.startsWith("sync.") ? path.substring("sync.".length()) : path;
    return ALL.stream().filter(key -> key.path.equals(plain)).findFirst();
  }

  /// What a value of this key has to be, if `value` is not; nothing if it may be set.
  public Optional<String> defect(String value) {
    boolean good =
        switch (type) {
          case TRUTH -> value.equals("true") || value.equals("false");
          case COUNT -> value.matches("0|[1-9][0-9]{0,8}");
          case STRATEGY -> Spellings.strategy(value).isPresent();
          case TEXT, TEXTS -> true;
        };
    return good ? Optional.empty() : Optional.of(type.wanted);
  }

  /// What a key holds.
  public enum Type {
    /// `true` or `false`.
    TRUTH("true or false"),
    /// A whole number that is not negative.
    COUNT("a whole number from 0 to 999999999"),
    /// A strategy, in any spelling.
    STRATEGY("one of " + String.join(", ", Spellings.STRATEGIES)),
    /// Any text.
    TEXT("a text"),
    /// A list of texts.
    TEXTS("a list of texts");

    private final String wanted;

    Type(String wanted) {
      this.wanted = wanted;
    }

    /// What it holds, in words.
    public String wanted() {
      return wanted;
    }
  }
}
