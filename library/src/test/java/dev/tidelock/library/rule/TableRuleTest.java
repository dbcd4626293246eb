package dev.tidelock.library.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.record.Collation;
import dev.tidelock.core.record.Column;
import dev.tidelock.core.record.ColumnId;
import dev.tidelock.core.record.KeyColumn;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.Stamp;
import dev.tidelock.core.record.TableId;
import dev.tidelock.core.record.Value;
import dev.tidelock.core.record.merge.FieldResolvers;
import dev.tidelock.core.record.merge.RowFunction;
import dev.tidelock.core.record.merge.RowRule;
import dev.tidelock.core.record.merge.TableRules;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TableRuleTest {
  private static final TableId TABLE = TableId.of("app", "notes", 0);
  private static final ColumnId LATER = new ColumnId(77);
  private static final Schema SCHEMA =
      new Schema(
          List.of(column("id"), column("Status"), column("count"), column("currency")),
          List.of(new KeyColumn(id("id"), Collation.BINARY)),
          Set.of(),
          List.of(),
          List.of(),
          new TreeSet<>());

  private static ColumnId id(String name) {
    return ColumnId.of(TABLE, name, 0);
  }

  private static Column column(String name) {
    return new Column(
        id(name), name, "", Collation.BINARY, Column.Nullability.NULLABLE, Optional.of(Value.NULL));
  }

  private static RowFunction.Version version(long time, String status, ColumnId more) {
    NavigableMap<ColumnId, Value> values = new TreeMap<>();
    values.put(id("id"), Value.of(1));
    values.put(id("Status"), Value.of(status));
    values.put(more, Value.of(time));
    return new RowFunction.Version(values, new Stamp(time, 1));
  }

  private static RowFunction function(RowResolver resolver) {
    TableRules rules = TableRule.custom(resolver).of("notes", SCHEMA);
    return ((RowRule.Custom) rules.rows()).function();
  }

  private static final RowFunction.Dispute DISPUTE =
      new RowFunction.Dispute(
          Bytes.empty(),
          Optional.empty(),
          version(5, "read", LATER),
          version(3, "unread", id("count")));

  @Test
  void aFunctionSeesColumnsByTheirNamesInAnyCase() {
    function(
            dispute -> {
              assertThat(dispute.table()).isEqualTo("notes");
              assertThat(dispute.local().text("STATUS")).contains("unread");
              assertThat(dispute.remote().text("status")).contains("read");
              assertThat(dispute.local().whole("count")).hasValue(3);
              assertThat(dispute.remote().value("count")).isEmpty();
              assertThat(dispute.local().columns()).containsOnlyKeys("id", "Status", "count");
              assertThat(dispute.newest()).isSameAs(dispute.remote());
              assertThatThrownBy(() -> dispute.local().value("nothing"))
                  .isInstanceOf(IllegalArgumentException.class);
              return Optional.empty();
            })
        .resolve(DISPUTE);
  }

  @Test
  void whatAFunctionDecidesKeepsTheColumnsThatItsVersionDidNotKnow() {
    NavigableMap<ColumnId, Value> row =
        function(dispute -> Optional.of(dispute.local().with("status", Value.of("done"))))
            .resolve(DISPUTE)
            .orElseThrow();

    assertThat(row)
        .containsEntry(id("Status"), Value.of("done"))
        .containsEntry(id("count"), Value.of(3))
        .containsEntry(LATER, Value.of(5));
  }

  @Test
  void aFunctionMayLeaveARowInConflict() {
    assertThat(function(_ -> Optional.empty()).resolve(DISPUTE)).isEmpty();
  }

  @Test
  void columnsOfARuleAreThoseOfTheTableAndOthersAreIgnored() {
    TableRules rules =
        TableRule.fields()
            .column("COUNT", FieldResolvers.sumOfDifferences())
            .column("of another version", FieldResolvers.newest())
            .group("count", "currency", "missing")
            .deletes(TableRules.Deletes.MANUAL)
            .of("notes", SCHEMA);

    assertThat(rules.columns()).containsOnlyKeys(id("count"));
    assertThat(rules.groups()).containsExactly(Set.of(id("count"), id("currency")));
    assertThat(rules.deletes()).isEqualTo(TableRules.Deletes.MANUAL);
    assertThat(rules.rows()).isEqualTo(new RowRule.Fields());
  }

  @Test
  void readyMadeRulesAreThoseOfTheMerge() {
    assertThat(TableRule.newest().of("t", SCHEMA).rows()).isEqualTo(new RowRule.Newest());
    assertThat(TableRule.local().of("t", SCHEMA).rows()).isEqualTo(new RowRule.Local());
    assertThat(TableRule.remote().of("t", SCHEMA).rows()).isEqualTo(new RowRule.Remote());
    assertThat(TableRule.manual().of("t", SCHEMA).rows()).isEqualTo(new RowRule.Manual());
    assertThat(TableRule.settings().of("t", SCHEMA).rows()).isEqualTo(new RowRule.Newest());
    assertThat(TableRule.notifications().of("t", SCHEMA).deletes())
        .isEqualTo(TableRules.Deletes.DELETE_STANDS);
    assertThat(TableRule.projects().of("t", SCHEMA).rows()).isEqualTo(new RowRule.Fields());
  }
}
