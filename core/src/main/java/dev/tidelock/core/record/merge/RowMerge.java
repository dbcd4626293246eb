package dev.tidelock.core.record.merge;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.map.EntryMerge;
import dev.tidelock.core.record.ColumnId;
import dev.tidelock.core.record.RefusedRow;
import dev.tidelock.core.record.Row;
import dev.tidelock.core.record.RowConflict;
import dev.tidelock.core.record.RowEntry;
import dev.tidelock.core.record.RowKey;
import dev.tidelock.core.record.RowShape;
import dev.tidelock.core.record.RowTerm;
import dev.tidelock.core.record.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;

/// The decision of one row that both sides changed. See `docs/design/records.md`.
final class RowMerge implements EntryMerge<RowEntry> {
  private final RowShape shape;
  private final TableRules rules;
  private final MergeStamps stamps;
  private final TableReport.Builder report;
  private final FieldMerge fields;

  RowMerge(RowShape shape, TableRules rules, MergeStamps stamps, TableReport.Builder report) {
    this.shape = shape;
    this.rules = rules;
    this.stamps = stamps;
    this.report = report;
    this.fields = new FieldMerge(shape, rules);
  }

  @Override
  public Optional<RowEntry> merge(
      Bytes key, Optional<RowEntry> base, Optional<RowEntry> first, Optional<RowEntry> second) {
    if (isConflict(base) || isConflict(first) || isConflict(second)) {
      return terms(key, base, first, second);
    }
    Optional<Row> before = base.flatMap(RowLift::row);
    if (first.isEmpty() || second.isEmpty()) {
      RowEntry left = first.or(() -> second).orElseThrow();
      return deleted(key, before, left, first.isEmpty());
    }
    return both(key, base, first.get(), second.get());
  }

  private static boolean isConflict(Optional<RowEntry> entry) {
    return entry.isPresent() && entry.get() instanceof RowConflict;
  }

  private Optional<RowEntry> deleted(
      Bytes key, Optional<Row> base, RowEntry left, boolean byFirst) {
    Row row = RowLift.row(left).orElseThrow();
    if (base.isPresent() && row.sameAs(base.get())) {
      return Optional.empty();
    }
    return switch (rules.deletes()) {
      case EDIT_STAYS -> {
        report.note(RowNote.Kind.EDIT_SURVIVED, key);
        yield Optional.of(left);
      }
      case DELETE_STANDS -> {
        report.note(RowNote.Kind.DELETE_STOOD, key);
        yield Optional.empty();
      }
      case MANUAL -> {
        RowTerm gone = RowTerm.deletion(byFirst ? stamps.first() : stamps.second());
        yield conflict(key, base, RowTerms.of(gone).plus(RowTerms.of(RowTerm.of(row))));
      }
    };
  }

  private Optional<RowEntry> both(
      Bytes key, Optional<RowEntry> base, RowEntry first, RowEntry second) {
    Optional<Row> before = base.flatMap(RowLift::row);
    Row one = RowLift.row(first).orElseThrow();
    Row other = RowLift.row(second).orElseThrow();
    if (one.sameAs(other)) {
      Row row = one.withStamp(one.stamp().later(other.stamp()));
      return Optional.of(
          marked(row, mark(base), mark(Optional.of(first)), mark(Optional.of(second))));
    }
    if (before.isPresent() && one.sameAs(before.get())) {
      return Optional.of(second);
    }
    if (before.isPresent() && other.sameAs(before.get())) {
      return Optional.of(first);
    }
    return decided(key, before, one, other);
  }

  /// A refusal, without its row.
  private record Mark(RefusedRow.Constraint constraint, String detail) {}

  private static Optional<Mark> mark(Optional<RowEntry> entry) {
    return entry.isPresent() && entry.get() instanceof RefusedRow refused
        ? Optional.of(new Mark(refused.constraint(), refused.detail()))
        : Optional.empty();
  }

  /// A row with the refusal that the sides made of it.
  private static RowEntry marked(
      Row row, Optional<Mark> base, Optional<Mark> first, Optional<Mark> second) {
    Optional<Mark> mark = first.equals(base) ? second : first;
    if (!first.equals(base) && !second.equals(base) && first.isPresent() && second.isPresent()) {
      mark = Optional.of(smaller(first.get(), second.get()));
    } else if (!first.equals(base) && !second.equals(base)) {
      // One side ended a refusal that the other made another: it is ended.
      mark = Optional.empty();
    }
    return mark.isPresent()
        ? new RefusedRow(row, mark.get().constraint(), mark.get().detail())
        : row;
  }

  private static Mark smaller(Mark one, Mark other) {
    return Comparator.comparing(Mark::constraint).thenComparing(Mark::detail).compare(one, other)
            <= 0
        ? one
        : other;
  }

