package dev.tidelock.core.record.merge;

import static dev.tidelock.core.record.merge.SampleTable.key;
import static dev.tidelock.core.record.merge.SampleTable.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.content.MergeOutcome;
import dev.tidelock.core.record.RefusedRow;
import dev.tidelock.core.record.Row;
import dev.tidelock.core.record.RowConflict;
import dev.tidelock.core.record.RowEntry;
import dev.tidelock.core.record.RowTerm;
import dev.tidelock.core.record.Stamp;
import dev.tidelock.core.record.TableId;
import dev.tidelock.core.record.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The rules, one by one: what becomes of a row that both sides changed.
class RowMergeTest {
  private static final Value ID = Value.of("x");
  private static final Stamp EARLY = new Stamp(5, 1);
  private static final Stamp LATE = new Stamp(6, 2);
  private static final MergeStamps STAMPS = new MergeStamps(new Stamp(7, 1), new Stamp(8, 2));
  private static final Row BASE =
      row(Stamp.ZERO, ID, "name", Value.of("a"), "count", Value.of(10), "done", Value.of(0));

  private TableReport report =
      new TableReport(TableId.of("", "", 0), "", Map.of(), List.of(), List.of());

  private Optional<RowEntry> merge(
      TableRules rules,
      Optional<RowEntry> base,
      Optional<RowEntry> first,
      Optional<RowEntry> second) {
    return merge(rules, key(ID), base, first, second);
  }

  private Optional<RowEntry> merge(
      TableRules rules,
      Bytes key,
      Optional<RowEntry> base,
      Optional<RowEntry> first,
      Optional<RowEntry> second) {
    TableReport.Builder builder = new TableReport.Builder();
    Optional<RowEntry> merged =
        new RowMerge(SampleTable.SHAPE, rules, STAMPS, builder).merge(key, base, first, second);
    report = builder.build(SampleTable.ID, "things", List.of());
    return merged;
  }

  private static Optional<RowEntry> of(RowEntry entry) {
    return Optional.of(entry);
  }

  private static Row edited(Stamp stamp, String name, int count, int done) {
    return row(stamp, ID, "name", Value.of(name), "count", Value.of(count), "done", Value.of(done));
  }

  @Test
  void differentColumnsAreBothTaken() {
    Optional<RowEntry> merged =
        merge(
            TableRules.USUAL,
            of(BASE),
            of(edited(EARLY, "b", 10, 0)),
            of(edited(LATE, "a", 10, 1)));
    assertThat(merged).contains(edited(LATE, "b", 10, 1));
    assertThat(report.count(RowNote.Kind.MERGED)).isEqualTo(1);
  }

  @Test
  void ofOneColumnTheLaterIsTaken() {
    Row early = edited(EARLY, "b", 11, 0);
    Row late = edited(LATE, "c", 10, 0);
    assertThat(merge(TableRules.USUAL, of(BASE), of(early), of(late)))
        .contains(edited(LATE, "c", 11, 0));
    assertThat(merge(TableRules.USUAL, of(BASE), of(late), of(early)))
        .contains(edited(LATE, "c", 11, 0));
    assertThat(report.count(RowNote.Kind.DECIDED)).isEqualTo(1);
  }

  @Test
  void aRuleMayTakeTheWholeRow() {
    Row early = edited(EARLY, "b", 11, 0);
    Row late = edited(LATE, "a", 10, 1);
    assertThat(merge(rule(new RowRule.Newest()), of(BASE), of(early), of(late))).contains(late);
    assertThat(merge(rule(new RowRule.Local()), of(BASE), of(late), of(early))).contains(early);
    assertThat(merge(rule(new RowRule.Remote()), of(BASE), of(early), of(late))).contains(early);
  }

  private static TableRules rule(RowRule rule) {
    return TableRules.USUAL.withRows(rule);
  }

  @Test
  void byHandBothAreKept() {
    Row first = edited(EARLY, "b", 10, 0);
    Row second = edited(LATE, "c", 10, 0);
    RowConflict conflict =
        (RowConflict)
            merge(rule(new RowRule.Manual()), of(BASE), of(first), of(second)).orElseThrow();
    assertThat(conflict.base()).contains(BASE);
    assertThat(conflict.terms().stream().map(RowTerm::row))
        .containsExactlyInAnyOrder(Optional.of(first), Optional.of(second));
    assertThat(report.count(RowNote.Kind.OPENED)).isEqualTo(1);
    assertThat(merge(rule(new RowRule.Manual()), of(BASE), of(first), of(edited(LATE, "a", 10, 1))))
        .contains(edited(LATE, "b", 10, 1));
  }

