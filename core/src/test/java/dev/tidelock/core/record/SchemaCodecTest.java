package dev.tidelock.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.testing.Damage;
import dev.tidelock.core.testing.RandomRows;
import dev.tidelock.generators.ForAll;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaCodecTest {
  private static final TableId TABLE = TableId.of("app", "Tasks", 0);

  @Test
  void whatIsWrittenIsRead() {
    ForAll.cases(
        1000,
        tape -> {
          Schema schema = RandomRows.schema(tape);
          assertThat(SchemaCodec.of(SchemaCodec.toObject(schema))).isEqualTo(schema);
        });
  }

  @Test
  void whatIsDamagedIsRefusedOrAnotherSchema() {
    ForAll.cases(
        10_000,
        tape -> {
          RawObject object = SchemaCodec.toObject(RandomRows.schema(tape));
          RawObject damaged =
              new RawObject(
                  object.kind(), 0, object.references(), Damage.to(object.payload(), tape));
          try {
            assertThat(SchemaCodec.toObject(SchemaCodec.of(damaged))).isEqualTo(damaged);
          } catch (MalformedException _) {
            // Refused, as it should be.
          }
        });
  }

  /// A change here is a change of the format.
  @Test
  void encodingsAreFrozen() {
    assertThat(TABLE).hasToString("5b527a5b3d799538e2017b7f7027e82a");
    ColumnId id = ColumnId.of(TABLE, "ID", 0);
    ColumnId title = ColumnId.of(TABLE, "title", 1);
    assertThat(id).hasToString("8a034178");
    assertThat(title).hasToString("6e90ba62");
    Schema schema =
        new Schema(
            List.of(
                new Column(
                    id,
                    "id",
                    "INTEGER",
                    Collation.BINARY,
                    Column.Nullability.NOT_NULL,
                    Optional.of(Value.NULL)),
                new Column(
                    title,
                    "title",
                    "TEXT",
                    Collation.NOCASE,
                    Column.Nullability.NULLABLE,
                    Optional.empty())),
            List.of(new KeyColumn(id, Collation.BINARY)),
            Set.of(Schema.Option.STRICT, Schema.Option.WITHOUT_ROWID),
            List.of(new Unique(List.of(new KeyColumn(title, Collation.NOCASE)))),
            List.of(
                new ForeignKey(
                    List.of(title),
                    "names",
                    List.of("name"),
                    ForeignKey.Action.CASCADE,
                    ForeignKey.Action.NO_ACTION,
                    ForeignKey.Check.DEFERRED)),
            new TreeSet<>(Set.of(new ColumnId(1))));
    assertThat(ObjectIdentity.of(SchemaCodec.toObject(schema)))
        .hasToString("6f4f329e35932fd017b974132906316e84fa51708bdee19c5eced79482119730");
  }

  @Test
  void idsFollowTheFirstNameAndNeverComeBack() {
    ColumnId first = ColumnId.of(TABLE, "note", 0);
    assertThat(ColumnId.of(TABLE, "NOTE", 0)).isEqualTo(first);
    assertThat(TableId.of("app", "tASKS", 0)).isEqualTo(TABLE);
    assertThat(TableId.of("App", "Tasks", 0)).isNotEqualTo(TABLE);
    Column key =
        new Column(
            first, "note", "", Collation.BINARY, Column.Nullability.NOT_NULL, Optional.empty());
    List<KeyColumn> keys = List.of(new KeyColumn(first, Collation.BINARY));
    Schema taken = new Schema(List.of(key), keys, Set.of(), List.of(), List.of(), new TreeSet<>());
    ColumnId second = taken.nextId(TABLE, "note");
    assertThat(second).isEqualTo(ColumnId.of(TABLE, "note", 1));
    Schema dropped =
        new Schema(
            List.of(key), keys, Set.of(), List.of(), List.of(), new TreeSet<>(Set.of(second)));
    assertThat(dropped.nextId(TABLE, "note")).isEqualTo(ColumnId.of(TABLE, "note", 2));
    assertThatThrownBy(() ->
            new Schema(
                List.of(key), keys, Set.of(), List.of(), List.of(), new TreeSet<>(Set.of(first))))
        .isInstanceOf(MalformedException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "INTEGER, INTEGER",
    "BIGINT, INTEGER",
    "CHARINT, INTEGER",
    "VARCHAR(20), TEXT",
    "CLOB, TEXT",
    "'', BLOB",
    "BLOB, BLOB",
    "DOUBLE PRECISION, REAL",
    "FLOATING POINT, INTEGER",
    "DECIMAL(10), NUMERIC",
    "DATETIME, NUMERIC"
  })
  void affinityIsSqlites(String type, Affinity affinity) {
    assertThat(Affinity.ofType(type)).isEqualTo(affinity);
  }
}
