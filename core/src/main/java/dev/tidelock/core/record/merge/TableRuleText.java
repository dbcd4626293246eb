package dev.tidelock.core.record.merge;

import dev.tidelock.core.content.ContentMerger;
import dev.tidelock.core.record.Column;
import dev.tidelock.core.record.ColumnId;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.TableId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The rules of a table as settings say them, in words.
///
/// | what | words |
/// | --- | --- |
/// | preset | `notifications`, `projects`, `settings` |
/// | rule | `fields` (or `merge`), `newest` (`latest`), `local` (`ours`), `remote` (`theirs`), `manual` (`ask`) |
/// | deletes | `edit`, `delete`, `manual` |
/// | a column | `newest`, `max`, `min`, `sum`, `union` (words with commas between), `union-words` (with spaces), `json` |
///
/// Words count in any case. Columns are named as SQLite names them.
///
/// @param preset what the rest is said on top of, if anything
/// @param rule how a row is decided, if it is said
/// @param deletes what becomes of a row that one side edited and the other deleted, if it is said
/// @param columns who is asked first of a column, by its name
/// @param groups the columns that are one field together, by their names
public record TableRuleText(
    Optional<String> preset,
    Optional<String> rule,
    Optional<String> deletes,
    Map<String, String> columns,
    List<List<String>> groups) {
  /// The words for presets.
  public static final List<String> PRESETS = List.of("notifications", "projects", "settings");

  /// The words for rules.
  public static final List<String> RULES =
      List.of(
          "fields", "merge", "newest", "latest", "local", "ours", "remote", "theirs", "manual",
          "ask");

  /// The words for deletes.
  public static final List<String> DELETES = List.of("edit", "delete", "manual");

  /// The words for columns.
  public static final List<String> RESOLVERS =
      List.of("newest", "max", "min", "sum", "union", "union-words", "json");

  public TableRuleText {
    columns = Map.copyOf(columns);
    groups = groups.stream().map(List::copyOf).toList();
  }

  /// Something in the text that cannot be.
  ///
  /// @param what it is about: `preset`, `rule`, `deletes`, `column` or `group`
  /// @param word what was said
  /// @param known what could have been said
  public record Flaw(String what, String word, List<String> known) {
    public Flaw {
      known = List.copyOf(known);
    }
  }

  /// The words that mean nothing. Names of columns are not looked at: the table may get them.
  public List<Flaw> flaws() {
    List<Flaw> flaws = new ArrayList<>();
    preset.ifPresent(word -> check("preset", word, PRESETS, flaws));
    rule.ifPresent(word -> check("rule", word, RULES, flaws));
    deletes.ifPresent(word -> check("deletes", word, DELETES, flaws));
    columns.forEach((_, word) -> check("column", word, RESOLVERS, flaws));
    Set<String> grouped = new HashSet<>();
    for (List<String> group : groups) {
      for (String column : group) {
        if (!grouped.add(TableId.folded(column))) {
          flaws.add(new Flaw("group", column, List.of()));
        }
      }
    }
    return flaws;
  }

  /// The columns that are named and that a table does not have.
  public List<Flaw> unknownColumns(Schema schema) {
    List<String> known = schema.columns().stream().map(Column::name).toList();
    List<Flaw> flaws = new ArrayList<>();
    for (String name : columns.keySet().stream().sorted().toList()) {
      if (schema.column(name).isEmpty()) {
        flaws.add(new Flaw("column", name, known));
      }
    }
    for (List<String> group : groups) {
      for (String name : group) {
        if (schema.column(name).isEmpty()) {
          flaws.add(new Flaw("group", name, known));
        }
      }
    }
    return flaws;
  }

  private static void check(String what, String word, List<String> known, List<Flaw> flaws) {
    if (!known.contains(lower(word))) {
      flaws.add(new Flaw(what, word, known));
    }
  }

  private static String lower(String word) {
    return word.toLowerCase(Locale.ROOT);
  }

  /// The rules for a table of this schema. Columns that it does not have are left out, so that one
  /// text serves old and new versions of an application.
  ///
  /// @param json merges texts that are JSON
  /// @throws IllegalArgumentException if a word means nothing: see [#flaws]
  public TableRules of(Schema schema, ContentMerger json) {
    if (!flaws().isEmpty()) {
      throw new IllegalArgumentException("no rules: " + flaws());
    }
    TableRules start = preset.map(word -> preset(word, schema)).orElse(TableRules.USUAL);
    Map<ColumnId, FieldResolver> resolvers = new HashMap<>(start.columns());
    columns.forEach((name, word) ->
        schema.column(name).ifPresent(column -> resolvers.put(column.id(), resolver(word, json))));
    List<Set<ColumnId>> fields = new ArrayList<>(start.groups());
    for (List<String> group : groups) {
      Set<ColumnId> ids = new HashSet<>();
      group.forEach(name -> schema.column(name).map(Column::id).ifPresent(ids::add));
      if (ids.size() > 1) {
        fields.add(ids);
      }
    }
    return new TableRules(
        rule.map(TableRuleText::rule).orElse(start.rows()),
        deletes.map(TableRuleText::deletes).orElse(start.deletes()),
        resolvers,
        fields);
  }

  private static TableRules preset(String word, Schema schema) {
    return switch (lower(word)) {
      case "notifications" -> Presets.notifications(schema);
      case "projects" -> Presets.projects(schema);
      default -> Presets.settings();
    };
  }

  private static RowRule rule(String word) {
    return switch (lower(word)) {
      case "newest", "latest" -> new RowRule.Newest();
      case "local", "ours" -> new RowRule.Local();
      case "remote", "theirs" -> new RowRule.Remote();
      case "manual", "ask" -> new RowRule.Manual();
      default -> new RowRule.Fields();
    };
  }

  private static TableRules.Deletes deletes(String word) {
    return switch (lower(word)) {
      case "delete" -> TableRules.Deletes.DELETE_STANDS;
      case "manual" -> TableRules.Deletes.MANUAL;
      default -> TableRules.Deletes.EDIT_STAYS;
    };
  }

  private static FieldResolver resolver(String word, ContentMerger json) {
    return switch (lower(word)) {
      case "max" -> FieldResolvers.greatest();
      case "min" -> FieldResolvers.least();
      case "sum" -> FieldResolvers.sumOfDifferences();
      case "union" -> FieldResolvers.unionOfWords(",");
      case "union-words" -> FieldResolvers.unionOfWords(" ");
      case "json" -> FieldResolvers.content(json);
      default -> FieldResolvers.newest();
    };
  }
}
