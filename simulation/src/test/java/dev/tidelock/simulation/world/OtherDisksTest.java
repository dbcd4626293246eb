package dev.tidelock.simulation.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.scan.Problem;
import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.disk.DiskNames;
import dev.tidelock.simulation.disk.DiskProfile;
import dev.tidelock.simulation.disk.DiskProfile.Bits;
import dev.tidelock.simulation.disk.DiskProfile.Steps;
import dev.tidelock.simulation.disk.Hands;
import dev.tidelock.simulation.disk.Shown;
import dev.tidelock.simulation.disk.SimFileSystem;
import dev.tidelock.simulation.gate.Interception;
import dev.tidelock.simulation.gate.Trace;
import dev.tidelock.simulation.world.SimDevice.Consent;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Ann's disk holds every name. Bob's does not, and nothing is lost by it.
class OtherDisksTest {
  private static final String COMPOSED = "\u00e9.txt";
  private static final String DECOMPOSED = "e\u0301.txt";

  private final Storage storage = new Storage(Trace.quiet(), Tape.of(1));
  private final Machine ann = machine("ann", DiskProfile.modern());
  private Machine bob = ann;

  @Test
  void namesThatDifferInCaseStandBesideEachOther() {
    bob = bobWith(DiskNames.APFS);
    write(ann, "README", "upper");
    write(ann, "readme", "lower");
    write(ann, "Dir/x", "in Dir");
    write(ann, "dir/x", "in dir");
    exchange();

    assertThat(texts(bob))
        .containsOnly(
            entry("README", "upper"),
            entry("readme~711a6108", "lower"),
            entry("Dir/x", "in Dir"),
            entry("dir~2b64c6d9/x", "in dir"));
    assertThat(status(bob))
        .extracting(Problem::kind, Problem::path)
        .containsExactlyInAnyOrder(
            tuple(Problem.Kind.ESCAPED, "readme"), tuple(Problem.Kind.ESCAPED, "dir"));

    bob.close();
    write(bob, "readme~711a6108", "lower, from bob");
    write(bob, "dir~2b64c6d9/y", "new, from bob");
    exchange();

    assertThat(texts(ann))
        .containsOnly(
            entry("README", "upper"),
            entry("readme", "lower, from bob"),
            entry("Dir/x", "in Dir"),
            entry("dir/x", "in dir"),
            entry("dir/y", "new, from bob"));

    hands(ann).delete(path("README"));
    hands(ann).delete(path("dir"));
    exchange();
    bob.close();
    exchange();

    assertThat(texts(bob))
        .containsOnly(entry("readme~711a6108", "lower, from bob"), entry("Dir/x", "in Dir"));
    assertThat(texts(ann))
        .containsOnly(entry("readme", "lower, from bob"), entry("Dir/x", "in Dir"));
  }

  @ParameterizedTest
  @EnumSource(names = {"FOLDED", "WINDOWS", "APFS", "HFS"})
  void aRenameThatOnlyChangesCaseIsDoneInPlace(DiskNames names) {
    bob = bobWith(names);
    write(ann, "File.txt", "text");
    exchange();
    long inode = inode(bob, "File.txt");

    hands(ann).rename(path("File.txt"), path("file.txt"));
    exchange();

    assertThat(texts(bob)).containsOnly(entry("file.txt", "text"));
    assertThat(inode(bob, "file.txt")).isEqualTo(inode);

    write(bob, "FILE.TXT", "edited by another case");
    exchange();
    assertThat(texts(ann)).containsOnly(entry("file.txt", "edited by another case"));

    hands(bob).rename(path("file.txt"), path("FILE.txt"));
    exchange();
    assertThat(texts(ann)).containsOnly(entry("FILE.txt", "edited by another case"));
  }

  @Test
  void bothNormalFormsStandBesideEachOther() {
    bob = bobWith(DiskNames.HFS);
    write(ann, COMPOSED, "composed");
    write(ann, DECOMPOSED, "decomposed");
    exchange();

    assertThat(texts(bob).values()).containsExactlyInAnyOrder("composed", "decomposed");
    write(bob, COMPOSED, "composed, edited");
    exchange();
    bob.close();
    exchange();

    assertThat(texts(ann))
        .containsOnly(entry(COMPOSED, "composed, edited"), entry(DECOMPOSED, "decomposed"));
  }

  @ParameterizedTest
  @ValueSource(strings = {COMPOSED, DECOMPOSED})
  void aDiskThatChangesTheNormalFormChangesNothingElse(String name) {
    bob = bobWith(DiskNames.HFS);
    write(ann, name, "by ann");
    write(ann, "d/" + name, "by ann");
    exchange();

    for (int i = 0; i < 3; i++) {
      bob.close();
      assertThat(sync(bob).worked()).isFalse();
    }
    assertThat(sync(ann).worked()).isFalse();
    assertThat(texts(ann)).containsOnly(entry(name, "by ann"), entry("d/" + name, "by ann"));
  }

  @Test
  void aNewNameOnADiskThatDecomposesIsComposedElsewhere() {
    bob = bobWith(DiskNames.HFS);
    write(bob, COMPOSED, "by bob");
    exchange();

    assertThat(texts(bob)).containsOnlyKeys(DECOMPOSED);
    assertThat(texts(ann)).containsOnlyKeys(COMPOSED);
  }

