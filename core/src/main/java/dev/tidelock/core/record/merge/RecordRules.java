package dev.tidelock.core.record.merge;

import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.Table;

/// How the tables of a project are merged.
@FunctionalInterface
public interface RecordRules {
  /// By field everywhere, the later one of a field that both changed.
  RecordRules USUAL = (_, _) -> TableRules.USUAL;

  /// The rules of a table, which has this schema after the merge.
  TableRules of(Table table, Schema schema);
}
