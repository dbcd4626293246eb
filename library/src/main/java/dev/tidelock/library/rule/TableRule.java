package dev.tidelock.library.rule;

import dev.tidelock.core.record.Column;
import dev.tidelock.core.record.ColumnId;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.Value;
import dev.tidelock.core.record.merge.FieldResolver;
import dev.tidelock.core.record.merge.Presets;
import dev.tidelock.core.record.merge.RowFunction;
import dev.tidelock.core.record.merge.RowRule;
import dev.tidelock.core.record.merge.TableRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// How the rows of one table are decided that two devices changed. Immutable. Fields that only one
/// of them changed are always merged, but under [#newest], [#local] and [#remote], which take a row
/// as a whole.
///
/// Columns are named as the database names them; a name that the table does not have is ignored, so
/// that one rule serves old and new versions of an application.
public final class TableRule {
  private final Preset preset;
  private final Map<String, FieldResolver> columns;
  private final List<Set<String>> groups;
  private final Optional<TableRules.Deletes> deletes;

  private TableRule(
      Preset preset,
      Map<String, FieldResolver> columns,
      List<Set<String>> groups,
      Optional<TableRules.Deletes> deletes) {
    this.preset = preset;
    this.columns = columns;
    this.groups = groups;
    this.deletes = deletes;
  }

  private static TableRule of(RowRule rule) {
    return of((_, _) -> TableRules.USUAL.withRows(rule));
  }

  private static TableRule of(Preset preset) {
    return new TableRule(preset, Map.of(), List.of(), Optional.empty());
  }

  /// By field; of a field that both changed, the one that was written later. The default.
  public static TableRule fields() {
    return of(new RowRule.Fields());
  }

  /// The row that was written later, as a whole.
  public static TableRule newest() {
    return of(new RowRule.Newest());
  }

  /// The row of the device that merges, as a whole.
  public static TableRule local() {
    return of(new RowRule.Local());
  }

  /// The row of the other side, as a whole.
  public static TableRule remote() {
    return of(new RowRule.Remote());
  }

  /// By field; where both changed one, both rows are kept until somebody decides.
  public static TableRule manual() {
    return of(new RowRule.Manual());
  }

  /// For notifications: what was read, dismissed or archived on one device is so on all.
  public static TableRule notifications() {
    return of((schema, _) -> Presets.notifications(schema));
  }

  /// For projects and other documents of fields: by field, and tags are a set.
  public static TableRule projects() {
    return of((schema, _) -> Presets.projects(schema));
  }

  /// For settings: each row is one choice, the later one counts as a whole.
  public static TableRule settings() {
    return of((_, _) -> Presets.settings());
  }

  /// As a function of the application's says.
  public static TableRule custom(RowResolver resolver) {
    return of((schema, table) ->
        TableRules.USUAL.withRows(new RowRule.Custom(adapted(resolver, schema, table))));
  }

  /// This rule, with another one asked first for a column that both changed; ready-made ones are in
  /// [dev.tidelock.core.record.merge.FieldResolvers].
  public TableRule column(String name, FieldResolver resolver) {
    Map<String, FieldResolver> more = new LinkedHashMap<>(columns);
    more.put(name, resolver);
    return new TableRule(preset, more, groups, deletes);
  }

  /// This rule, with columns that say one thing together, such as an amount and its currency: they
  /// are taken from one side together.
  public TableRule group(String... names) {
    List<Set<String>> more = new ArrayList<>(groups);
    more.add(Set.of(names));
    return new TableRule(preset, columns, more, deletes);
  }

  /// This rule, with another answer to a row that one side edited and the other deleted.
  public TableRule deletes(TableRules.Deletes answer) {
    return new TableRule(preset, columns, groups, Optional.of(answer));
  }

  /// What it means for a table of this name and schema.
  TableRules of(String table, Schema schema) {
    TableRules rules = preset.of(schema, table);
    Map<ColumnId, FieldResolver> byId = new HashMap<>(rules.columns());
    columns.forEach((name, resolver) ->
        schema.column(name).ifPresent(column -> byId.put(column.id(), resolver)));
    List<Set<ColumnId>> together = new ArrayList<>(rules.groups());
    for (Set<String> group : groups) {
      together.add(
          group.stream()
              .flatMap(name -> schema.column(name).stream())
              .map(Column::id)
              .collect(Collectors.toUnmodifiableSet()));
    }
    return new TableRules(rules.rows(), deletes.orElse(rules.deletes()), byId, together);
  }

  private static RowFunction adapted(RowResolver resolver, Schema schema, String table) {
    return dispute -> {
      RowResolver.Dispute named =
          new RowResolver.Dispute(
              table,
              dispute.base().map(base -> RowVersion.of(schema, base)),
              RowVersion.of(schema, dispute.second()),
              RowVersion.of(schema, dispute.first()));
      return resolver.resolve(named).map(decided -> whole(dispute, decided));
    };
  }

  /// The decided row, with the columns that its version did not know from those that do.
  private static NavigableMap<ColumnId, Value> whole(
      RowFunction.Dispute dispute, RowVersion decided) {
    NavigableMap<ColumnId, Value> row = new TreeMap<>(dispute.first().values());
    row.putAll(dispute.second().values());
    row.putAll(decided.byId());
    return row;
  }

  private interface Preset {
    TableRules of(Schema schema, String table);
  }
}