  @Test
  void namesThatADiskRefusesStandEscaped() {
    bob = bobWith(DiskNames.WINDOWS);
    List<String> refused =
        List.of("CON", "aux.txt", "a.", "a ", "a:b", "a\\b", "new\nline", "d:/f");
    List<String> taken =
        List.of("x".repeat(255), "\ud83d\ude00", "100%", "-rf", "concert", "\u00e9");
    refused.forEach(name -> write(ann, name, "in " + name));
    taken.forEach(name -> write(ann, name, "in " + name));
    exchange();

    Map<String, String> shown = texts(bob);
    assertThat(shown)
        .hasSize(refused.size() + taken.size())
        .containsKeys(taken.toArray(String[]::new));
    assertThat(shown).containsEntry("a%3ab~6783a31e", "in a:b");
    bob.close();
    shown.keySet().forEach(name -> write(bob, name, shown.get(name) + ", edited"));
    exchange();

    for (String name : refused) {
      assertThat(texts(ann)).containsEntry(name, "in " + name + ", edited");
    }
    assertThat(texts(ann)).hasSize(refused.size() + taken.size());
  }

  @Test
  void whatCannotEvenBeEscapedIsToldOfAndDeletedNowhere() {
    bob = bobWith(DiskNames.WINDOWS);
    String name = "x".repeat(250) + ":";
    write(ann, name, "too long");
    write(ann, "other", "goes on");
    sync(ann);

    assertThat(sync(bob).troubles()).hasSize(1).first().asString().contains("cannot show its name");
    bob.close();
    sync(bob);
    sync(ann);

    assertThat(texts(bob)).containsOnly(entry("other", "goes on"));
    assertThat(texts(ann)).containsOnly(entry(name, "too long"), entry("other", "goes on"));
    write(ann, name, "edited");
    hands(ann).rename(path(name), path("short"));
    exchange();
    assertThat(texts(bob)).containsOnly(entry("other", "goes on"), entry("short", "edited"));
  }

  @Test
  void aDiskWithoutExecutableBitsAndSecondNamesLeavesThemAsTheyAre() {
    bob =
        machine(
            "bob",
            new DiskProfile(
                2_000_000_000,
                false,
                DiskProfile.Loss.PREFIX,
                DiskProfile.UNLIMITED,
                DiskNames.WINDOWS,
                Bits.NONE,
                Steps.PLAIN));
    write(ann, "tool", "first");
    hands(ann).setExecutable(path("tool"), true);
    exchange();
    write(bob, "tool", "second");
    exchange();

    assertThat(texts(ann)).containsOnly(entry("tool", "second"));
    assertThat(hands(ann).look().get(path("tool")))
        .isInstanceOfSatisfying(Shown.File.class, file -> assertThat(file.executable()).isTrue());
    write(ann, "tool", "third");
    exchange();
    bob.clock().advance(10_000_000_000L);
    assertThat(sync(bob).worked()).isFalse();
    assertThat(texts(bob)).containsOnly(entry("tool", "third"));
  }

  @Test
  void anIgnorePatternCoversANameThatTheDiskDecomposes() {
    bob = bobWith(DiskNames.HFS);
    write(ann, ".tidelockignore", "caf\u00e9/\n");
    exchange();
    write(bob, "caf\u00e9/f", "ignored");
    write(bob, "f", "not ignored");
    exchange();

    assertThat(texts(ann)).containsOnlyKeys(".tidelockignore", "f");
  }

  private Machine bobWith(DiskNames names) {
    return machine("bob", DiskProfile.modern().with(names));
  }

  private Machine machine(String name, DiskProfile profile) {
    return new Machine(
        name,
        profile,
        Bits.HELD,
        List.of(storage),
        Trace.quiet(),
        Tape.of(name.hashCode()),
        new EnginePlay());
  }

  private void exchange() {
    sync(ann);
    sync(bob);
    sync(ann);
  }

  private SimDevice.Result sync(Machine machine) {
    machine.clock().advance(3_000_000_000L);
    return machine.sync(Consent.ACCEPT, List.of(storage.name()), Interception.CALM);
  }

  private static List<Problem> status(Machine machine) {
    return ((EngineDevice) machine.device()).problems();
  }

  private static Hands hands(Machine machine) {
    return machine.disk().hands();
  }

  private static void write(Machine machine, String path, String text) {
    hands(machine).makeDirectories(path(path).parent().orElseThrow());
    hands(machine).write(path(path), Bytes.utf8(text));
  }

  private static long inode(Machine machine, String path) {
    return new SimFileSystem(machine.disk(), machine.gate()).stat(path(path)).orElseThrow().inode();
  }

  /// What the disk itself shows.
  private static Map<String, String> texts(Machine machine) {
    Map<String, String> texts = new TreeMap<>();
    hands(machine)
        .look()
        .keySet()
        .forEach(path ->
            hands(machine)
                .read(path)
                .ifPresent(content -> texts.put(path.toString(), content.toUtf8())));
    return texts;
  }

  private static TreePath path(String text) {
    return TreePath.parse(text);
  }
}
