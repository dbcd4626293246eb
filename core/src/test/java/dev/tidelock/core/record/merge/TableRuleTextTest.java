package dev.tidelock.core.record.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.core.content.ContentMerger;
import dev.tidelock.core.content.MergeOutcome;
import dev.tidelock.core.record.Collation;
import dev.tidelock.core.record.Column;
import dev.tidelock.core.record.ColumnId;
import dev.tidelock.core.record.KeyColumn;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.Stamp;
import dev.tidelock.core.record.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TableRuleTextTest {
  private static final ContentMerger JSON =
      (_, first, second) -> new MergeOutcome.Merged(first.concat(second));

  private static final Schema SCHEMA = schema("id", "Read", "tags", "amount", "currency");

  private static Schema schema(String... names) {
    List<Column> columns = new ArrayList<>();
    for (String name : names) {
      columns.add(
          new Column(
              new ColumnId(columns.size()),
              name,
              "",
              Collation.BINARY,
              Column.Nullability.NULLABLE,
              Optional.of(Value.NULL)));
    }
    return new Schema(
        columns,
        List.of(new KeyColumn(new ColumnId(0), Collation.BINARY)),
        Set.of(),
        List.of(),
        List.of(),
        new TreeSet<>());
  }

  private static TableRuleText text(
      String preset, String rule, String deletes, Map<String, String> columns) {
    return new TableRuleText(
        Optional.of(preset).filter(word -> !word.isEmpty()),
        Optional.of(rule).filter(word -> !word.isEmpty()),
        Optional.of(deletes).filter(word -> !word.isEmpty()),
        columns,
        List.of(List.of("AMOUNT", "currency", "unknown")));
  }

  @Test
  void wordsBecomeRulesOnTopOfAPreset() {
    TableRules rules =
        text("Notifications", "manual", "edit", Map.of("TAGS", "union", "amount", "json"))
            .of(SCHEMA, JSON);

    assertThat(rules.rows()).isEqualTo(new RowRule.Manual());
    assertThat(rules.deletes()).isEqualTo(TableRules.Deletes.EDIT_STAYS);
    assertThat(rules.columns().keySet())
        .containsExactlyInAnyOrder(new ColumnId(1), new ColumnId(2), new ColumnId(3));
    assertThat(rules.groups()).containsExactly(Set.of(new ColumnId(3), new ColumnId(4)));
    FieldResolver.Dispute dispute =
        new FieldResolver.Dispute(
            Optional.empty(), Value.of("a"), Value.of("b"), Stamp.ZERO, Stamp.ZERO);
    assertThat(
            rules.columns().getOrDefault(new ColumnId(2), _ -> Optional.empty()).resolve(dispute))
        .contains(Value.of("a,b"));
    assertThat(
            rules.columns().getOrDefault(new ColumnId(3), _ -> Optional.empty()).resolve(dispute))
        .contains(Value.of("ab"));
  }

  @Test
  void aPresetStandsWhereNothingElseIsSaid() {
    TableRules rules = text("settings", "", "", Map.of()).of(SCHEMA, JSON);

    assertThat(rules.rows()).isEqualTo(new RowRule.Newest());
  }

  @Test
  void everyWordMeansSomething() {
    for (String preset : TableRuleText.PRESETS) {
      text(preset, "", "", Map.of()).of(SCHEMA, JSON);
    }
    for (String rule : TableRuleText.RULES) {
      text("", rule, "", Map.of()).of(SCHEMA, JSON);
    }
    for (String deletes : TableRuleText.DELETES) {
      text("", "", deletes, Map.of()).of(SCHEMA, JSON);
    }
    for (String resolver : TableRuleText.RESOLVERS) {
      TableRules rules = text("", "", "", Map.of("amount", resolver)).of(SCHEMA, JSON);
      assertThat(rules.columns()).hasSize(1);
    }
    assertThat(text("", "theirs", "", Map.of()).of(SCHEMA, JSON).rows())
        .isEqualTo(new RowRule.Remote());
    assertThat(text("", "OURS", "", Map.of()).of(SCHEMA, JSON).rows())
        .isEqualTo(new RowRule.Local());
  }

  @Test
  void otherWordsAndColumnsAreNamed() {
    TableRuleText wrong = text("notification", "new", "keep", Map.of("amount", "most"));

    assertThat(wrong.flaws().stream().map(TableRuleText.Flaw::word))
        .containsExactly("notification", "new", "keep", "most");
    assertThat(wrong.unknownColumns(SCHEMA))
        .containsExactly(
            new TableRuleText.Flaw(
                "group", "unknown", List.of("id", "Read", "tags", "amount", "currency")));
    assertThatThrownBy(() -> wrong.of(SCHEMA, JSON)).isInstanceOf(IllegalArgumentException.class);
  }
}
