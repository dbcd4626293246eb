package dev.tidelock.cli.command.config;

import dev.tidelock.cli.output.Words;
import dev.tidelock.core.record.merge.TableRuleText;
import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.settings.SettingKey;
import dev.tidelock.workspace.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Rules for rows, as a person is told of them.
final class RowRuleWords {
  private RowRuleWords() {}

  /// What holds for a table of which something is said, and why: a line for each part.
  static List<String> explained(TableRuleText rules) {
    List<String> lines = new ArrayList<>();
    lines.add("rule: " + source(rules.rule(), rules.preset(), "fields"));
    lines.add("deletes: " + source(rules.deletes(), rules.preset(), "edit"));
    columns(rules)
        .forEach((column, word) ->
            lines.add("column %s: %s".formatted(Words.shown(column), Words.shown(word))));
    rules.groups().forEach(group -> lines.add("together: " + names(group)));
    rules
        .preset()
        .ifPresent(preset ->
            lines.add("other columns: as the preset '" + Words.shown(preset) + "' has them"));
    return lines;
  }

  private static String source(Optional<String> said, Optional<String> preset, String usual) {
    return said.map(Words::shown)
        .or(() -> preset.map(word -> "as the preset '" + Words.shown(word) + "' has it"))
        .orElse(usual + ", as nothing else is said");
  }

  /// What holds for tables of which nothing is said, and why.
  static String usual(Settings settings) {
    SettingKey resolve = SettingKey.of("conflict.auto_resolve").orElseThrow();
    SettingKey strategy = SettingKey.of("conflict.default_strategy").orElseThrow();
    if (settings.value(resolve).equals("false")) {
      return "manual, by sync.conflict.auto_resolve: false";
    }
    String word = settings.value(strategy);
    String rule = word.equals("merge") ? "fields, each the later one" : word;
    return "%s, by sync.conflict.default_strategy: %s".formatted(rule, word);
  }

  /// `{preset: projects, columns: {views: sum}}`, as the file may say it.
  static String line(TableRuleText rules) {
    List<String> parts = new ArrayList<>();
    rules.preset().ifPresent(word -> parts.add("preset: " + word));
    rules.rule().ifPresent(word -> parts.add("rule: " + word));
    rules.deletes().ifPresent(word -> parts.add("deletes: " + word));
    if (!rules.columns().isEmpty()) {
      parts.add(
          "columns: {"
              + String.join(
                  ", ",
                  columns(rules).entrySet().stream()
                      .map(each -> each.getKey() + ": " + each.getValue())
                      .toList())
              + "}");
    }
    if (!rules.groups().isEmpty()) {
      parts.add(
          "groups: ["
              + String.join(
                  ", ", rules.groups().stream().map(group -> "[" + names(group) + "]").toList())
              + "]");
    }
    return Words.shown("{" + String.join(", ", parts) + "}");
  }

  /// The element of `tables`.
  static Json toJson(String table, TableRuleText rules) {
    Json.Builder columns = Json.object();
    columns(rules).forEach(columns::put);
    return Json.object()
        .put("table", table)
        .put("preset", rules.preset())
        .put("rule", rules.rule())
        .put("deletes", rules.deletes())
        .put("columns", columns)
        .put("groups", Json.array(rules.groups(), group -> Json.array(group, Json::of)))
        .build();
  }

  private static Map<String, String> columns(TableRuleText rules) {
    return new TreeMap<>(rules.columns());
  }

  private static String names(List<String> group) {
    return Words.shown(String.join(", ", group));
  }
}
