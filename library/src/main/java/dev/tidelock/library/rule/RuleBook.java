package dev.tidelock.library.rule;

import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.Table;
import dev.tidelock.core.record.TableId;
import dev.tidelock.core.record.merge.RecordRules;
import dev.tidelock.core.record.merge.TableRules;
import java.util.HashMap;
import java.util.Map;

/// The rules of one database's tables, as the merge asks for them. Tables without one, and those of
/// other databases, are merged by field.
public final class RuleBook implements RecordRules {
  private final String database;
  private final Map<String, TableRule> byTable = new HashMap<>();

  /// @param database the name under which the database is attached
  /// @param rules the rules by the names of tables, in any case of ASCII letters
  public RuleBook(String database, Map<String, TableRule> rules) {
    this.database = database;
    rules.forEach((table, rule) -> byTable.put(TableId.folded(table), rule));
  }

  @Override
  public TableRules of(Table table, Schema schema) {
    TableRule rule = byTable.get(TableId.folded(table.name()));
    return rule == null || !table.database().equals(database)
        ? TableRules.USUAL
        : rule.of(table.name(), schema);
  }
}
