package dev.tidelock.core.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.testing.Damage;
import dev.tidelock.generators.ForAll;
import dev.tidelock.generators.Tape;
import java.io.ByteArrayOutputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.dataformat.cbor.CBORMapper;

/// Values are integers, reals, booleans, texts, byte strings, nothing, and lists of values.
class CborTest {
  /// Stands for null, which no list can hold.
  private static final Object NIL = "nil".toCharArray();

  private static final CBORMapper JACKSON = new CBORMapper();

  @Test
  void writesWhatJacksonWrites() {
    ForAll.cases(
        500,
        tape -> {
          // Jackson cuts longer texts into pieces.
          Object value = value(tape, 4, 500);
          CborWriter own = new CborWriter();
          write(value, own);
          assertThat(own.toBytes()).isEqualTo(byJackson(value));
          assertThat(own.size()).isEqualTo(own.toBytes().size());
        });
  }

  @Test
  void jacksonAndItsReaderReadWhatItWrote() {
    ForAll.cases(
        500,
        tape -> {
          Object value = value(tape, 4, 70_000);
          CborWriter out = new CborWriter();
          write(value, out);
          assertThat(JACKSON.readTree(out.toBytes().toByteArray())).isEqualTo(node(value));
          CborReader in = new CborReader(out.toBytes());
          readEqual(value, in);
          in.finish();
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "18",
        "1817",
        "190017",
        "1900ff",
        "1a0000ffff",
        "1b00000000ffffffff",
        "1c",
        "1f",
        "1bffffffffffffffff",
        "1b8000000000000000",
        "3bffffffffffffffff",
        "f6",
        "40",
        "f9"
      })
  void onlyTheShortestFormOfA63BitIntegerIsOne(String hex) {
    assertThatThrownBy(() -> new CborReader(Bytes.hex(hex)).integer())
        .isInstanceOf(MalformedException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"61", "62c3", "61ff", "62c328", "63eda080", "5f", "7f", "7bffffffffffffffff"})
  void onlyWellFormedTextsAreTexts(String hex) {
    assertThatThrownBy(() -> new CborReader(Bytes.hex(hex)).text())
        .isInstanceOf(MalformedException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"81", "9f", "9a00010000", "9bffffffffffffffff", "9b7fffffffffffffff", "a0"})
  void anArrayIsNoLongerThanItsInput(String hex) {
    assertThatThrownBy(() -> new CborReader(Bytes.hex(hex)).array())
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void theEndsOfTheRangeAreIntegers() {
    for (long value : new long[] {Long.MIN_VALUE, -25, -24, -1, 0, 23, 24, Long.MAX_VALUE}) {
      Bytes bytes = new CborWriter().integer(value).toBytes();
      assertThat(new CborReader(bytes).integer()).isEqualTo(value);
    }
  }

  private static CborType type(Object value) {
    return switch (value) {
      case Double _ -> CborType.REAL;
      case Long _ -> CborType.INTEGER;
      case Boolean _ -> CborType.BOOLEAN;
      case String _ -> CborType.TEXT;
      case Bytes _ -> CborType.BYTES;
      case List<?> _ -> CborType.ARRAY;
      default -> CborType.NULL;
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fb7ff8000000000000",
        "fbfff0000000000001",
        "fa3f800000",
        "f93c00",
        "fb00",
        "00",
        "f6"
      })
  void onlyANumberOf64BitsIsAReal(String hex) {
    assertThatThrownBy(() -> new CborReader(Bytes.hex(hex)).real())
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void textsAreReadAsBytesOnlyIfTheyAreTexts() {
    ForAll.cases(
        20_000,
        tape -> {
          Bytes bytes =
              Damage.to(Bytes.utf8(tape.text("aaaaé€\ud83d\udc1f", tape.nextInt(30))), tape);
          boolean wellFormed = true;
          try {
            StandardCharsets.UTF_8.newDecoder().decode(bytes.asByteBuffer());
          } catch (CharacterCodingException _) {
            wellFormed = false;
          }
          assertThat(bytes.isUtf8()).as(bytes.toHex()).isEqualTo(wellFormed);
          Bytes text = new CborWriter().utf8(bytes).toBytes();
          if (wellFormed) {
            assertThat(new CborReader(text).utf8()).isEqualTo(bytes);
            assertThat(new CborReader(text).skipUtf8()).isEqualTo(bytes.size());
          } else {
            assertThatThrownBy(() -> new CborReader(text).utf8())
                .isInstanceOf(MalformedException.class);
            assertThatThrownBy(() -> new CborReader(text).skipUtf8())
                .isInstanceOf(MalformedException.class);
          }
        });
  }

  private static Object value(Tape tape, int depth, int longest) {
    return switch (tape.nextInt(depth > 0 ? 7 : 6)) {
      case 0 -> tape.nextLong() >> tape.nextInt(64);
      case 1 -> tape.nextBoolean();
      case 2 -> tape.text("aé€𝄞".substring(0, 3), tape.nextSize(longest));
      case 3 -> Bytes.copyOf(tape.bytes(tape.nextSize(longest)));
      case 4 -> NIL;
      case 5 -> real(tape);
      default -> {
        List<Object> list = new ArrayList<>();
        for (int i = tape.nextSize(40); i > 0; i--) {
          list.add(value(tape, depth - 1, longest));
        }
        yield list;
      }
    };
  }

  private static double real(Tape tape) {
    double value = Double.longBitsToDouble(tape.nextLong());
    return Double.isNaN(value) ? tape.pick(0.0, -0.0, 1.5, Double.POSITIVE_INFINITY) : value;
  }

  private static void write(Object value, CborWriter out) {
    switch (value) {
      case Double real -> out.real(real);
      case Long number -> out.integer(number);
      case Boolean bool -> out.bool(bool);
      case String text -> out.text(text);
      case Bytes bytes -> out.bytes(bytes);
      case List<?> list -> {
        out.array(list.size());
        list.forEach(item -> write(item, out));
      }
      default -> out.nil();
    }
  }

  private static JsonNode node(Object value) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    return switch (value) {
      case Double real -> nodes.numberNode(real);
      case Long number when number.intValue() == number -> nodes.numberNode(number.intValue());
      case Long number -> nodes.numberNode(number);
      case Boolean bool -> nodes.booleanNode(bool);
      case String text -> nodes.stringNode(text);
      case Bytes bytes -> nodes.binaryNode(bytes.toByteArray());
      case List<?> list -> {
        ArrayNode array = nodes.arrayNode();
        list.forEach(item -> array.add(node(item)));
        yield array;
      }
      default -> nodes.nullNode();
    };
  }

  private static Bytes byJackson(Object value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator generator = JACKSON.createGenerator(out)) {
      write(value, generator);
    }
    return Bytes.wrap(out.toByteArray());
  }

  private static void write(Object value, JsonGenerator out) {
    switch (value) {
      case Double real -> out.writeNumber(real);
      case Long number -> out.writeNumber(number);
      case Boolean bool -> out.writeBoolean(bool);
      case String text -> out.writeString(text);
      case Bytes bytes -> out.writeBinary(bytes.toByteArray());
      case List<?> list -> {
        out.writeStartArray(list, list.size());
        list.forEach(item -> write(item, out));
        out.writeEndArray();
      }
      default -> out.writeNull();
    }
  }

  private static void readEqual(Object value, CborReader in) {
    assertThat(in.atEnd()).isFalse();
    assertThat(in.type()).isEqualTo(type(value));
    switch (value) {
      case Double real -> assertThat(in.real()).isEqualTo(real);
      case Long number -> assertThat(in.integer()).isEqualTo(number);
      case Boolean bool -> assertThat(in.bool()).isEqualTo(bool);
      case String text -> assertThat(in.text()).isEqualTo(text);
      case Bytes bytes -> assertThat(in.bytes()).isEqualTo(bytes);
      case List<?> list -> {
        assertThat(in.array()).isEqualTo(list.size());
        list.forEach(item -> readEqual(item, in));
      }
      default -> assertThat(in.nil()).isTrue();
    }
  }
}
