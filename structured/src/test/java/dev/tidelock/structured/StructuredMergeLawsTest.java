package dev.tidelock.structured;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.content.ContentMerger;
import dev.tidelock.core.content.MergeOutcome;
import dev.tidelock.core.content.MergeOutcome.Merged;
import dev.tidelock.generators.ForAll;
import dev.tidelock.generators.Tape;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class StructuredMergeLawsTest {
  private static final ContentMerger JSON = new JsonMerger();
  private static final ContentMerger YAML = new YamlMerger();

  @Test
  void jsonChangesApartAlwaysMerge() {
    ForAll.cases(
        1_000,
        tape -> {
          Change change = Change.apart(tape, Document.randomEntries(tape, 3, 5));
          String unit = tape.pick("", "  ", "\t");
          Bytes base = Bytes.utf8(change.base().json(unit));
          Bytes first = Bytes.utf8(change.first().json(unit));
          Bytes second = Bytes.utf8(change.second().json(tape.pick(unit, "    ")));
          assertSays(JSON.merge(base, first, second), change.both(), new JsonReader());
          assertSays(JSON.merge(base, second, first), change.both(), new JsonReader());
        });
  }

  @Test
  void yamlChangesApartAlwaysMergeInOneStyleWithoutComments() {
    ForAll.cases(
        700,
        tape -> {
          int style = tape.nextInt(5);
          YamlTexts texts =
              YamlTexts.random(tape, style, style).map(StructuredMergeLawsTest::withoutComments);
          assertSays(texts.merged(), texts.change().both(), new YamlReader());
          assertSays(texts.swapped(), texts.change().both(), new YamlReader());
        });
  }

  @Test
  void yamlChangesApartMergeRightlyOrAreRefused() {
    ForAll.cases(
        700,
        tape -> {
          YamlTexts texts = YamlTexts.random(tape, tape.nextInt(5), tape.nextInt(5));
          MergeOutcome outcome = texts.merged();
          assertThat(texts.swapped()).hasSameClassAs(outcome);
          if (outcome instanceof Merged) {
            assertSays(outcome, texts.change().both(), new YamlReader());
            assertSays(texts.swapped(), texts.change().both(), new YamlReader());
          }
        });
  }

  /// A change apart with its base and sides as YAML, where the sides may differ in style.
  private record YamlTexts(Change change, String base, String first, String second) {
    static YamlTexts random(Tape tape, int firstStyle, int secondStyle) {
      Change change = Change.apart(tape, Document.randomEntries(tape, 3, 5));
      String unit = tape.pick("  ", "    ");
      return new YamlTexts(
          change,
          change.base().yaml(firstStyle, unit),
          change.first().yaml(firstStyle, unit),
          change.second().yaml(secondStyle, tape.pick(unit, " ")));
    }

    YamlTexts map(UnaryOperator<String> edit) {
      return new YamlTexts(change, edit.apply(base), edit.apply(first), edit.apply(second));
    }

    MergeOutcome merged() {
      return YAML.merge(Bytes.utf8(base), Bytes.utf8(first), Bytes.utf8(second));
    }

    MergeOutcome swapped() {
      return YAML.merge(Bytes.utf8(base), Bytes.utf8(second), Bytes.utf8(first));
    }
  }

  private static String withoutComments(String text) {
    return text.replaceAll("(?m)^ *# about.*\n| # open \\w+", "");
  }

  @Test
  void anyChangesGiveAnOutcomeThatIsWellFormed() {
    ForAll.cases(
        700,
        tape -> {
          Document base = Document.randomEntries(tape, 3, 5);
          Change one = Change.apart(tape, base);
          Change other = Change.apart(tape, base);
          Bytes baseText = Bytes.utf8(base.json("  "));
          Bytes first = Bytes.utf8(one.first().json("  "));
          Bytes second = Bytes.utf8(other.first().json(tape.pick("", "  ")));
          MergeOutcome outcome = JSON.merge(baseText, first, second);
          assertThat(JSON.merge(baseText, second, first)).hasSameClassAs(outcome);
          if (outcome instanceof Merged(Bytes content)) {
            assertThat(new JsonReader().read(content.toUtf8(), new Vocabulary()))
                .isInstanceOf(Reading.Tree.class);
          }
        });
  }

  @Test
  void oneSidedChangeIsTheOutcomeAndEqualSidesAreThemselves() {
    ForAll.cases(
        300,
        tape -> {
          Bytes base = Bytes.utf8(Document.random(tape, 3).json("  "));
          Bytes side = Bytes.utf8(Document.random(tape, 3).json(""));
          for (ContentMerger merger : List.of(JSON, YAML)) {
            assertThat(merger.merge(base, side, base)).isEqualTo(new Merged(side));
            assertThat(merger.merge(base, base, side)).isEqualTo(new Merged(side));
            assertThat(merger.merge(base, side, side)).isEqualTo(new Merged(side));
          }
        });
  }

  @Test
  void anyBytesHaveAnOutcome() {
    ForAll.cases(
        1_000,
        tape -> {
          Document document = Document.randomEntries(tape, 3, 5);
          byte[] text =
              (tape.nextBoolean() ? document.json("  ") : document.yaml(0, "  "))
                  .getBytes(StandardCharsets.UTF_8);
          Bytes base = mutated(tape, text);
          Bytes first = mutated(tape, text);
          Bytes second = mutated(tape, text);
          assertThat(JSON.merge(base, first, second)).isNotNull();
          assertThat(YAML.merge(base, first, second)).isNotNull();
        });
  }

  private static Bytes mutated(Tape tape, byte[] text) {
    byte[] copy = text.clone();
    for (int i = 0; i < tape.nextInt(4) && copy.length > 0; i++) {
      String junk = "{}[],:\"'#&*!|>-? \n\t\\%@`0a";
      copy[tape.nextInt(copy.length)] = (byte) junk.charAt(tape.nextInt(junk.length()));
      copy[tape.nextInt(copy.length)] ^= (byte) (tape.chance(0.1) ? tape.nextInt(256) : 0);
    }
    return Bytes.wrap(copy);
  }

  private static void assertSays(MergeOutcome outcome, Document document, Format format) {
    assertThat(outcome).as(document::toString).isInstanceOf(Merged.class);
    Vocabulary vocabulary = new Vocabulary();
    Reading merged = format.read(((Merged) outcome).content().toUtf8(), vocabulary);
    Reading wanted = format.read(wanted(document, format), vocabulary);
    assertThat(merged).isInstanceOf(Reading.Tree.class);
    assertThat(((Reading.Tree) merged).root().value())
        .as(() -> ((Merged) outcome).content().toUtf8())
        .isEqualTo(((Reading.Tree) wanted).root().value());
  }

  private static String wanted(Document document, Format format) {
    return format instanceof JsonReader ? document.json("") : document.yaml(0, "  ");
  }
}
