package dev.tidelock.workspace.settings;

import dev.tidelock.core.merge.Strategy;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.record.TableId;
import dev.tidelock.core.record.merge.RecordRules;
import dev.tidelock.core.record.merge.RowRule;
import dev.tidelock.core.record.merge.TableRuleText;
import dev.tidelock.core.record.merge.TableRules;
import dev.tidelock.workspace.machine.Machine;
import java.util.Map;
import java.util.Optional;

/// How rows are decided, as settings and a command line say it: by table, else by the strategy that
/// holds for files.
///
/// @param tables what is said of tables, by `DATABASE.TABLE`
/// @param usual what holds for all others
/// @param forced what a person chose for this one time; it counts more than what is said of tables
record RowRules(Map<String, TableRuleText> tables, Strategy usual, Optional<Strategy> forced)
    implements RecordRules {
  RowRules {
    tables = Map.copyOf(tables);
  }

  @Override
  public TableRules of(Table table, Schema schema) {
    String name = table.database() + "." + table.name();
    Optional<TableRules> said =
        tables.entrySet().stream()
            .filter(each -> TableId.isSameName(each.getKey(), name))
            .findFirst()
            .map(each -> each.getValue().of(schema, Machine.MERGERS.apply("value.json")));
    if (forced.isPresent()) {
      return with(said.orElse(TableRules.USUAL), forced.get());
    }
    return said.orElseGet(() -> with(TableRules.USUAL, usual));
  }

  private static TableRules with(TableRules rules, Strategy strategy) {
    return switch (strategy) {
      case MERGE -> rules;
      case LOCAL -> rules.withRows(new RowRule.Local());
      case REMOTE -> rules.withRows(new RowRule.Remote());
      case NEWEST -> rules.withRows(new RowRule.Newest());
      case MANUAL ->
          new TableRules(
              new RowRule.Manual(), TableRules.Deletes.MANUAL, rules.columns(), rules.groups());
    };
  }
}