  @Test
  void aGroupIsOneField() {
    Row base = row(EARLY, ID, "amount", Value.of(1), "currency", Value.of("EUR"));
    Row first = row(EARLY, ID, "amount", Value.of(2), "currency", Value.of("EUR"));
    Row second = row(LATE, ID, "amount", Value.of(1), "currency", Value.of("USD"));
    assertThat(merge(TableRules.USUAL, of(base), of(first), of(second)))
        .contains(row(LATE, ID, "amount", Value.of(2), "currency", Value.of("USD")));
    TableRules grouped =
        new TableRules(
            new RowRule.Fields(),
            TableRules.Deletes.EDIT_STAYS,
            Map.of(),
            List.of(Set.of(SampleTable.AMOUNT, SampleTable.CURRENCY)));
    assertThat(merge(grouped, of(base), of(first), of(second))).contains(second);
  }

  @Test
  void aColumnThatOneSideDoesNotKnowIsKept() {
    Row old = row(LATE, ID, "name", Value.of("b"), "count", Value.of(10), "done", Value.of(0));
    Row knowing =
        row(
            EARLY,
            ID,
            "name",
            Value.of("a"),
            "count",
            Value.of(10),
            "done",
            Value.of(0),
            "currency",
            Value.of("EUR"));
    Row merged = (Row) merge(TableRules.USUAL, of(BASE), of(knowing), of(old)).orElseThrow();
    assertThat(merged.get(SampleTable.CURRENCY)).contains(Value.of("EUR"));
    assertThat(merged.get(SampleTable.NAME)).contains(Value.of("b"));
  }

  @Test
  void anEditOutlivesADeleteUnlessARuleSaysOtherwise() {
    Row edit = edited(EARLY, "b", 10, 0);
    assertThat(merge(TableRules.USUAL, of(BASE), Optional.empty(), of(edit))).contains(edit);
    assertThat(report.count(RowNote.Kind.EDIT_SURVIVED)).isEqualTo(1);
    TableRules stands =
        new TableRules(new RowRule.Fields(), TableRules.Deletes.DELETE_STANDS, Map.of(), List.of());
    assertThat(merge(stands, of(BASE), of(edit), Optional.empty())).isEmpty();
    assertThat(report.count(RowNote.Kind.DELETE_STOOD)).isEqualTo(1);
    TableRules manual =
        new TableRules(new RowRule.Fields(), TableRules.Deletes.MANUAL, Map.of(), List.of());
    RowConflict conflict =
        (RowConflict) merge(manual, of(BASE), of(edit), Optional.empty()).orElseThrow();
    assertThat(conflict.terms())
        .containsExactlyInAnyOrder(RowTerm.of(edit), RowTerm.deletion(STAMPS.second()));
  }

  @Test
  void anotherStampOrARefusalIsNoEdit() {
    RowEntry refused = new RefusedRow(BASE, RefusedRow.Constraint.UNIQUE, "name");
    assertThat(merge(TableRules.USUAL, of(BASE), Optional.empty(), of(refused))).isEmpty();
    assertThat(merge(TableRules.USUAL, of(BASE), Optional.empty(), of(BASE.withStamp(LATE))))
        .isEmpty();
    Row edit = edited(EARLY, "b", 10, 0);
    assertThat(merge(TableRules.USUAL, of(BASE), of(refused), of(edit))).contains(edit);
    assertThat(merge(TableRules.USUAL, of(BASE), of(BASE.withStamp(LATE)), of(refused)))
        .contains(new RefusedRow(BASE.withStamp(LATE), RefusedRow.Constraint.UNIQUE, "name"));
  }

  @Test
  void twoRowsMadeApartAreTwoThingsOnlyUnderAnInteger() {
    Row first = edited(EARLY, "b", 1, 0);
    Row second = edited(LATE, "c", 1, 0);
    assertThat(merge(TableRules.USUAL, Optional.empty(), of(first), of(second))).contains(second);
    Value number = Value.of(7);
    Row one = row(EARLY, number, "name", Value.of("b"));
    Row other = row(LATE, number, "name", Value.of("c"));
    for (RowRule rule : List.of(new RowRule.Fields(), new RowRule.Newest(), new RowRule.Local())) {
      assertThat(merge(rule(rule), key(number), Optional.empty(), of(one), of(other)))
          .containsInstanceOf(RowConflict.class);
    }
  }

