package dev.tidelock.core.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.testing.Damage;
import dev.tidelock.core.testing.RandomRows;
import dev.tidelock.generators.ForAll;
import dev.tidelock.generators.Tape;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowKeyTest {
  @Test
  void keysLieAsTheirValuesDo() {
    ForAll.cases(
        20_000,
        tape -> {
          Collation collation = tape.pick(Collation.BINARY, Collation.values());
          int columns = tape.nextInt(1, 3);
          List<Value> one = values(tape, columns);
          List<Value> other = new ArrayList<>(values(tape, columns));
          if (tape.nextBoolean()) {
            other.set(0, one.getFirst());
          }
          List<Collation> collations = List.of(collation, collation, collation);
          int order = RowKey.of(one, collations).compareTo(RowKey.of(other, collations));
          assertThat(Integer.signum(order))
              .as("%s and %s by %s", one, other, collation)
              .isEqualTo(Integer.signum(order(one, other, collation)));
        });
  }

  private static List<Value> values(Tape tape, int count) {
    List<Value> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(RandomRows.keyValue(tape));
    }
    return values;
  }

  private static int order(List<Value> one, List<Value> other, Collation collation) {
    for (int i = 0; i < one.size(); i++) {
      int order = order(one.get(i), other.get(i), collation);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static int order(Value one, Value other, Collation collation) {
    int byClass = Integer.compare(rank(one), rank(other));
    if (byClass != 0) {
      return byClass;
    }
    return switch (one) {
      case Value.Text text ->
          collation.fold(text.bytes()).compareTo(collation.fold(((Value.Text) other).bytes()));
      case Value.Blob blob -> blob.bytes().compareTo(((Value.Blob) other).bytes());
      default -> compareNumbers(one, other);
    };
  }

  private static int rank(Value value) {
    return value instanceof Value.Text ? 1 : value instanceof Value.Blob ? 2 : 0;
  }

  private static int compareNumbers(Value one, Value other) {
    double a = approximate(one);
    double b = approximate(other);
    if (Double.isInfinite(a) || Double.isInfinite(b)) {
      return Double.compare(a, b);
    }
    return exact(one).compareTo(exact(other));
  }

  private static double approximate(Value value) {
    return value instanceof Value.Whole whole ? whole.value() : ((Value.Real) value).value();
  }

  private static BigDecimal exact(Value value) {
    return value instanceof Value.Whole whole
        ? BigDecimal.valueOf(whole.value())
        : new BigDecimal(((Value.Real) value).value());
  }

  @Test
  void keysTellTheirValuesAndNothingElseIsAKey() {
    ForAll.cases(
        20_000,
        tape -> {
          List<Value> values = values(tape, tape.nextInt(1, 3));
          List<Collation> binary = List.of(Collation.BINARY, Collation.BINARY, Collation.BINARY);
          Bytes key = RowKey.of(values, binary);
          RowKey.check(key);
          assertThat(RowKey.of(RowKey.values(key).orElseThrow(), binary)).isEqualTo(key);
          Bytes damaged = Damage.to(key, tape);
          try {
            RowKey.check(damaged);
            List<Value> told = RowKey.values(damaged).orElseThrow();
            List<Collation> collations = told.stream().map(_ -> Collation.BINARY).toList();
            assertThat(RowKey.of(told, collations)).isEqualTo(damaged);
          } catch (MalformedException _) {
            // Refused, as it should be.
          }
        });
  }

  @Test
  void longKeysEndInAHash() {
    List<Collation> binary = List.of(Collation.BINARY);
    Bytes longest = RowKey.of(List.of(Value.of("x".repeat(509))), binary);
    assertThat(longest.size()).isEqualTo(511);
    assertThat(RowKey.values(longest)).isPresent();
    Bytes hashed = RowKey.of(List.of(Value.of("x".repeat(510))), binary);
    Bytes another = RowKey.of(List.of(Value.of("x".repeat(511))), binary);
    assertThat(hashed.size()).isEqualTo(512);
    assertThat(another.size()).isEqualTo(512);
    assertThat(hashed).isNotEqualTo(another);
    assertThat(RowKey.values(hashed)).isEmpty();
    RowKey.check(hashed);
  }

  @Test
  void nullNamesNoRow() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RowKey.of(List.of(Value.NULL), List.of(Collation.BINARY)));
  }

  @Test
  void onlyAnIntegerAloneIsOneInteger() {
    List<Collation> binary = List.of(Collation.BINARY, Collation.BINARY);
    assertThat(RowKey.isOneInteger(RowKey.of(List.of(Value.of(7)), binary))).isTrue();
    assertThat(RowKey.isOneInteger(RowKey.of(List.of(Value.of(7.0)), binary))).isTrue();
    assertThat(RowKey.isOneInteger(RowKey.of(List.of(Value.of(Long.MAX_VALUE)), binary))).isTrue();
    assertThat(RowKey.isOneInteger(RowKey.of(List.of(Value.of(7.5)), binary))).isFalse();
    assertThat(RowKey.isOneInteger(RowKey.of(List.of(Value.of("abcdefg")), binary))).isFalse();
    List<Value> pair = List.of(Value.of(1), Value.of(""));
    assertThat(RowKey.isOneInteger(RowKey.of(pair, binary))).isFalse();
  }

  /// A change here is a change of the format.
  @ParameterizedTest
  @CsvSource({
    "0, 208000000000000000",
    "1, 20bff0000000000000",
    "-1, 20400fffffffffffff",
    "9007199254740993, 20c340000000000000ff0001",
    "9223372036854775807, 20c3dfffffffffffffff03ff",
    "-9223372036854775808, 203c1fffffffffffff",
  })
  void integersAreFrozen(long value, String hex) {
    assertThat(RowKey.of(List.of(Value.of(value)), List.of(Collation.BINARY)).toHex())
        .isEqualTo(hex);
  }

  @Test
  void textsAndBlobsAreFrozen() {
    List<Value> values = List.of(Value.of("Aé\0 "), Value.of(Bytes.hex("00ff")));
    assertThat(RowKey.of(values, List.of(Collation.BINARY, Collation.BINARY)).toHex())
        .isEqualTo("3041c3a900ff2000" + "4000ffff00");
    assertThat(RowKey.of(values, List.of(Collation.NOCASE, Collation.BINARY)).toHex())
        .isEqualTo("3061c3a900ff00ff00" + "4000ffff00");
    assertThat(RowKey.of(values, List.of(Collation.RTRIM, Collation.BINARY)).toHex())
        .isEqualTo("3041c3a900ff00" + "4000ffff00");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "20",
        "2080000000000000",
        "207fffffffffffffff",
        "20fff8000000000001",
        "20bff0000000000000ff0001",
        "20c340000000000000ff0000",
        "20c340000000000000ff0002",
        "3041",
        "3041000",
        "5000"
      })
  void whatIsNoKeyIsRefused(String hex) {
    Bytes bytes = Bytes.hex(hex.length() % 2 == 0 ? hex : hex + "0");
    assertThatThrownBy(() -> RowKey.check(bytes)).isInstanceOf(MalformedException.class);
  }
}
