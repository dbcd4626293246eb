/// Records: the rows of an application's tables as values of Merkle maps.
///
/// | question | where |
/// | --- | --- |
/// | What can stand in a column? | [Value] |
/// | What names a row, and in which order do rows lie? | [RowKey] |
/// | What does a table's map hold? | [RowEntry]: a [Row], a [RowConflict], a [RefusedRow] |
/// | How do columns become a key and a row, and back? | [RowShape] |
/// | What is known of a table beside its rows? | [Schema], [Table] |
/// | How are they opened and written? | [Records] |
package dev.tidelock.core.record;
