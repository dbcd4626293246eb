package dev.tidelock.core.record.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.map.MemoryObjects;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.record.ColumnId;
import dev.tidelock.core.record.Records;
import dev.tidelock.core.record.Row;
import dev.tidelock.core.record.RowConflict;
import dev.tidelock.core.record.RowEntry;
import dev.tidelock.core.record.RowTerm;
import dev.tidelock.core.record.Stamp;
import dev.tidelock.core.record.Value;
import dev.tidelock.generators.ForAll;
import dev.tidelock.generators.Tape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RowMergeLawsTest {
  private static final Bytes SEED = Bytes.copyOf(new byte[32]);
  private static final MergeStamps STAMPS = new MergeStamps(new Stamp(9, 1), new Stamp(9, 2));

  private final MemoryObjects objects = new MemoryObjects();
  private final Records records = new Records(SEED, objects);

  private static TableRules rules(Tape tape) {
    return new TableRules(
        tape.pick(new RowRule.Fields(), new RowRule.Newest(), new RowRule.Manual()),
        tape.pick(TableRules.Deletes.EDIT_STAYS, TableRules.Deletes.values()),
        tape.nextBoolean()
            ? Map.of()
            : Map.of(
                SampleTable.DONE, FieldResolvers.greatest(),
                SampleTable.NAME, FieldResolvers.newest(),
                SampleTable.COUNT, FieldResolvers.sumOfDifferences()),
        tape.nextBoolean() ? List.of() : List.of(Set.of(SampleTable.AMOUNT, SampleTable.CURRENCY)));
  }

  private RowMerge merge(TableRules rules, MergeStamps stamps) {
    return new RowMerge(SampleTable.SHAPE, rules, stamps, new TableReport.Builder());
  }

  private MerkleMap<RowEntry> build(SortedMap<Bytes, RowEntry> rows) {
    return records.build(rows.entrySet().iterator(), objects);
  }

  /// A base that may hold conflicts, and two sides of it.
  private record Triple(
      MerkleMap<RowEntry> base, MerkleMap<RowEntry> first, MerkleMap<RowEntry> second) {}

  private Triple triple(Tape tape) {
    SortedMap<Bytes, RowEntry> base = SampleTable.rows(tape);
    for (int rounds = tape.nextInt(3); rounds > 0; rounds--) {
      base = conflicting(base, tape);
    }
    return new Triple(build(base), build(side(base, tape)), build(side(base, tape)));
  }

  private SortedMap<Bytes, RowEntry> side(SortedMap<Bytes, RowEntry> base, Tape tape) {
    SortedMap<Bytes, RowEntry> side = SampleTable.edited(base, tape);
    return tape.nextBoolean() ? side : conflicting(side, tape);
  }

  private SortedMap<Bytes, RowEntry> conflicting(SortedMap<Bytes, RowEntry> base, Tape tape) {
    MerkleMap<RowEntry> map =
        build(base)
            .merge(
                build(SampleTable.edited(base, tape)),
                build(SampleTable.edited(base, tape)),
                merge(TableRules.USUAL.withRows(new RowRule.Manual()), STAMPS),
                objects);
    SortedMap<Bytes, RowEntry> rows = new TreeMap<>();
    map.forEach(entry -> rows.put(entry.getKey(), entry.getValue()));
    return rows;
  }

  @Test
  void theResultIsTheSameWhicheverSideIsFirst() {
    ForAll.cases(
        1500,
        tape -> {
          Triple triple = triple(tape);
          TableRules rules = rules(tape);
          MergeStamps turned = new MergeStamps(STAMPS.second(), STAMPS.first());
          MerkleMap<RowEntry> one =
              triple.base().merge(triple.first(), triple.second(), merge(rules, STAMPS), objects);
          MerkleMap<RowEntry> other =
              triple.base().merge(triple.second(), triple.first(), merge(rules, turned), objects);
          assertThat(other).containsExactlyElementsOf(one);
          assertThat(other.root()).isEqualTo(one.root());
        });
  }

  @Test
  void aSideThatDidNothingGivesWay() {
    ForAll.cases(
        400,
        tape -> {
          Triple triple = triple(tape);
          RowMerge merge = merge(rules(tape), STAMPS);
          MerkleMap<RowEntry> base = triple.base();
          MerkleMap<RowEntry> first = triple.first();
          assertThat(base.merge(first, base, merge, objects).root()).isEqualTo(first.root());
          assertThat(base.merge(base, first, merge, objects).root()).isEqualTo(first.root());
          assertThat(base.merge(first, first, merge, objects).root()).isEqualTo(first.root());
        });
  }

  /// Whoever has the merge and did nothing since takes it; merging once more changes nothing.
  @Test
  void aMergeIsMadeOnce() {
    ForAll.cases(
        400,
        tape -> {
          Triple triple = triple(tape);
          RowMerge merge = merge(rules(tape), STAMPS);
          MerkleMap<RowEntry> merged =
              triple.base().merge(triple.first(), triple.second(), merge, objects);
          assertThat(triple.first().merge(merged, triple.first(), merge, objects).root())
              .isEqualTo(merged.root());
          assertThat(triple.second().merge(triple.second(), merged, merge, objects).root())
              .isEqualTo(merged.root());
        });
  }

  /// By hand nothing is lost: what a side wrote into a column is in the row, or in a term.
  @Test
  void nothingThatWasWrittenIsLost() {
    ForAll.cases(
        1500,
        tape -> {
          Triple triple = triple(tape);
          TableRules rules = TableRules.USUAL.withRows(new RowRule.Manual());
          MerkleMap<RowEntry> merged =
              triple.base().merge(triple.first(), triple.second(), merge(rules, STAMPS), objects);
          for (MerkleMap<RowEntry> side : List.of(triple.first(), triple.second())) {
            triple
                .base()
                .diff(side)
                .forEachRemaining(change -> {
                  List<Row> before = change.before().map(RowMergeLawsTest::rows).orElse(List.of());
                  List<Row> wrote = change.after().map(RowMergeLawsTest::rows).orElse(List.of());
                  List<Row> kept =
                      merged.get(change.key()).map(RowMergeLawsTest::rows).orElse(List.of());
                  wrote.forEach(row -> {
                    boolean known = before.stream().anyMatch(row::sameAs);
                    assertThat(known || holds(change.key(), kept, before, row))
                        .as("%s of %s is in %s", row, change.before(), kept)
                        .isTrue();
                  });
                });
          }
        });
  }

  private static List<Row> rows(RowEntry entry) {
    List<Row> rows = new ArrayList<>();
    if (entry instanceof RowConflict conflict) {
      conflict.terms().stream().map(RowTerm::row).flatMap(Optional::stream).forEach(rows::add);
    } else {
      RowLift.row(entry).ifPresent(rows::add);
    }
    return rows;
  }

  private static boolean holds(Bytes key, List<Row> kept, List<Row> before, Row wrote) {
    if (kept.stream().anyMatch(wrote::sameAs)) {
      return true;
    }
    Map<ColumnId, Value> values = SampleTable.SHAPE.values(key, wrote);
    return kept.stream()
        .map(row -> SampleTable.SHAPE.values(key, row))
        .anyMatch(row ->
            values.entrySet().stream()
                .allMatch(value ->
                    value.getValue().equals(row.get(value.getKey()))
                        || before.stream()
                            .map(was -> SampleTable.SHAPE.values(key, was))
                            .anyMatch(was -> value.getValue().equals(was.get(value.getKey())))));
  }
}
