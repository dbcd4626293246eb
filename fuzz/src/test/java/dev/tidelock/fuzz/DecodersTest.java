package dev.tidelock.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.generators.ForAll;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A quick share of hostile inputs for every decoder, the same in each build: those that were
/// findings once, and variants of valid ones from a seed.
class DecodersTest {
  private static final int CASES = 1500;

  static List<String> names() {
    return Decoders.all().stream().map(Decoder::name).toList();
  }

  @Test
  void namesAreDistinct() {
    assertThat(names()).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("names")
  void validInputIsDecoded(String name) {
    Decoder decoder = Decoders.named(name);
    assertThat(decoder.seeds().get()).isNotEmpty();
    Trial.warm(decoder);
    decoder.seeds().get().forEach(seed -> Trial.run(decoder, seed));
  }

  @ParameterizedTest
  @MethodSource("names")
  void hostileInputIsDecodedOrRefusedInTimeAndWithinItsMemory(String name) {
    Decoder decoder = Decoders.named(name);
    List<Bytes> seeds = decoder.seeds().get();
    Trial.warm(decoder);
    Trial.run(decoder, Bytes.empty());
    ForAll.cases(CASES, tape -> Trial.run(decoder, Mutations.draw(seeds, tape)));
  }

  @ParameterizedTest
  @MethodSource("names")
  void whatIsNestedWithoutEndFillsNoStack(String name) {
    Decoder decoder = Decoders.named(name);
    Trial.warm(decoder);
    for (String opening : List.of("[", "{\"a\":", "- ", "? ", "{", "!(", "\u0081", "**/")) {
      Bytes nested = Bytes.utf8(opening.repeat(20_000));
      Trial.run(decoder, nested);
      Trial.run(decoder, Samples.chosen(0, nested));
      Trial.run(decoder, Samples.joined(nested, nested.concat(Bytes.utf8("1")), nested));
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void inputThatOnceWasAFindingIsNoneAnyMore(String name) throws IOException {
    Decoder decoder = Decoders.named(name);
    Trial.warm(decoder);
    KeptInputs.of(decoder).forEach(input -> Trial.run(decoder, input));
  }
}
