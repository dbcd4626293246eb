package dev.tidelock.core.record;

/// A column of a primary key or of a unique constraint.
///
/// @param column which one
/// @param collation which texts count as equal there
public record KeyColumn(ColumnId column, Collation collation) {}
