package dev.tidelock.engine.naming;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.engine.naming.NameTraits.Characters;
import dev.tidelock.engine.naming.NameTraits.Forms;
import dev.tidelock.engine.naming.NameTraits.Letters;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What the names of one directory are called.
class DirectoryNamesTest {
  private static final String COMPOSED = "\u00e9";
  private static final String DECOMPOSED = "e\u0301";
  private static final NameTraits FOLDING =
      new NameTraits(Letters.FOLDED, Forms.DISTINCT, Characters.ALL);
  private static final NameTraits DECOMPOSING =
      new NameTraits(Letters.FOLDED, Forms.ONE, Characters.ALL);

  @Test
  void theFirstOfTwoNamesStandsUnderItselfAndTheOtherEscaped() {
    DirectoryNames names = names(FOLDING);

    names.add(names.place("README", Optional.empty()).orElseThrow());
    String second = names.place("readme", Optional.empty()).orElseThrow();
    names.add(second);

    assertThat(second).isEqualTo(escaped("readme"));
    assertThat(names.standing("README")).contains("README");
    assertThat(names.standing("readme")).contains(second);
    assertThat(names.standing("Readme")).isEmpty();
  }

  @Test
  void whatTheNamesAreCalledDoesNotDependOnHowTheyCame() {
    List<String> shown = List.of(escaped("readme"), "other", "README");

    DirectoryNames listed = names(FOLDING, shown.toArray(String[]::new));
    DirectoryNames grown = names(FOLDING);
    shown.reversed().forEach(grown::add);

    for (String each : shown) {
      assertThat(listed.called(each)).isEqualTo(grown.called(each)).isPresent();
    }
  }

  @Test
  void anEscapedNameIsItselfWhereItsMeaningStandsBesideIt() {
    DirectoryNames names = names(FOLDING, "readme", escaped("readme"));

    assertThat(names.called("readme")).contains("readme");
    assertThat(names.called(escaped("readme"))).contains(escaped("readme"));

    names.remove("readme");

    assertThat(names.called(escaped("readme"))).contains("readme");
  }

  @Test
  void anEscapedNameThatIsATreesOwnIsEscapedAgain() {
    String own = escaped("readme");
    DirectoryNames names = names(FOLDING);

    String shown = names.place(own, Optional.empty()).orElseThrow();
    names.add(shown);
    names.add(names.place("readme", Optional.empty()).orElseThrow());

    assertThat(shown).isEqualTo(escaped(own));
    assertThat(names.called(shown)).contains(own);
    assertThat(names.standing("readme")).contains("readme");
  }

  @Test
  void escapedNamesThatStandForEachOtherAreToldApart() {
    String once = escaped("x");
    String twice = escaped(once);

    DirectoryNames names = names(FOLDING, "X", once, twice);

    assertThat(names.called(once)).contains("x");
    assertThat(names.called(twice)).contains(once);
  }

  @Test
  void aDiskThatDecomposesIsCalledByComposedNames() {
    DirectoryNames names = names(DECOMPOSING, DECOMPOSED);

    assertThat(names.called(DECOMPOSED)).contains(COMPOSED);
    assertThat(names.standing(COMPOSED)).contains(DECOMPOSED);
    assertThat(names.standing(DECOMPOSED)).isEmpty();
    assertThat(names.place(DECOMPOSED, Optional.empty())).contains(escaped(DECOMPOSED));
  }

  @Test
  void theNameThatIsLeftIsFree() {
    DirectoryNames names = names(FOLDING, "File.txt");

    assertThat(names.place("file.txt", Optional.of("File.txt"))).contains("file.txt");
    assertThat(names.place("file.txt", Optional.empty())).contains(escaped("file.txt"));
  }

  private static DirectoryNames names(NameTraits traits, String... shown) {
    return new DirectoryNames(traits, List.of(shown));
  }

  private static String escaped(String name) {
    return Escape.of(name).orElseThrow();
  }
}
