/// The three-way merge of records.
///
/// | question | where |
/// | --- | --- |
/// | What becomes of all tables? | [RecordsMerge] |
/// | What becomes of one row that both sides changed? | `RowMerge`, by [TableRules] |
/// | Who decides of a column that both sides changed? | [FieldResolver], ready-made in [FieldResolvers] |
/// | What is right for common kinds of tables? | [Presets] |
/// | What becomes of columns and constraints? | [SchemaMerge] |
package dev.tidelock.core.record.merge;
