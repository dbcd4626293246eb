package dev.tidelock.core.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SchemaSuccessionTest {
  private static final TableId TABLE = TableId.of("app", "notes", 0);
  private static final Schema FIRST = succeed(Optional.empty(), "id INTEGER", "a TEXT", "b TEXT");

  @Test
  void columnsOfANewTableAreNamedAfterThemselves() {
    assertThat(ids(FIRST)).containsExactly(id("id", 0), id("a", 0), id("b", 0));
    assertThat(FIRST.key()).containsExactly(new KeyColumn(id("id", 0), Collation.BINARY));
    assertThat(FIRST.dropped()).isEmpty();
  }

  @Test
  void columnsKeepTheirIdsInAnyOrderAndCase() {
    Schema next = succeed(Optional.of(FIRST), "ID INTEGER", "b TEXT", "A TEXT");
    assertThat(ids(next)).containsExactly(id("id", 0), id("b", 0), id("a", 0));
  }

  @Test
  void aColumnThatIsRenamedInItsPlaceKeepsItsId() {
    Schema next = succeed(Optional.of(FIRST), "id INTEGER", "title TEXT", "b TEXT");
    assertThat(ids(next)).containsExactly(id("id", 0), id("a", 0), id("b", 0));
    assertThat(next.columns().get(1).name()).isEqualTo("title");
    assertThat(next.dropped()).isEmpty();
  }

  @Test
  void aKeyThatIsRenamedIsTheSameKey() {
    Schema next = succeed(Optional.of(FIRST), "number INTEGER", "a TEXT", "b TEXT");
    assertThat(next.hasKeyOf(FIRST)).isTrue();
  }

  @Test
  void twoNeighboursThatAreRenamedKeepTheirOrder() {
    Schema next = succeed(Optional.of(FIRST), "id INTEGER", "x TEXT", "y TEXT");
    assertThat(ids(next)).containsExactly(id("id", 0), id("a", 0), id("b", 0));
  }

  @Test
  void aColumnOfAnotherTypeInTheSamePlaceIsNew() {
    Schema next = succeed(Optional.of(FIRST), "id INTEGER", "x BLOB", "b TEXT");
    assertThat(ids(next)).containsExactly(id("id", 0), id("x", 0), id("b", 0));
    assertThat(next.dropped()).containsExactly(id("a", 0));
  }

  @Test
  void aColumnThatIsAddedAtTheEndIsNewAlthoughAnotherWentFromTheMiddle() {
    Schema next = succeed(Optional.of(FIRST), "id INTEGER", "b TEXT", "c TEXT");
    assertThat(ids(next)).containsExactly(id("id", 0), id("b", 0), id("c", 0));
    assertThat(next.dropped()).containsExactly(id("a", 0));
  }

  @Test
  void theNameOfADroppedColumnComesBackUnderAnotherId() {
    Schema without = succeed(Optional.of(FIRST), "id INTEGER", "b TEXT");
    Schema again = succeed(Optional.of(without), "id INTEGER", "b TEXT", "a TEXT");
    assertThat(ids(again)).containsExactly(id("id", 0), id("b", 0), id("a", 1));
    assertThat(again.dropped()).containsExactly(id("a", 0));
  }

  private static ColumnId id(String name, int generation) {
    return ColumnId.of(TABLE, name, generation);
  }

  private static List<ColumnId> ids(Schema schema) {
    return schema.columns().stream().map(Column::id).toList();
  }

  private static Schema succeed(Optional<Schema> before, String... columns) {
    List<Column> found = new ArrayList<>();
    for (String column : columns) {
      String[] parts = column.split(" ", 2);
      found.add(
          new Column(
              new ColumnId(found.size()),
              parts[0],
              parts[1],
              Collation.BINARY,
              Column.Nullability.NULLABLE,
              Optional.of(Value.NULL)));
    }
    List<KeyColumn> key = List.of(new KeyColumn(new ColumnId(0), Collation.BINARY));
    Schema numbered = new Schema(found, key, Set.of(), List.of(), List.of(), new TreeSet<>());
    return SchemaSuccession.of(TABLE, before, numbered);
  }
}
