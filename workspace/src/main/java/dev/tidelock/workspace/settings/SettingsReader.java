package dev.tidelock.workspace.settings;

import dev.tidelock.core.merge.Strategy;
import dev.tidelock.core.record.merge.TableRuleText;
import dev.tidelock.engine.sync.Direction;
import dev.tidelock.workspace.settings.SettingsProblem.Severity;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// Reads `sync.yaml`. Total: whatever the text is, there are settings, and problems that say what
/// is wrong with it. Used once.
public final class SettingsReader {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");
  private static final List<String> MAPPING_KEYS =
      List.of("local", "cloud", "watch", "auto_sync", "sync_direction");
  private static final List<String> STRATEGY_KEYS = List.of("pattern", "strategy");
  private static final List<String> TABLE_KEYS =
      List.of("preset", "rule", "deletes", "columns", "groups");

  private final UnaryOperator<String> environment;
  private final List<SettingsProblem> problems = new ArrayList<>();
  private final Map<String, String> values = new LinkedHashMap<>();
  private final List<String> ignorePatterns = new ArrayList<>();
  private final List<PathStrategy> pathStrategies = new ArrayList<>();
  private final Map<String, TableRuleText> tables = new LinkedHashMap<>();
  private final List<WorkspaceMapping> workspaces = new ArrayList<>();

  private SettingsReader(UnaryOperator<String> environment) {
    this.environment = environment;
  }

  /// What a file says.
  ///
  /// @param text the file's text
  /// @param environment the environment's variables, for `${NAME}`
  public static Settings read(String text, Map<String, String> environment) {
    SettingsReader reader = new SettingsReader(name -> environment.getOrDefault(name, ""));
    reader.readDocument(text);
    reader.problems.sort(Comparator.comparingInt(SettingsProblem::line));
    return new Settings(
        reader.values,
        reader.ignorePatterns,
        reader.pathStrategies,
        reader.tables,
        reader.workspaces,
        reader.problems);
  }

