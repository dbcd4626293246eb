package dev.tidelock.core.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.map.MemoryObjects;
import dev.tidelock.core.map.Summary;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.object.References;
import dev.tidelock.core.record.Tables;
import dev.tidelock.core.testing.Damage;
import dev.tidelock.core.tree.DeviceId;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.generators.ForAll;
import dev.tidelock.generators.Tape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommitCodecTest {
  private final MemoryObjects objects = new MemoryObjects();

  @Test
  void readingGivesBackWhatWasWritten() {
    ForAll.cases(
        300,
        tape -> {
          Commit commit = commit(tape, tape.pick(3, 3, 200));
          ObjectId id = CommitCodec.write(commit, objects);
          assertThat(CommitCodec.read(id, objects)).isEqualTo(commit);
        });
  }

  @Test
  void longDetailsStandInObjectsOfTheirOwn() {
    Tape tape = Tape.of(1);
    Commit small = commit(tape, 3);
    Commit large = withNotes(small, notes(tape, 40_000));
    RawObject small1 = objects.get(CommitCodec.write(small, objects));
    RawObject large1 = objects.get(CommitCodec.write(large, objects));
    int parents = small.parents().size();
    assertThat(small1.references().ancestor()).hasSize(parents);
    List<ObjectId> ancestors = large1.references().ancestor();
    assertThat(ancestors).hasSizeGreaterThan(parents + 1);
    assertThat(large1.references().strong()).containsExactly(large.state());
    assertThat(large1.payload().size()).isLessThan(2000);
    assertThat(ancestors.subList(parents, ancestors.size()))
        .allMatch(detail -> objects.get(detail).kind() == ObjectKind.DETAIL);
    assertThat(CommitCodec.read(CommitCodec.write(large, objects), objects)).isEqualTo(large);
  }

  @Test
  void damagedCommitsAreRefusedOrSaySomethingElseInTheirOnlyEncoding() {
    ForAll.cases(
        3000,
        tape -> {
          RawObject object = objects.get(CommitCodec.write(commit(tape, 3), objects));
          Bytes payload = Damage.to(object.payload(), tape);
          ObjectId damaged =
              objects.put(new RawObject(object.kind(), 0, object.references(), payload));
          try {
            Commit read = CommitCodec.read(damaged, objects);
            assertThat(CommitCodec.write(read, objects)).isEqualTo(damaged);
          } catch (MalformedException _) {
            // Refused, as it should be.
          }
        });
  }

  @Test
  void damagedDetailsAreRefusedOrSaySomethingElse() {
    ForAll.cases(
        50,
        tape -> {
          Commit commit = withNotes(commit(tape, 3), notes(tape, 100));
          RawObject object = objects.get(CommitCodec.write(commit, objects));
          List<ObjectId> ancestors = new ArrayList<>(object.references().ancestor());
          RawObject detail = objects.get(ancestors.removeLast());
          Bytes payload = Damage.to(detail.payload(), tape);
          ancestors.add(objects.put(new RawObject(detail.kind(), 0, References.none(), payload)));
          References references =
              new References(object.references().strong(), ancestors, List.of());
          ObjectId damaged =
              objects.put(new RawObject(object.kind(), 0, references, object.payload()));
          try {
            assertThat(CommitCodec.read(damaged, objects)).isNotEqualTo(commit);
          } catch (MalformedException _) {
            // Refused, as it should be.
          }
        });
  }

  @Test
  void onlyCommitsAreCommits() {
    ObjectId chunk =
        objects.put(new RawObject(ObjectKind.CHUNK, 0, References.none(), Bytes.empty()));
    assertThatThrownBy(() -> CommitCodec.read(chunk, objects))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void statesAreReadAsTheyWereWritten() {
    ForAll.cases(
        300,
        tape -> {
          ProjectState state = tape.nextBoolean() ? state(tape) : withTables(tape);
          RawObject object = state.toObject();
          assertThat(ProjectState.of(object)).isEqualTo(state);
          Bytes payload = Damage.to(object.payload(), tape);
          RawObject damaged = new RawObject(object.kind(), 0, object.references(), payload);
          try {
            assertThat(ProjectState.of(damaged).toObject()).isEqualTo(damaged);
          } catch (MalformedException _) {
            // Refused, as it should be.
          }
        });
  }

  private static ProjectState state(Tape tape) {
    Summary summary =
        new Summary(
            tape.nextSize(1000), tape.nextSize(1000), tape.nextLong() >>> 1, tape.nextSize(9));
    return ProjectState.of(new Entry.Directory(id(tape), summary));
  }

  private static ProjectState withTables(Tape tape) {
    Tables tables = new Tables(id(tape), new Summary(tape.nextSize(1000), 0, 5, 1));
    return new ProjectState(state(tape).files(), Optional.of(tables));
  }

  /// A change here is a change of the format.
  @Test
  void encodingsAreFrozen() {
    Tape tape = Tape.of(42);
    assertThat(objects.put(state(tape).toObject()))
        .hasToString("7156dfb9343fc6f134b311c70e8704e84b23c4a2db3e5d2b5d35549b8d9a1091");
    Commit commit = commit(tape, 5);
    assertThat(CommitCodec.write(commit, objects))
        .hasToString("8eb579e2ed6601fbac8468eb5284909cd83e429d31cd6f537d45877f85b4153a");
    assertThat(CommitCodec.write(withNotes(commit, notes(tape, 1000)), objects))
        .hasToString("d31f446bc82b86f94208a8b1adedfcfda88e6872297953887eb7e2fbdaebfec0");
  }

  /// A change here is a change of the format.
  @Test
  void aStateNamesItsTablesOnlyIfItHasSome() {
    ObjectId files = new ObjectId(Bytes.hex("01".repeat(32)));
    ObjectId rows = new ObjectId(Bytes.hex("02".repeat(32)));
    ProjectState without = ProjectState.of(new Entry.Directory(files, new Summary(4, 3, 2, 1)));
    assertThat(without.toObject().payload().toHex()).isEqualTo("82f68404030201");
    assertThat(without.toObject().references().strong()).containsExactly(files);
    ProjectState with =
        new ProjectState(without.files(), Optional.of(new Tables(rows, new Summary(7, 0, 6, 5))));
    assertThat(with.toObject().payload().toHex()).isEqualTo("84f68404030201f68407000605");
    assertThat(with.toObject().references().strong()).containsExactly(files, rows);
    assertThat(with.conflicts()).isEqualTo(6);
    assertThat(with.withFiles(without.files())).isEqualTo(with);
  }

  private static Commit commit(Tape tape, int details) {
    List<ObjectId> parents = new ArrayList<>();
    List<List<Rename>> renames = new ArrayList<>();
    for (int i = tape.nextInt(Commit.MAX_PARENTS + 1); i > 0; i--) {
      parents.add(id(tape));
      List<Rename> pairs = new ArrayList<>();
      for (int j = tape.nextInt(details); j > 0; j--) {
        pairs.add(new Rename(path(tape), path(tape)));
      }
      renames.add(pairs);
    }
    Counts counts =
        new Counts(
            tape.nextSize(100),
            tape.nextLong() >>> 1,
            tape.nextSize(100),
            tape.nextSize(100),
            tape.nextSize(100),
            tape.nextSize(100));
    return new Commit(
        id(tape),
        parents,
        tape.text("añ \n", tape.nextInt(255)),
        new DeviceId(tape.text("abc-1", tape.nextInt(1, 20))),
        tape.nextLong() >>> 1,
        tape.pick(Commit.Kind.AUTO, Commit.Kind.values()),
        tape.text("message é\n", tape.nextInt(100)),
        counts,
        renames,
        notes(tape, tape.nextInt(details)));
  }

  @Test
  void notesOfEachKindAreReadAsTheyWereWritten() {
    ForAll.cases(
        20,
        tape -> {
          List<Note> notes =
              Arrays.stream(Note.Kind.values())
                  .map(kind -> new Note(kind, TreePath.ROOT, "3 of app.t"))
                  .toList();
          Commit commit = withNotes(commit(tape, 2), notes);
          ObjectId id = CommitCodec.write(commit, objects);
          assertThat(CommitCodec.read(id, objects)).isEqualTo(commit);
        });
  }

  private static Commit withNotes(Commit commit, List<Note> notes) {
    return new Commit(
        commit.state(),
        commit.parents(),
        commit.author(),
        commit.device(),
        commit.time(),
        commit.kind(),
        commit.message(),
        commit.counts(),
        commit.renames(),
        notes);
  }

  private static final Note.Kind[] OF_FILES =
      Arrays.stream(Note.Kind.values()).filter(kind -> !kind.isOfRows()).toArray(Note.Kind[]::new);

  private static List<Note> notes(Tape tape, int count) {
    List<Note> notes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Note.Kind kind = tape.pick(Note.Kind.EDIT_SURVIVED, OF_FILES);
      notes.add(new Note(kind, path(tape), tape.text("detail", tape.nextInt(60))));
    }
    return notes;
  }

  private static TreePath path(Tape tape) {
    TreePath path = TreePath.ROOT;
    for (int i = tape.nextInt(4); i > 0; i--) {
      path = path.child(tape.text("abcé", tape.nextInt(1, 9)));
    }
    return path;
  }

  private static ObjectId id(Tape tape) {
    return new ObjectId(Bytes.copyOf(tape.bytes(ObjectId.SIZE)));
  }
}
