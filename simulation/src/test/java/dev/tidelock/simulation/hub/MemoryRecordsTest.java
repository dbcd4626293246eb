package dev.tidelock.simulation.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.engine.remote.ProjectId;
import dev.tidelock.engine.remote.Remote.Writer;
import dev.tidelock.generators.Tape;
import dev.tidelock.hub.sql.SqliteRecords;
import dev.tidelock.hub.store.Account;
import dev.tidelock.hub.store.Move;
import dev.tidelock.hub.store.ObjectRow;
import dev.tidelock.hub.store.Records;
import dev.tidelock.hub.store.Scope;
import dev.tidelock.hub.store.Standing;
import dev.tidelock.hub.store.Tables;
import dev.tidelock.hub.store.Token;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The memory of simulated hubs answers as SQLite does, whatever is asked of both.
class MemoryRecordsTest {
  private static final int STEPS = 1_500;
  private static final List<String> BRANCHES = List.of("main", "side");
  private static final List<String> PEOPLE = List.of("ann", "bob");

  @TempDir private Path directory;

  @Test
  void everythingIsAnsweredAsSqliteAnswersIt() {
    Tape tape = Tape.of(0x73716CL);
    MemoryRecords memory = new MemoryRecords();
    try (Records sqlite = SqliteRecords.open(directory.resolve("hub.db"))) {
      for (int i = 0; i < STEPS; i++) {
        long seed = tape.nextLong();
        boolean fails = tape.chance(0.1);
        String wanted = run(sqlite, seed, fails);
        assertThat(run(memory, seed, fails)).as("step %d, seed %d", i, seed).isEqualTo(wanted);
      }
      assertThat(memory.read(MemoryRecordsTest::everything))
          .isEqualTo(sqlite.read(MemoryRecordsTest::everything));
      assertThat(memory.copy().read(MemoryRecordsTest::everything))
          .isEqualTo(memory.read(MemoryRecordsTest::everything));
    }
  }

  @Test
  void aTransactionWithinAnotherIsFoundOut() {
    MemoryRecords memory = new MemoryRecords();
    Function<Tables, Boolean> nothing = _ -> true;
    assertThatThrownBy(() -> memory.read(_ -> memory.write(nothing)))
        .isInstanceOf(IllegalStateException.class);
  }

  /// A transaction of a few random calls: what they answer, in words.
  private static String run(Records records, long seed, boolean fails) {
    List<Object> answers = new ArrayList<>();
    try {
      records.write(tables -> {
        Tape tape = Tape.of(seed);
        for (int i = tape.nextInt(1, 4); i > 0; i--) {
          answers.add(call(tables, tape));
        }
        if (fails) {
          throw new IllegalArgumentException("taken back");
        }
        return true;
      });
    } catch (IllegalArgumentException expected) {
      answers.add("failed");
    }
    return answers.toString();
  }

  private static Object call(Tables tables, Tape tape) {
    return switch (tape.nextInt(5)) {
      case 0 -> people(tables, tape);
      case 1 -> projects(tables, tape);
      case 2 -> packs(tables, tape);
      case 3 -> moves(tables, tape);
      default -> objects(tables, tape);
    };
  }

  private static Object people(Tables tables, Tape tape) {
    String who = tape.pick(PEOPLE);
    String address = who + "@example.org";
    long now = tape.nextInt(100);
    String token = "token" + tape.nextInt(1 << 20);
    Bytes hash = Bytes.utf8(token);
    return switch (tape.nextInt(8)) {
      case 0, 1 -> tables.accounts().add(new Account(who, address, false, false), "hash", now);
      case 2 -> {
        tables.accounts().setDisabled(who, tape.nextBoolean());
        yield tables.accounts().byEmail(address);
      }
      case 3 -> tables.accounts().all();
      case 4 -> {
        if (tables.accounts().byId(who).isEmpty()) {
          yield "nobody";
        }
        tables
            .tokens()
            .add(
                new Token(token, who, "name", Scope.READ, "", "", now, now, now + 50, false), hash);
        yield tables.tokens().bySecret(hash);
      }
      case 5 -> tables.tokens().usable(who, now);
      case 6 -> tables.tokens().revoke(who, token);
      default -> tables.tokens().forget(now - 20);
    };
  }