  /// The tree of a YAML text, or nothing if it is empty.
  ///
  /// @throws YamlEngineException if it is no YAML, or larger than such a file can be
  static Optional<Node> compose(String text) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel("sync.yaml")
            .setCodePointLimit(1 << 20)
            .setUseMarks(true)
            .build();
    Parser parser = new ParserImpl(settings, new StreamReader(settings, text));
    return new Composer(settings, new CautiousParser(parser)).getSingleNode();
  }

  private void readDocument(String text) {
    try {
      compose(text)
          .ifPresent(document ->
              entries(document, "the file", List.of("sync"))
                  .forEach((_, value) -> group(value, "")));
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
      problems.add(new SettingsProblem(Severity.ERROR, line, "not YAML: " + e.getProblem()));
    } catch (YamlEngineException e) {
      problems.add(new SettingsProblem(Severity.ERROR, 1, "not YAML: " + e.getMessage()));
    }
  }

  /// Reads the keys whose path begins with `prefix`.
  private void group(Node node, String prefix) {
    TreeSet<String> known = new TreeSet<>();
    for (SettingKey key : SettingKey.ALL) {
      if (key.path().startsWith(prefix)) {
        known.add(key.path().substring(prefix.length()).replaceFirst("\\..*", ""));
      }
    }
    if (prefix.isEmpty()) {
      known.add("workspaces");
      known.add("records");
    } else if (prefix.equals("conflict.")) {
      known.add("paths");
    }
    String where =
        "sync" + (prefix.isEmpty() ? "" : "." + prefix.substring(0, prefix.length() - 1));
    entries(node, where, known).forEach((name, value) -> setting(prefix + name, value));
  }

  private void setting(String path, Node value) {
    switch (path) {
      case "workspaces" -> items(value, path).forEach(this::mapping);
      case "conflict.paths" -> items(value, path).forEach(this::pathStrategy);
      case "records" ->
          entries(value, "sync.records", List.of("tables"))
              .forEach((_, named) -> named(named, "sync.records.tables").forEach(this::table));
      case "watch", "conflict", "behavior" -> group(value, path + ".");
      default -> {
        SettingKey key = SettingKey.of(path).orElseThrow();
        if (key.type() == SettingKey.Type.TEXTS) {
          items(value, path).forEach(item -> text(item, path).ifPresent(ignorePatterns::add));
        } else {
          text(value, path).ifPresent(text -> check(key, text, value));
        }
      }
    }
  }

  private void check(SettingKey key, String text, Node node) {
    key.defect(text)
        .ifPresentOrElse(
            wanted -> error(node, "sync." + key.path() + " is " + wanted + ", not '" + text + "'"),
            () -> values.put(key.path(), text));
  }

  private void mapping(Node node) {
    String where = "sync.workspaces";
    Map<String, Node> entries = entries(node, where, MAPPING_KEYS);
    Optional<String> local = required(entries, "local", node, where);
    Optional<Direction> direction = Optional.empty();
    Node written = entries.get("sync_direction");
    if (written != null) {
      Optional<String> text = text(written, where + ".sync_direction");
      direction = text.flatMap(Spellings::direction);
      if (text.isPresent() && direction.isEmpty()) {
        error(written, where + ".sync_direction is up, down or both, not '" + text.get() + "'");
      }
    }
    Optional<String> cloud =
        Optional.ofNullable(entries.get("cloud")).flatMap(each -> text(each, where + ".cloud"));
    boolean watch = truth(entries, "watch", where);
    boolean autoSync = truth(entries, "auto_sync", where);
    if (local.isPresent()) {
      workspaces.add(new WorkspaceMapping(local.get(), cloud, watch, autoSync, direction));
    }
  }

  private boolean truth(Map<String, Node> entries, String name, String where) {
    Node node = entries.get(name);
    if (node == null) {
      return true;
    }
    Optional<String> text = text(node, where + "." + name);
    if (text.isPresent() && !text.get().equals("true") && !text.get().equals("false")) {
      error(node, where + "." + name + " is true or false, not '" + text.get() + "'");
    }
    return !text.equals(Optional.of("false"));
  }

  private void pathStrategy(Node node) {
    String where = "sync.conflict.paths";
    Map<String, Node> entries = entries(node, where, STRATEGY_KEYS);
    Optional<String> pattern = required(entries, "pattern", node, where);
    Optional<String> name = required(entries, "strategy", node, where);
    Optional<Strategy> strategy = name.flatMap(Spellings::strategy);
    if (name.isPresent() && strategy.isEmpty()) {
      error(
          node,
          where
              + ".strategy is "
              + SettingKey.Type.STRATEGY.wanted()
              + ", not '"
              + name.get()
              + "'");
    }
    if (pattern.isPresent() && pattern.get().startsWith("!")) {
      error(node, where + ".pattern cannot begin with '!': a later entry overrides earlier ones");
    } else if (pattern.isPresent() && strategy.isPresent()) {
      pathStrategies.add(new PathStrategy(pattern.get(), strategy.get()));
    }
  }

  /// What is said of a table.
  private void table(String name, Node node) {
    String where = "sync.records.tables." + name;
    if (name.indexOf('.') < 1) {
      error(node, where + ": a table is named as DATABASE.TABLE");
      return;
    }
    Map<String, Node> entries = entries(node, where, TABLE_KEYS);
    Map<String, String> columns = new LinkedHashMap<>();
    named(entries.get("columns"), where + ".columns")
        .forEach((column, word) ->
            text(word, where + ".columns." + column).ifPresent(it -> columns.put(column, it)));
    List<List<String>> groups = new ArrayList<>();
    Node grouped = entries.get("groups");
    if (grouped != null) {
      for (Node group : items(grouped, "records.tables." + name + ".groups")) {
        groups.add(
            items(group, "records.tables." + name + ".groups").stream()
                .flatMap(each -> text(each, where + ".groups").stream())
                .toList());
      }
    }
    TableRuleText rules =
        new TableRuleText(
            word(entries, "preset", where),
            word(entries, "rule", where),
            word(entries, "deletes", where),
            columns,
            groups);
    for (TableRuleText.Flaw flaw : rules.flaws()) {
      error(
          node,
          flaw.known().isEmpty()
              ? where + ": the column '" + flaw.word() + "' is in two groups"
              : "%s: '%s' is no %s: they are %s%s"
                  .formatted(
                      where,
                      flaw.word(),
                      flaw.what().equals("column") ? "rule of a column" : flaw.what(),
                      String.join(", ", flaw.known()),
                      Guess.didYouMean(flaw.word(), flaw.known())));
    }
    if (rules.flaws().isEmpty()) {
      tables.put(name, rules);
    }
  }

  private Optional<String> word(Map<String, Node> entries, String name, String where) {
    return Optional.ofNullable(entries.get(name)).flatMap(each -> text(each, where + "." + name));
  }

  /// The entries of a mapping whose keys are names that a person chose.
  private Map<String, Node> named(@Nullable Node node, String where) {
    Map<String, Node> entries = new LinkedHashMap<>();
    if (node instanceof MappingNode mapping) {
      for (NodeTuple tuple : mapping.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode name) {
          if (entries.put(name.getValue(), tuple.getValueNode()) != null) {
            error(name, "the key '" + name.getValue() + "' is there twice");
          }
        }
      }
    } else if (node != null && !isNothing(node)) {
      error(node, where + " must hold names, each with what is said of it");
    }
    return entries;
  }

  private Optional<String> required(
      Map<String, Node> entries, String name, Node parent, String where) {
    Node node = entries.get(name);
    if (node == null) {
      error(parent, "an entry of " + where + " needs '" + name + "'");
      return Optional.empty();
    }
    return text(node, where + "." + name);
  }

  /// The entries of a mapping whose keys are known; the others are errors.
  private Map<String, Node> entries(Node node, String where, Collection<String> known) {
    Map<String, Node> entries = new LinkedHashMap<>();
    if (!(node instanceof MappingNode mapping)) {
      if (!isNothing(node)) {
        error(node, where + " must hold keys, for example '" + known.iterator().next() + ":'");
      }
      return entries;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      String name =
          tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "(a structure)";
      if (known.contains(name)) {
        if (entries.put(name, tuple.getValueNode()) != null) {
          error(tuple.getKeyNode(), "the key '" + name + "' is there twice");
        }
      } else {
        String path = where.equals("the file") ? name : where + "." + name;
        error(tuple.getKeyNode(), "unknown key '" + path + "'" + Guess.didYouMean(name, known));
      }
    }
    return entries;
  }

  private List<Node> items(Node node, String path) {
    if (node instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    if (!isNothing(node)) {
      error(node, "sync." + path + " is a list: each item on a line that begins with '- '");
    }
    return List.of();
  }

  /// A scalar with its variables replaced; nothing if it is empty or a variable is not set.
  private Optional<String> text(Node node, String path) {
    if (isNothing(node)) {
      return Optional.empty();
    }
    if (!(node instanceof ScalarNode scalar)) {
      error(node, path + " holds one value, not a structure");
      return Optional.empty();
    }
    Matcher matcher = VARIABLE.matcher(scalar.getValue());
    StringBuilder text = new StringBuilder();
    boolean complete = true;
    while (matcher.find()) {
      String value = environment.apply(matcher.group(1));
      if (value.isEmpty()) {
        complete = false;
        warn(node, path + " is taken as not set: the environment has no " + matcher.group(1));
      }
      matcher.appendReplacement(text, Matcher.quoteReplacement(value));
    }
    matcher.appendTail(text);
    return complete ? Optional.of(text.toString()) : Optional.empty();
  }

  private static boolean isNothing(Node node) {
    return node instanceof ScalarNode scalar
        && scalar.isPlain()
        && (scalar.getValue().isEmpty()
            || scalar.getValue().equals("~")
            || scalar.getValue().equals("null"));
  }

  private void error(Node node, String message) {
    problems.add(new SettingsProblem(Severity.ERROR, line(node), message));
  }

  private void warn(Node node, String message) {
    problems.add(new SettingsProblem(Severity.WARNING, line(node), message));
  }

  private static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }
}