  private Optional<RowEntry> decided(Bytes key, Optional<Row> base, Row first, Row second) {
    boolean twoThings = base.isEmpty() && RowKey.isOneInteger(key);
    return switch (rules.rows()) {
      case RowRule.Custom custom -> custom(custom.function(), key, base, first, second);
      case RowRule rule when twoThings && !(rule instanceof RowRule.Custom) ->
          opened(key, base, first, second);
      case RowRule.Newest _ -> taken(key, newer(first, second));
      case RowRule.Local _ -> taken(key, second);
      case RowRule.Remote _ -> taken(key, first);
      case RowRule.Fields _, RowRule.Manual _ -> byField(key, base, first, second);
    };
  }

  private Optional<RowEntry> taken(Bytes key, Row row) {
    report.note(RowNote.Kind.DECIDED, key);
    return Optional.of(row);
  }

  private Optional<RowEntry> byField(Bytes key, Optional<Row> base, Row first, Row second) {
    FieldMerge.Result result;
    try {
      result = fields.merge(key, base, first, second);
    } catch (RuntimeException _) {
      // A resolver of the application's: whatever it does, both rows are kept.
      return opened(key, base, first, second);
    }
    if (result.disputed() && rules.rows() instanceof RowRule.Manual) {
      return opened(key, base, first, second);
    }
    report.note(result.disputed() ? RowNote.Kind.DECIDED : RowNote.Kind.MERGED, key);
    return Optional.of(result.row());
  }

  private Optional<RowEntry> custom(
      RowFunction function, Bytes key, Optional<Row> base, Row first, Row second) {
    RowFunction.Dispute dispute =
        new RowFunction.Dispute(
            key, base.map(row -> version(key, row)), version(key, first), version(key, second));
    Optional<Row> row;
    try {
      row = function.resolve(dispute).map(values -> made(key, values, first, second));
    } catch (RuntimeException _) {
      // The application's code: whatever it does, both rows are kept.
      row = Optional.empty();
    }
    if (row.isEmpty()) {
      return opened(key, base, first, second);
    }
    return taken(key, row.get());
  }

  private Row made(Bytes key, NavigableMap<ColumnId, Value> values, Row first, Row second) {
    return shape.row(first.stamp().later(second.stamp()), key, values);
  }

  private RowFunction.Version version(Bytes key, Row row) {
    return new RowFunction.Version(shape.values(key, row), row.stamp());
  }

  /// The row that was written later; of two that were written at one time by one device, the same
  /// for everybody.
  static Row newer(Row first, Row second) {
    int order = first.stamp().compareTo(second.stamp());
    if (order == 0) {
      order = first.identity().compareTo(second.identity());
    }
    return order >= 0 ? first : second;
  }

  private Optional<RowEntry> opened(Bytes key, Optional<Row> base, Row first, Row second) {
    RowTerms both = RowTerms.of(RowTerm.of(first)).plus(RowTerms.of(RowTerm.of(second)));
    return conflict(key, base, both);
  }

  private Optional<RowEntry> conflict(Bytes key, Optional<Row> base, RowTerms terms) {
    report.note(RowNote.Kind.OPENED, key);
    return value(base, terms);
  }

  private Optional<RowEntry> terms(
      Bytes key, Optional<RowEntry> base, Optional<RowEntry> first, Optional<RowEntry> second) {
    RowLift lift = RowLift.of(base, first, second);
    Optional<RowEntry> value =
        value(
            baseOf(base, first, second), RowTerms.merge(lift.base(), lift.first(), lift.second()));
    boolean reopened = isConflict(base) && !(isConflict(first) && isConflict(second));
    if (isConflict(value) && (reopened || !isConflict(first) && !isConflict(second))) {
      report.note(RowNote.Kind.OPENED, key);
    }
    return value;
  }

  private static Optional<RowEntry> value(Optional<Row> base, RowTerms terms) {
    List<RowTerm> fitting = terms.fitting();
    return fitting.size() == 1
        ? fitting.getFirst().row().map(row -> row)
        : Optional.of(new RowConflict(base, fitting));
  }

  /// The row that a conflict's terms were changed from: that of the conflicts on the sides, if they
  /// agree; else that of the base.
  private static Optional<Row> baseOf(
      Optional<RowEntry> base, Optional<RowEntry> first, Optional<RowEntry> second) {
    List<Optional<Row>> bases = new ArrayList<>();
    for (Optional<RowEntry> side : List.of(first, second)) {
      if (side.isPresent() && side.get() instanceof RowConflict conflict) {
        bases.add(conflict.base());
      }
    }
    if (!bases.isEmpty()) {
      Optional<Row> one = bases.getFirst();
      boolean agreed = bases.stream().allMatch(one::equals);
      return agreed ? one : Optional.empty();
    }
    return base.isPresent() && base.get() instanceof RowConflict conflict
        ? conflict.base()
        : base.flatMap(RowLift::row);
  }
}
