package dev.tidelock.simulation.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.naming.NameTraits;
import dev.tidelock.engine.naming.NamedFiles;
import dev.tidelock.engine.naming.TraitsProbe;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.Listing;
import dev.tidelock.engine.port.Stat;
import dev.tidelock.generators.ForAll;
import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.gate.Fault;
import dev.tidelock.simulation.gate.Gate;
import dev.tidelock.simulation.gate.Interception;
import dev.tidelock.simulation.gate.Trace;
import dev.tidelock.simulation.port.SimClock;
import dev.tidelock.testkit.FileSystemContract;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every name on disks that cannot hold every name.
class NamedFilesTest implements FileSystemContract {
  private static final TreePath PRIVATE = TreePath.parse(".tidelock");
  private static final List<String> NAMES =
      List.of(
          "a",
          "A",
          "\u00e9",
          "e\u0301",
          "\u00c9",
          "E\u0301",
          "x:",
          "CON",
          "con",
          "d.",
          "d. ",
          "ss",
          "\u00df",
          "a~ca978112",
          "A~559aead0");

  private final SimClock clock = new SimClock("test", 0);
  private final Gate gate = new Gate("test", Trace.quiet(), () -> clock.advance(1000));

  @Override
  public FileSystem freshFileSystem() {
    return named(disk(DiskNames.WORST));
  }

  @ParameterizedTest
  @EnumSource
  void howADiskTreatsNamesIsFoundOutByTrying(DiskNames names) {
    FileSystem disk = disk(names);
    disk.makeDirectory(PRIVATE);

    NameTraits traits = TraitsProbe.of(disk, PRIVATE);

    assertThat(traits.letters()).hasToString(names.letters().toString());
    assertThat(traits.forms())
        .isEqualTo(
            switch (names.forms()) {
              case DISTINCT -> NameTraits.Forms.DISTINCT;
              case MEET -> NameTraits.Forms.MEET;
              case DECOMPOSED -> NameTraits.Forms.ONE;
            });
    assertThat(traits.characters()).hasToString(names.characters().toString());
    assertThat(disk.list(PRIVATE).items()).isEmpty();
  }

  @Test
  void aDiskThatChangesTheCaseOfNamesIsRefused() {
    FileSystem disk = disk(DiskNames.EXACT);
    disk.makeDirectory(PRIVATE);
    FileSystem lowering =
        (FileSystem)
            Proxy.newProxyInstance(
                FileSystem.class.getClassLoader(),
                new Class<?>[] {FileSystem.class},
                (_, method, arguments) -> {
                  Object answer = method.invoke(disk, arguments);
                  return answer instanceof Listing listing ? lowered(listing) : answer;
                });

    assertThatCode(() -> TraitsProbe.of(lowering, PRIVATE))
        .hasMessageContaining("changes the case");
  }

  private static Listing lowered(Listing listing) {
    return new Listing(
        listing.items().stream()
            .map(item -> new Listing.Item(item.name().toLowerCase(Locale.ROOT), item.stat()))
            .toList(),
        List.of());
  }

  @Test
  void oneFailureIsNotTakenForATrait() {
    for (int call = 0; call < 40; call++) {
      int failing = call;
      gate.intercept(Interception.CALM);
      FileSystem disk = disk(DiskNames.EXACT);
      disk.makeDirectory(PRIVATE);
      gate.intercept(now -> now.number() == failing ? Fault.BROKEN : Fault.NONE);
      Optional<NameTraits> found = Optional.empty();
      try {
        found = Optional.of(TraitsProbe.of(disk, PRIVATE));
      } catch (FileFailure _) {
        // Nothing was concluded.
      }
      assertThat(found.filter(traits -> !traits.exact())).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whateverIsDoneToNamesIsDoneAsOnADiskThatHoldsThemAll(DiskNames names) {
    ForAll.cases(
        60,
        tape -> {
          FileSystem expected = disk(DiskNames.EXACT);
          FileSystem disk = disk(names);
          FileSystem files = named(disk);
          for (int i = 0; i < 40; i++) {
            Deed deed = Deed.drawn(tape);
            assertThat(deed.on(files)).as("%s", deed).isEqualTo(deed.on(expected));
            if (tape.chance(0.3)) {
              files = named(disk);
            }
            assertThat(tree(files, TreePath.ROOT))
                .as("%s", deed)
                .isEqualTo(tree(expected, TreePath.ROOT));
          }
        });
  }

  @Test
  void aCrashBetweenTheStepsOfARenameInPlaceLeavesTheNewName() {
    SimFileSystem disk = disk(DiskNames.WORST);
    TreePath old = TreePath.parse("File.txt");
    TreePath now = TreePath.parse("file.txt");
    disk.create(old).close();
    FileSystem files = named(disk);
    long inode = files.stat(old).orElseThrow().inode();
    gate.intercept(call -> {
      if (call.operation().equals("fs.move") && call.subject().equals("file.txt")) {
        throw new IllegalStateException("crash");
      }
      return Fault.NONE;
    });

    assertThatCode(() -> files.move(old, now)).hasMessage("crash");
    gate.intercept(Interception.CALM);

    FileSystem later = named(disk);
    assertThat(later.stat(now).orElseThrow().inode()).isEqualTo(inode);
    assertThat(later.stat(old)).isEmpty();
  }

  private SimFileSystem disk(DiskNames names) {
    Disk disk = new Disk(DiskProfile.modern().with(names), clock::wallNanos, Tape.of(1));
    return new SimFileSystem(disk, gate);
  }

  private static FileSystem named(FileSystem disk) {
    disk.makeDirectory(PRIVATE);
    NameTraits traits = TraitsProbe.of(disk, PRIVATE);
    disk.removeDirectory(PRIVATE);
    return new NamedFiles(disk, traits, PRIVATE);
  }

  private static SortedMap<TreePath, String> tree(FileSystem files, TreePath directory) {
    SortedMap<TreePath, String> found = new TreeMap<>();
    for (Listing.Item item : files.list(directory).items()) {
      TreePath path = directory.child(item.name());
      found.put(path, item.stat().kind().toString());
      assertThat(files.stat(path)).contains(item.stat());
      switch (item.stat().kind()) {
        case DIRECTORY -> found.putAll(tree(files, path));
        case LINK -> found.put(path, files.readLink(path));
        default -> {}
      }
    }
    return found;
  }

  /// One change of names.
  private record Deed(int kind, TreePath one, TreePath other) {
    static Deed drawn(Tape tape) {
      return new Deed(tape.nextInt(8), path(tape), path(tape));
    }

    private static TreePath path(Tape tape) {
      TreePath path = TreePath.ROOT.child(tape.pick(NAMES));
      return tape.chance(0.4) ? path.child(tape.pick(NAMES)) : path;
    }

    /// What came of it.
    String on(FileSystem files) {
      try {
        switch (kind) {
          case 0 -> files.create(one).close();
          case 1, 2 -> files.makeDirectory(one);
          case 3 -> files.makeLink(one, "to " + other);
          case 4 -> files.move(one, other);
          case 5 -> files.replace(one, other);
          case 6 -> files.exchange(one, other);
          case 7 -> remove(files);
          default -> throw new IllegalStateException();
        }
        return "done";
      } catch (FileFailure failure) {
        return failure.reason().toString();
      }
    }

    private void remove(FileSystem files) {
      if (files.standing(one).filter(it -> it.kind() == Stat.Kind.DIRECTORY).isPresent()) {
        files.removeDirectory(one);
      } else {
        files.delete(one);
      }
    }
  }
}
