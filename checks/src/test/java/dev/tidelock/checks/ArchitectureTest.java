package dev.tidelock.checks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasName;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the modules cannot say about the architecture. A rule that matches no class fails, so a
/// renamed package cannot switch a rule off.
class ArchitectureTest {
  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.tidelock");

  /// Calls that answer differently each time: what must come in as an argument instead, because a
  /// simulation replays a run from its seed.
  private static final Set<String> CLOCKS =
      Set.of(
          "java.lang.System.nanoTime",
          "java.lang.System.currentTimeMillis",
          "java.time.Instant.now",
          "java.time.LocalDate.now",
          "java.time.LocalDateTime.now",
          "java.time.OffsetDateTime.now",
          "java.time.ZonedDateTime.now",
          "java.time.ZoneId.systemDefault",
          "java.time.Clock.systemUTC",
          "java.time.Clock.systemDefaultZone",
          "java.lang.Math.random",
          "java.util.UUID.randomUUID");

  private static final String[] CHANCE = {
    "java.util.Random",
    "java.util.SplittableRandom",
    "java.util.concurrent.ThreadLocalRandom",
    "java.security.SecureRandom"
  };

  @ParameterizedTest
  @ValueSource(
      strings = {
        "generators",
        "core",
        "structured",
        "engine",
        "platform",
        "testkit",
        "hub",
        "hubclient",
        "workspace",
        "library",
        "cli"
      })
  void everyModuleIsSeen(String module) {
    assertThat(PRODUCT.stream().filter(type -> type.getPackageName().startsWith(root(module))))
        .isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "generators, ''",
    "core, ''",
    "structured, core",
    "engine, core",
    "platform, core engine",
    "testkit, core engine generators",
    "hub, core engine platform",
    "hubclient, core engine",
    "workspace, core engine structured platform hubclient",
    "library, core engine platform hubclient workspace",
    "cli, core engine platform hubclient workspace hub"
  })
  void arrowsPointOneWay(String module, String allowed) {
    Set<String> reachable =
        Stream.concat(Stream.of(module), Stream.of(allowed.split(" ")).filter(s -> !s.isEmpty()))
            .map(ArchitectureTest::root)
            .collect(Collectors.toUnmodifiableSet());
    noClasses()
        .that()
        .resideInAPackage(root(module) + "..")
        .should()
        .dependOnClassesThat(
            matching(
                "are of another module than " + reachable,
                type ->
                    type.getPackageName().startsWith("dev.tidelock")
                        && reachable.stream()
                            .noneMatch(
                                root -> (type.getPackageName() + ".").startsWith(root + "."))))
        .check(PRODUCT);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.tidelock.(**)").should().beFreeOfCycles().check(PRODUCT);
  }

  @Test
  void coreIsPure() {
    noClasses()
        .that()
        .resideInAPackage("dev.tidelock.core..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.io..",
            "java.net..",
            "java.nio.file..",
            "java.nio.channels..",
            "java.util.concurrent..",
            "java.util.logging..")
        .check(PRODUCT);
  }

  @Test
  void coreAndEngineUseTheJdkOnly() {
    classes()
        .that()
        .resideInAnyPackage("dev.tidelock.core..", "dev.tidelock.engine..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "javax.crypto..",
            "org.jspecify..",
            "dev.tidelock.core..",
            "dev.tidelock.engine..")
        .check(PRODUCT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"core", "engine", "structured", "testkit"})
  void timeAndChanceComeInAsArguments(String module) {
    noClasses()
        .that()
        .resideInAPackage(root(module) + "..")
        .should()
        .callCodeUnitWhere(
            DescribedPredicate.describe(
                "reads a clock or draws a random value", call -> isClock(call.getTarget())))
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching(String.join("|", CHANCE).replace(".", "\\."))
        .check(PRODUCT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"core", "engine", "structured"})
  void threadsAreStartedByTheProgramOnly(String module) {
    noClasses()
        .that()
        .resideInAPackage(root(module) + "..")
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.lang\\.Thread.*|java\\.util\\.Timer"
                + "|java\\.util\\.concurrent\\..*(Executor|Pool|CompletableFuture).*")
        .check(PRODUCT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"engine", "structured"})
  void filesAreReachedThroughPortsOnly(String module) {
    noClasses()
        .that()
        .resideInAPackage(root(module) + "..")
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.nio\\.file\\..*|java\\.nio\\.channels\\.FileChannel"
                + "|java\\.io\\.(File|FileInputStream|FileOutputStream|FileReader|FileWriter"
                + "|RandomAccessFile)|java\\.net\\.(?!URI).*")
        .check(PRODUCT);
  }

  @Test
  void standardStreamsBelongToTheProgram() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.tidelock.cli..")
        .should(ACCESS_STANDARD_STREAMS)
        .check(PRODUCT);
  }

  @Test
  void failuresHaveTypesOfTheirOwn() {
    noClasses().should(THROW_GENERIC_EXCEPTIONS).check(PRODUCT);
  }

  @Test
  void recordsHoldNoArrays() {
    fields()
        .that(
            DescribedPredicate.describe(
                "are components of records",
                (JavaField field) ->
                    field.getOwner().isRecord()
                        && !field.getModifiers().contains(JavaModifier.STATIC)))
        .should()
        .notHaveRawType(DescribedPredicate.describe("an array", JavaClass::isArray))
        .check(PRODUCT);
  }

  private static boolean isClock(CodeUnitCallTarget target) {
    return CLOCKS.contains(target.getOwner().getName() + "." + ((HasName) target).getName());
  }

  private static DescribedPredicate<JavaClass> matching(
      String description, Predicate<JavaClass> predicate) {
    return DescribedPredicate.describe(description, predicate);
  }

  private static String root(String module) {
    return "dev.tidelock." + module;
  }
}
