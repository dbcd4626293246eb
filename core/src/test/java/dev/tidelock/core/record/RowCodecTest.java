package dev.tidelock.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.map.Cell;
import dev.tidelock.core.map.Summary;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.References;
import dev.tidelock.core.testing.Damage;
import dev.tidelock.core.testing.RandomRows;
import dev.tidelock.core.tree.Content;
import dev.tidelock.core.tree.TermKey;
import dev.tidelock.generators.ForAll;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RowCodecTest {
  private static final ObjectId ID = new ObjectId(Bytes.hex("ab".repeat(32)));

  private final RowCodec codec = new RowCodec();

  @Test
  void whatIsEncodedIsDecoded() {
    ForAll.cases(
        3000,
        tape -> {
          RowEntry entry = RandomRows.entry(tape);
          RowEntry decoded = decode(codec.encode(entry));
          assertThat(decoded).isEqualTo(entry);
          assertThat(decoded.hashCode()).isEqualTo(entry.hashCode());
          assertThat(codec.encode(decoded)).isEqualTo(codec.encode(entry));
          assertThat(codec.summary(decoded)).isEqualTo(codec.summary(entry));
        });
  }

  @Test
  void whatIsDamagedIsRefusedOrAnotherRow() {
    ForAll.cases(
        10_000,
        tape -> {
          Cell cell = codec.encode(RandomRows.entry(tape));
          Cell damaged = new Cell(Damage.to(cell.template(), tape), cell.references());
          try {
            RowEntry entry = decode(damaged);
            assertThat(codec.encode(entry)).isEqualTo(damaged);
            // What was only passed over can be read.
            entry
                .shown()
                .ifPresent(row -> assertThat(Row.of(row.stamp(), row.values())).isEqualTo(row));
          } catch (MalformedException _) {
            // Refused, as it should be.
          }
        });
  }

  private RowEntry decode(Cell cell) {
    CborReader in = new CborReader(cell.template());
    References.Cursor references = new References.Cursor(cell.references());
    RowEntry entry = codec.decode(in, references);
    in.finish();
    references.finish();
    return entry;
  }

  @Test
  void valuesAreFoundByColumn() {
    ForAll.cases(
        1000,
        tape -> {
          Row row = RandomRows.row(tape);
          SortedMap<ColumnId, Value> values = row.values();
          assertThat(row.count()).isEqualTo(values.size());
          for (int i = 0; i < 12; i++) {
            ColumnId column = RandomRows.column(i);
            assertThat(row.get(column)).isEqualTo(Optional.ofNullable(values.get(column)));
          }
        });
  }

  @Test
  void aStampIsNoChange() {
    ForAll.cases(
        500,
        tape -> {
          Row row = RandomRows.row(tape);
          Row later = row.withStamp(new Stamp(99, 99));
          assertThat(later.sameAs(row)).isTrue();
          assertThat(later.identity()).isEqualTo(row.identity());
          assertThat(later).isNotEqualTo(row);
          Row other = RandomRows.row(tape);
          assertThat(row.sameAs(other)).isEqualTo(row.identity().equals(other.identity()));
        });
  }

  @Test
  void theBaseOfAConflictMayMissWhatIsLarge() {
    Row row = row(Map.of(1, large(RowCodec.WEAK_BASE), 2, large(RowCodec.WEAK_BASE + 1)));
    RowConflict conflict =
        new RowConflict(Optional.of(row), List.of(term("01", row), term("02", row)));
    Cell cell = codec.encode(conflict);
    assertThat(cell.references().strong()).hasSize(5);
    assertThat(cell.references().weak()).hasSize(1);
    assertThat(decode(cell)).isEqualTo(conflict);
  }

  private static Value large(long size) {
    return new Value.Large(Value.LargeType.BLOB, size, new Content.Single(ID));
  }

  private static RowTerm term(String key, Row row) {
    return new RowTerm(new TermKey(Bytes.hex(key.repeat(16))), Optional.of(row), row.stamp());
  }

  private static Row row(Map<Integer, Value> values) {
    SortedMap<ColumnId, Value> sorted = new TreeMap<>();
    values.forEach((column, value) -> sorted.put(new ColumnId(column), value));
    return Row.of(new Stamp(5, -1), sorted);
  }

  @Test
  void whatIsLongStandsNowhereInARow() {
    Value longer = Value.of("x".repeat(Value.INLINE_LIMIT + 1));
    assertThatIllegalArgumentException().isThrownBy(() -> row(Map.of(1, longer)));
    assertThatThrownBy(() -> large(Value.INLINE_LIMIT)).isInstanceOf(MalformedException.class);
    assertThat(row(Map.of(1, large(5000))).bytes()).isEqualTo(5000 + 1 + 7);
  }

  @Test
  void aRowHasAWidestForm() {
    SortedMap<ColumnId, Value> wide = new TreeMap<>();
    for (int i = 0; i < 300; i++) {
      wide.put(new ColumnId(i), Value.of("x".repeat(Value.INLINE_LIMIT)));
    }
    assertThatThrownBy(() -> Row.of(Stamp.ZERO, wide)).isInstanceOf(MalformedException.class);
  }

  /// A change here is a change of the format.
  @Test
  void encodingsAreFrozen() {
    Row row =
        row(
            Map.of(
                1, Value.NULL,
                2, Value.of(-7),
                3, Value.of(-0.0),
                4, Value.of("é"),
                5, new Value.Text(Bytes.hex("ff")),
                6, Value.of(Bytes.hex("ff")),
                -1, large(5000)));
    String cells =
        "01f6"
            + "0226"
            + "03fb8000000000000000"
            + "0462c3a9"
            + "05820041ff"
            + "0641ff"
            + "1affffffff840219138801f6";
    String encoded = "91000520" + cells;
    assertThat(codec.encode(row).template().toHex()).isEqualTo(encoded);
    assertThat(codec.encode(row).references()).isEqualTo(strong(1));
    assertThat(codec.summary(row)).isEqualTo(new Summary(1, 0, cells.length() / 2 + 5000, 0));
    RefusedRow refused = new RefusedRow(row, RefusedRow.Constraint.FOREIGN_KEY, "a");
    assertThat(codec.encode(refused).template().toHex()).isEqualTo("8402026161" + encoded);
    RowTerm gone =
        new RowTerm(new TermKey(Bytes.hex("02".repeat(16))), Optional.empty(), new Stamp(6, 1));
    RowConflict conflict = new RowConflict(Optional.empty(), List.of(term("01", row), gone));
    assertThat(codec.encode(conflict).template().toHex())
        .isEqualTo(
            "8301f682" + "8250" + "01".repeat(16) + encoded + "8350" + "02".repeat(16) + "0601");
    assertThat(RowTerm.of(row).key()).hasToString("9285058056f5dc396422b8dfa00bb3bb");
    assertThat(RowTerm.deletion(new Stamp(6, 1)).key())
        .hasToString("cd2662154e6d76b2b2b92e70c0cac3cc");
  }

  private static References strong(int count) {
    References.Builder references = new References.Builder();
    for (int i = 0; i < count; i++) {
      references.strong(ID);
    }
    return references.build();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80",
        "8100",
        "82000000",
        "84000000" + "01",
        "85000000" + "01f4",
        "85000000" + "20f6",
        "85000000" + "01fb7ff8000000000000",
        "85000000" + "0182004161",
        "87000000" + "02f601f6",
        "87000000" + "01f601f6",
        "85000000" + "018401190400" + "01f6",
        "83010580"
      })
  void whatNoDeviceWritesIsRefused(String hex) {
    assertThatThrownBy(() -> decode(new Cell(Bytes.hex(hex), References.none())))
        .isInstanceOf(MalformedException.class);
  }
}
