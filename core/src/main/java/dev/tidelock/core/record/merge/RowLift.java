package dev.tidelock.core.record.merge;

import dev.tidelock.core.record.RefusedRow;
import dev.tidelock.core.record.Row;
import dev.tidelock.core.record.RowConflict;
import dev.tidelock.core.record.RowEntry;
import dev.tidelock.core.record.RowTerm;
import dev.tidelock.core.tree.TermKey;
import java.util.Optional;

/// The view of one row as terms on all three sides, where at least one of them is a conflict.
///
/// - Where the base is a conflict, a row on a side is a resolution: it removes the terms that it
///   does not equal.
/// - Where the base is a row that some term still holds, the base stands for that term: an edit of
///   it edits the term, a delete withdraws it.
/// - Where no term holds the base's row, or there is no base, a row is a term of its own, and a
///   delete withdraws nothing.
record RowLift(RowTerms base, RowTerms first, RowTerms second) {
  static RowLift of(Optional<RowEntry> base, Optional<RowEntry> first, Optional<RowEntry> second) {
    RowTerms firstTerms = conflictTerms(first);
    RowTerms secondTerms = conflictTerms(second);
    if (base.isPresent() && base.get() instanceof RowConflict conflict) {
      RowTerms terms = aligned(aligned(RowTerms.of(conflict), firstTerms), secondTerms);
      return new RowLift(
          terms,
          resolution(first, firstTerms, terms, secondTerms),
          resolution(second, secondTerms, terms, firstTerms));
    }
    return ofRow(base.flatMap(RowLift::row), first, second, firstTerms, secondTerms);
  }

  /// The row that an entry is, refused or not; nothing for a conflict.
  static Optional<Row> row(RowEntry entry) {
    return switch (entry) {
      case Row row -> Optional.of(row);
      case RefusedRow refused -> Optional.of(refused.row());
      case RowConflict _ -> Optional.empty();
    };
  }

  /// The base's terms, under the keys that a side's equal terms have: a base that was merged of
  /// several may have named them otherwise.
  private static RowTerms aligned(RowTerms base, RowTerms side) {
    RowTerms aligned = base;
    for (RowTerm term : base.byKey().values()) {
      Optional<RowTerm> equal = side.equalTo(term);
      if (equal.isPresent() && !side.byKey().containsKey(term.key())) {
        aligned = aligned.rekeyed(term.key(), equal.get().key());
      }
    }
    return aligned;
  }

  private static RowTerms conflictTerms(Optional<RowEntry> entry) {
    return entry.isPresent() && entry.get() instanceof RowConflict conflict
        ? RowTerms.of(conflict)
        : RowTerms.NONE;
  }

  private static RowTerms resolution(
      Optional<RowEntry> entry, RowTerms own, RowTerms base, RowTerms others) {
    Optional<Row> row = entry.flatMap(RowLift::row);
    return row.isEmpty()
        ? own
        : RowTerms.of(
            base.holding(row.get())
                .or(() -> others.holding(row.get()))
                .map(term -> edited(term.key(), row.get()))
                .orElseGet(() -> RowTerm.of(row.get())));
  }

  private static RowLift ofRow(
      Optional<Row> base,
      Optional<RowEntry> first,
      Optional<RowEntry> second,
      RowTerms firstConflict,
      RowTerms secondConflict) {
    RowTerms firstTerms = firstConflict;
    RowTerms secondTerms = secondConflict;
    Optional<RowTerm> inFirst = base.flatMap(firstTerms::holding);
    Optional<RowTerm> inSecond = base.flatMap(secondTerms::holding);
    if (inFirst.isPresent() && inSecond.isPresent()) {
      // The same row came in twice: one key stands for it.
      TermKey one = inFirst.get().key();
      TermKey other = inSecond.get().key();
      TermKey smaller = one.compareTo(other) <= 0 ? one : other;
      firstTerms = firstTerms.rekeyed(one, smaller);
      secondTerms = secondTerms.rekeyed(other, smaller);
      inFirst = base.flatMap(firstTerms::holding);
    }
    Optional<RowTerm> held = inFirst.isPresent() ? inFirst : inSecond;
    RowTerms baseTerms = held.map(RowTerms::of).orElse(RowTerms.NONE);
    return new RowLift(
        baseTerms,
        edit(first, firstTerms, base, held, secondTerms),
        edit(second, secondTerms, base, held, firstTerms));
  }

  private static RowTerms edit(
      Optional<RowEntry> entry,
      RowTerms own,
      Optional<Row> base,
      Optional<RowTerm> held,
      RowTerms others) {
    Optional<Row> row = entry.flatMap(RowLift::row);
    if (row.isEmpty()) {
      return own;
    }
    if (base.isPresent() && row.get().sameAs(base.get())) {
      return held.map(RowTerms::of).orElse(RowTerms.NONE);
    }
    if (held.isPresent()) {
      return RowTerms.of(edited(held.get().key(), row.get()));
    }
    return RowTerms.of(others.holding(row.get()).orElseGet(() -> RowTerm.of(row.get())));
  }

  private static RowTerm edited(TermKey key, Row row) {
    return new RowTerm(key, Optional.of(row), row.stamp());
  }
}
