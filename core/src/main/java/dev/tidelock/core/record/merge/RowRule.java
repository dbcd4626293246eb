package dev.tidelock.core.record.merge;

/// How a row that both sides changed is decided.
public sealed interface RowRule {
  /// By field; of a field that both changed, the one of the row that was written later.
  record Fields() implements RowRule {}

  /// The row that was written later, as a whole.
  record Newest() implements RowRule {}

  /// This device's row, as a whole.
  record Local() implements RowRule {}

  /// The other side's row, as a whole.
  record Remote() implements RowRule {}

  /// By field; where both changed one, both rows are kept as a conflict.
  record Manual() implements RowRule {}

  /// A function of the application's.
  record Custom(RowFunction function) implements RowRule {}
}
