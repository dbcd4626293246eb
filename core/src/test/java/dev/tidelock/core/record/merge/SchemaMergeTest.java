package dev.tidelock.core.record.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.record.Collation;
import dev.tidelock.core.record.Column;
import dev.tidelock.core.record.ColumnId;
import dev.tidelock.core.record.KeyColumn;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.Unique;
import dev.tidelock.core.record.Value;
import dev.tidelock.core.testing.RandomRows;
import dev.tidelock.generators.ForAll;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SchemaMergeTest {
  private static final Schema BASE = SampleTable.SCHEMA;

  private static Schema with(Schema schema, Column column) {
    List<Column> columns = new ArrayList<>(schema.columns());
    columns.removeIf(old -> old.id().equals(column.id()));
    columns.add(column);
    return of(schema, columns, Set.of());
  }

  private static Schema without(Schema schema, ColumnId id) {
    List<Column> columns = new ArrayList<>(schema.columns());
    columns.removeIf(column -> column.id().equals(id));
    return of(schema, columns, Set.of(id));
  }

  private static Schema of(Schema schema, List<Column> columns, Set<ColumnId> dropped) {
    return new Schema(
        columns,
        schema.key(),
        schema.options(),
        schema.uniques(),
        schema.foreignKeys(),
        new TreeSet<>(dropped));
  }

  private static Column named(ColumnId id, String name, String type) {
    return new Column(
        id, name, type, Collation.BINARY, Column.Nullability.NULLABLE, Optional.of(Value.NULL));
  }

  private static List<String> names(Schema schema) {
    return schema.columns().stream().map(Column::name).toList();
  }

  @Test
  void columnsOfBothSidesAreAddedAndOneOfBothIsOne() {
    Schema first = with(with(BASE, SampleTable.column("mine")), SampleTable.column("ours"));
    Schema second = with(with(BASE, SampleTable.column("yours")), SampleTable.column("ours"));
    SchemaMerge.Result merged = SchemaMerge.merge(Optional.of(BASE), first, second);
    assertThat(names(merged.schema()))
        .startsWith("id", "name", "done", "count", "amount", "currency")
        .hasSize(9)
        .contains("mine", "yours", "ours");
    assertThat(merged.problems()).isEmpty();
  }

  @Test
  void aRenameAndATypeComeTogether() {
    Schema first = with(BASE, named(SampleTable.NAME, "title", ""));
    Schema second = with(BASE, named(SampleTable.NAME, "name", "TEXT"));
    SchemaMerge.Result merged = SchemaMerge.merge(Optional.of(BASE), first, second);
    assertThat(merged.schema().column(SampleTable.NAME))
        .contains(named(SampleTable.NAME, "title", "TEXT"));
    assertThat(merged.problems()).isEmpty();
  }

  @Test
  void twoRenamesOrTypesOfOneColumnAreDecidedAndNamed() {
    Schema first = with(BASE, named(SampleTable.NAME, "title", "TEXT"));
    Schema second = with(BASE, named(SampleTable.NAME, "label", "INTEGER"));
    SchemaMerge.Result merged = SchemaMerge.merge(Optional.of(BASE), first, second);
    assertThat(merged.schema().column(SampleTable.NAME))
        .contains(named(SampleTable.NAME, "label", "INTEGER"));
    assertThat(merged.problems().stream().map(SchemaProblem::kind))
        .containsExactly(SchemaProblem.Kind.NAME, SchemaProblem.Kind.TYPE);
  }

  @Test
  void aDroppedColumnIsDroppedWhateverTheOtherSideDid() {
    Schema first = without(BASE, SampleTable.DONE);
    Schema second = with(BASE, named(SampleTable.DONE, "finished", "INTEGER"));
    SchemaMerge.Result merged = SchemaMerge.merge(Optional.of(BASE), first, second);
    assertThat(merged.schema().column(SampleTable.DONE)).isEmpty();
    assertThat(merged.schema().dropped()).containsExactly(SampleTable.DONE);
    // Its name is free, its id is not.
    assertThat(merged.schema().nextId(SampleTable.ID, "done")).isNotEqualTo(SampleTable.DONE);
  }

  @Test
  void whatAConstraintNamesGoesWithItsColumn() {
    Unique unique = new Unique(List.of(new KeyColumn(SampleTable.NAME, Collation.BINARY)));
    Schema first =
        new Schema(
            BASE.columns(),
            BASE.key(),
            BASE.options(),
            List.of(unique),
            List.of(),
            new TreeSet<>());
    Schema second = without(BASE, SampleTable.NAME);
    assertThat(SchemaMerge.merge(Optional.of(BASE), first, second).schema().uniques()).isEmpty();
    assertThat(
            SchemaMerge.merge(Optional.of(BASE), first, with(BASE, SampleTable.column("other")))
                .schema()
                .uniques())
        .containsExactly(unique);
  }

  @Test
  void twoColumnsOfOneNameAreNamed() {
    Schema first = with(BASE, named(SampleTable.NAME, "Title", ""));
    Schema second = with(BASE, SampleTable.column("title"));
    assertThat(SchemaMerge.merge(Optional.of(BASE), first, second).problems())
        .extracting(SchemaProblem::kind)
        .containsExactly(SchemaProblem.Kind.NAME);
  }

  @Test
  void schemasMergeTheSameWhicheverIsFirst() {
    ForAll.cases(
        2000,
        tape -> {
          Schema base = RandomRows.schema(tape);
          Schema one = RandomRows.schema(tape);
          Schema other = RandomRows.schema(tape);
          Optional<Schema> was = tape.nextBoolean() ? Optional.of(base) : Optional.empty();
          assertThat(SchemaMerge.merge(was, one, other).schema())
              .isEqualTo(SchemaMerge.merge(was, other, one).schema());
          assertThat(SchemaMerge.merge(Optional.of(base), base, one).schema()).isEqualTo(one);
          assertThat(SchemaMerge.merge(Optional.of(base), one, base).schema()).isEqualTo(one);
          assertThat(SchemaMerge.merge(was, one, one).schema()).isEqualTo(one);
        });
  }

  @Test
  void aDatabaseThatDoesNotFitIsTold() {
    assertThat(SchemaMerge.misfits(BASE, BASE)).isEmpty();
    assertThat(SchemaMerge.misfits(BASE, with(BASE, SampleTable.column("new")))).isEmpty();
    assertThat(SchemaMerge.misfits(BASE, without(BASE, SampleTable.DONE))).isEmpty();
    assertThat(SchemaMerge.misfits(BASE, with(BASE, named(SampleTable.NAME, "name", "INTEGER"))))
        .extracting(SchemaProblem::kind)
        .containsExactly(SchemaProblem.Kind.TYPE);
    Column required =
        new Column(
            SampleTable.id("must"),
            "must",
            "TEXT",
            Collation.BINARY,
            Column.Nullability.NOT_NULL,
            Optional.of(Value.NULL));
    assertThat(SchemaMerge.misfits(BASE, with(BASE, required)))
        .extracting(SchemaProblem::kind)
        .containsExactly(SchemaProblem.Kind.VALUE_REQUIRED);
    Schema rekeyed =
        new Schema(
            BASE.columns(),
            List.of(new KeyColumn(SampleTable.NAME, Collation.BINARY)),
            Set.of(),
            List.of(),
            List.of(),
            new TreeSet<>());
    assertThat(SchemaMerge.misfits(BASE, rekeyed))
        .extracting(SchemaProblem::kind)
        .containsExactly(SchemaProblem.Kind.KEY);
  }
}
