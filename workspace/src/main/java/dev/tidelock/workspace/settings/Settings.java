package dev.tidelock.workspace.settings;

import dev.tidelock.core.merge.Strategy;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.record.merge.RecordRules;
import dev.tidelock.core.record.merge.TableRuleText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// What holds for a workspace.
///
/// @param values the values of the [SettingKey]s that are set, as text, by path
/// @param ignorePatterns more patterns that this device ignores
/// @param pathStrategies strategies by path; of those that match, the last one counts
/// @param tables what is said of tables of databases, by `DATABASE.TABLE`
/// @param workspaces what is said of directories
/// @param problems what was wrong with the file, in the order of its lines
public record Settings(
    Map<String, String> values,
    List<String> ignorePatterns,
    List<PathStrategy> pathStrategies,
    Map<String, TableRuleText> tables,
    List<WorkspaceMapping> workspaces,
    List<SettingsProblem> problems) {
  /// The defaults.
  public static final Settings DEFAULTS =
      new Settings(Map.of(), List.of(), List.of(), Map.of(), List.of(), List.of());

  public Settings {
    values = Map.copyOf(values);
    ignorePatterns = List.copyOf(ignorePatterns);
    pathStrategies = List.copyOf(pathStrategies);
    tables = Map.copyOf(tables);
    workspaces = List.copyOf(workspaces);
    problems = List.copyOf(problems);
  }

  /// The value of a key, or its default, as text.
  public String value(SettingKey key) {
    return key.type() == SettingKey.Type.TEXTS
        ? String.join(" ", ignorePatterns)
        : values.getOrDefault(key.path(), key.fallback());
  }

  /// Whether this workspace syncs.
  public boolean enabled() {
    return truth("enabled");
  }

  /// Whether it may be watched.
  public boolean watchEnabled() {
    return truth("watch.enabled");
  }

  /// How long files stand still before a watch takes them, in milliseconds.
  public int debounceMillis() {
    return Integer.parseInt(text("watch.debounce_ms"));
  }

  /// The remote's address for workspaces without a remote.
  public Optional<String> serviceUrl() {
    return Optional.ofNullable(values.get("service_url")).filter(url -> !url.isBlank());
  }

  /// How often to try again when the remote cannot be reached.
  public int retryAttempts() {
    return Integer.parseInt(text("behavior.retry_attempts"));
  }

  /// How long to wait before the first retry, in milliseconds.
  public int retryDelayMillis() {
    return Integer.parseInt(text("behavior.retry_delay_ms"));
  }

  /// How many operations the queue remembers at most.
  public int queueSize() {
    return Integer.parseInt(text("behavior.max_queue_size"));
  }

  /// How paths are decided that both sides changed.
  public Function<TreePath, Strategy> strategies() {
    if (!truth("conflict.auto_resolve")) {
      return _ -> Strategy.MANUAL;
    }
    Strategy usual = Spellings.strategy(text("conflict.default_strategy")).orElse(Strategy.MERGE);
    return path ->
        pathStrategies.reversed().stream()
            .filter(each -> each.matches(path))
            .findFirst()
            .map(PathStrategy::strategy)
            .orElse(usual);
  }

  /// How rows are decided that both sides changed.
  ///
  /// @param forced what a person chose for this one time
  public RecordRules rowRules(Optional<Strategy> forced) {
    Strategy usual =
        truth("conflict.auto_resolve")
            ? Spellings.strategy(text("conflict.default_strategy")).orElse(Strategy.MERGE)
            : Strategy.MANUAL;
    return new RowRules(tables, usual, forced);
  }

  /// What makes the file unusable.
  public List<SettingsProblem> errors() {
    return problems.stream()
        .filter(problem -> problem.severity() == SettingsProblem.Severity.ERROR)
        .toList();
  }

  private boolean truth(String path) {
    return Boolean.parseBoolean(text(path));
  }

  private String text(String path) {
    return value(SettingKey.of(path).orElseThrow());
  }
}