  @Test
  void aFunctionDecidesAndOneThatThrowsDoesNot() {
    Row first = edited(EARLY, "b", 1, 0);
    Row second = edited(LATE, "c", 2, 0);
    RowRule longest =
        new RowRule.Custom(dispute -> {
          dispute.first().values().put(SampleTable.NAME, Value.of("chosen"));
          return Optional.of(dispute.first().values());
        });
    assertThat(merge(rule(longest), of(BASE), of(first), of(second)))
        .contains(edited(LATE, "chosen", 1, 0));
    RowRule broken =
        new RowRule.Custom(_ -> {
          throw new IllegalStateException("broken");
        });
    assertThat(merge(rule(broken), of(BASE), of(first), of(second)))
        .containsInstanceOf(RowConflict.class);
    RowRule undecided = new RowRule.Custom(_ -> Optional.empty());
    assertThat(merge(rule(undecided), of(BASE), of(first), of(second)))
        .containsInstanceOf(RowConflict.class);
  }

  @ParameterizedTest
  @CsvSource({"greatest, 12", "least, 7", "sumOfDifferences, 9", "newest, 7"})
  void aColumnMayHaveAResolverOfItsOwn(String name, int expected) {
    FieldResolver resolver =
        switch (name) {
          case "greatest" -> FieldResolvers.greatest();
          case "least" -> FieldResolvers.least();
          case "newest" -> FieldResolvers.newest();
          default -> FieldResolvers.sumOfDifferences();
        };
    Row merged =
        (Row)
            merge(
                    new TableRules(
                        new RowRule.Manual(),
                        TableRules.Deletes.EDIT_STAYS,
                        Map.of(SampleTable.COUNT, resolver),
                        List.of()),
                    of(BASE),
                    of(edited(EARLY, "a", 12, 0)),
                    of(edited(LATE, "a", 7, 0)))
                .orElseThrow();
    assertThat(merged.get(SampleTable.COUNT)).contains(Value.of(expected));
  }

  @Test
  void setsAndContentsAreMerged() {
    assertThat(resolved(FieldResolvers.unionOfWords(","), "a,b,c", "b,c,d", "a,c,e"))
        .contains(Value.of("c,d,e"));
    FieldResolver joined =
        FieldResolvers.content((_, one, other) -> new MergeOutcome.Merged(one.concat(other)));
    assertThat(resolved(joined, "", "x", "y")).contains(Value.of("xy"));
    FieldResolver never =
        FieldResolvers.content((_, _, _) -> new MergeOutcome.Conflicting("never"));
    assertThat(resolved(never, "", "x", "y")).isEmpty();
  }

  private static Optional<Value> resolved(
      FieldResolver resolver, String base, String first, String second) {
    return resolver.resolve(
        new FieldResolver.Dispute(
            Optional.of(Value.of(base)), Value.of(first), Value.of(second), EARLY, LATE));
  }

  @Test
  void anIntegerSumThatDoesNotFitIsLeftAlone() {
    FieldResolver sum = FieldResolvers.sumOfDifferences();
    Value most = Value.of(Long.MAX_VALUE);
    Value many = Value.of(Long.MAX_VALUE - 1);
    assertThat(
            sum.resolve(
                new FieldResolver.Dispute(Optional.of(Value.of(0)), most, many, EARLY, LATE)))
        .isEmpty();
    assertThat(
            sum.resolve(
                new FieldResolver.Dispute(Optional.of(many), most, Value.of(5), EARLY, LATE)))
        .contains(Value.of(6));
    assertThat(
            sum.resolve(
                new FieldResolver.Dispute(
                    Optional.of(Value.of(1)), Value.of(1.5), Value.of(3), EARLY, LATE)))
        .contains(Value.of(3.5));
  }

  @Test
  void aResolutionEndsAConflictAndAnEditOfATermKeepsIt() {
    Row first = edited(EARLY, "b", 10, 0);
    Row second = edited(LATE, "c", 10, 0);
    RowEntry conflict =
        merge(rule(new RowRule.Manual()), of(BASE), of(first), of(second)).orElseThrow();
    Row chosen = edited(new Stamp(9, 1), "d", 10, 0);
    // One side resolved, the other had plainly edited the row before it knew of the conflict.
    assertThat(merge(TableRules.USUAL, of(conflict), of(chosen), of(second))).isPresent();
    RowConflict reopened =
        (RowConflict)
            merge(TableRules.USUAL, of(conflict), of(chosen), of(edited(LATE, "e", 1, 1)))
                .orElseThrow();
    assertThat(reopened.terms().stream().map(RowTerm::row).flatMap(Optional::stream))
        .contains(chosen);
  }
}