  private static Object projects(Tables tables, Tape tape) {
    ProjectId id = new ProjectId("project-%04d".formatted(tape.nextInt(3)));
    String owner = tape.pick(PEOPLE);
    long number = number(tables, tape);
    Bytes key = Bytes.wrap(new byte[] {(byte) tape.nextInt(3), (byte) tape.nextInt(3)});
    String branch = tape.pick(BRANCHES);
    switch (tape.nextInt(6)) {
      case 0 -> {
        return tables.accounts().byId(owner).isPresent()
            && tables.projects().add(id, owner, Bytes.utf8("genesis"), 1);
      }
      case 1 -> tables.projects().grow(number, tape.nextInt(100));
      case 2 -> tables.projects().nextGeneration(number);
      case 3 -> {
        if (number > 0) {
          tables.guardNotes().put(number, branch, key, Bytes.utf8("v"), tape.nextInt(50));
        }
      }
      case 4 -> tables.guardNotes().delete(number, branch, key);
      default -> tables.guardNotes().forget(key.slice(0, 1), tape.nextInt(50));
    }
    return List.of(
        tables.projects().all(),
        tables.projects().of(owner),
        tables.projects().find(number),
        tables.projects().find(id),
        tables.guardNotes().get(number, branch, key),
        tables.guardNotes().branches(number).stream().sorted().toList());
  }

  private static long number(Tables tables, Tape tape) {
    var all = tables.projects().all();
    return all.isEmpty() ? 0 : tape.pick(all).number();
  }

  private static Object packs(Tables tables, Tape tape) {
    long project = number(tables, tape);
    var all = tables.packs().all();
    long pack = all.isEmpty() ? 0 : tape.pick(all).number();
    boolean empty = tables.objects().in(pack).isEmpty();
    return switch (tape.nextInt(5)) {
      case 0, 1 ->
          project == 0 ? "none" : tables.packs().announce(project, "p/" + tape.nextLong(), 7);
      case 2 -> tables.packs().list(pack, 100);
      case 3 -> empty ? tables.packs().withdraw(pack) : tables.packs().find(pack);
      default -> {
        if (empty) {
          tables.packs().forget(pack);
        }
        yield tables.packs().of(project);
      }
    };
  }

  private static Object moves(Tables tables, Tape tape) {
    long project = number(tables, tape);
    String branch = tape.pick(BRANCHES);
    Writer writer = new Writer(tape.pick(PEOPLE), "first", tape.nextInt(1, 100));
    Optional<Move> last = tables.moves().last(project);
    if (project > 0 && tape.nextBoolean()) {
      tables
          .moves()
          .add(
              project,
              new Move(
                  last.map(Move::sequence).orElse(0L) + 1,
                  Bytes.wrap(tape.bytes(4)),
                  branch,
                  tape.nextBoolean() ? Optional.of(id(tape)) : Optional.empty(),
                  id(tape),
                  writer,
                  5));
    }
    return List.of(
        tables.moves().last(project),
        tables.moves().find(project, 2),
        tables.moves().last(project, branch),
        tables.moves().last(project, writer.device(), writer.incarnation()),
        tables.moves().heads(project),
        new TreeMap<>(tables.moves().sequences(project)));
  }

  private static ObjectId id(Tape tape) {
    byte[] bytes = new byte[ObjectId.SIZE];
    bytes[0] = (byte) tape.nextInt(24);
    return new ObjectId(Bytes.wrap(bytes));
  }

  private static Object objects(Tables tables, Tape tape) {
    var all = tables.packs().all();
    if (all.isEmpty()) {
      return "no pack";
    }
    var pack = tape.pick(all);
    long project = pack.project();
    Standing standing = tape.pick(Standing.HERE, Standing.LINEAGE, Standing.WHOLE);
    ObjectId id = id(tape);
    // What an object is does not change.
    List<ObjectKind> kinds = List.of(ObjectKind.values());
    ObjectKind kind = kinds.get(Math.floorMod(id.hashCode(), kinds.size()));
    ObjectRow row =
        new ObjectRow(
            id, kind, pack.number(), tape.nextInt(1 << 20), 10, standing, tape.nextInt(5));
    List<ObjectId> some = IntStream.range(0, 5).mapToObj(_ -> id(tape)).toList();
    return switch (tape.nextInt(9)) {
      case 8 -> {
        tables.objects().doubt(project, some);
        yield tables.objects().in(pack.number());
      }
      case 0, 1, 2 -> tables.objects().add(project, List.of(row));
      case 3 -> tables.objects().update(project, List.of(row));
      case 4 -> {
        tables.objects().damaged(project, row);
        yield tables.objects().anyDamaged(project);
      }
      case 5 -> tables.objects().move(project, row, tape.pick(all).number());
      case 6 -> tape.chance(0.3) ? tables.objects().forget(project, some) : "kept";
      default ->
          List.of(
              new TreeMap<>(tables.objects().find(project, some)),
              tables.objects().in(pack.number()));
    };
  }

  private static String everything(Tables tables) {
    List<Object> all = new ArrayList<>();
    all.add(tables.accounts().all());
    all.add(tables.projects().all());
    all.add(tables.packs().all());
    tables
        .projects()
        .all()
        .forEach(project -> {
          tables.objects().forEach(project.number(), all::add);
          all.add(tables.moves().heads(project.number()));
        });
    return all.toString();
  }
}
