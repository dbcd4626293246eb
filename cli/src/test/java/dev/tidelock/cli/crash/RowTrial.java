package dev.tidelock.cli.crash;

import dev.tidelock.cli.command.Device;
import dev.tidelock.cli.command.Sqlite;
import dev.tidelock.cli.crash.TracedProcess.Ending;
import dev.tidelock.cli.crash.TracedProcess.Hit;
import dev.tidelock.cli.crash.TracedProcess.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A sync of rows that is killed, and is given again.
final class RowTrial implements Trial {
  /// All rows, those that were written in one transaction as one line.
  private static final String ALL =
      "SELECT id, length(title), length(body), title, substr(body, 1, 20) FROM note ORDER BY id";

  private static final String PAIR =
      "SELECT lefts.n = rights.n FROM lefts JOIN rights ON lefts.id = rights.id";
  private static final String[] TABLES = {
    "CREATE TABLE note(id TEXT PRIMARY KEY, title TEXT UNIQUE, body TEXT)",
    "CREATE TABLE lefts(id TEXT PRIMARY KEY, n INTEGER)",
    "CREATE TABLE rights(id TEXT PRIMARY KEY, n INTEGER)"
  };

  private final Operation operation;
  private final Program program;
  private Optional<Reference> reference = Optional.empty();

  RowTrial(Operation operation, Program program) {
    this.operation = operation;
    this.program = program;
  }

  /// What is killed.
  enum Operation {
    /// A sync that finds what the application wrote, and sends it.
    CAPTURE,
    /// A sync that receives rows and writes them into the database, where the application wrote
    /// other ones.
    APPLY
  }

  /// What comes of it without a kill.
  ///
  /// @param rows the rows that both databases have at the end
  /// @param rest what else there is then
  private record Reference(List<String> rows, Pair.Rest rest) {}

  /// Two devices with a database each.
  private record Databases(Pair pair, Sqlite mine, Sqlite theirs) {
    static Databases create(Path base, Place place) {
      Pair pair = Pair.strangers(base, place);
      pair.fill();
      Pair.ok(pair.alpha().run(Pair.words(pair.init())));
      Sqlite mine = Sqlite.at(base.resolve("mine.db")).run(TABLES);
      mine.run(
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)"
              + " INSERT INTO note SELECT 'k' || i, 'title ' || i, 'body ' || i FROM n",
          "INSERT INTO lefts VALUES ('p', 1)",
          "INSERT INTO rights VALUES ('p', 1)");
      Pair.ok(pair.alpha().run("record", "track", mine.file().toString(), "--all", "--as", "app"));
      Pair.ok(pair.alpha().run("sync"));
      Pair.ok(pair.beta().run(Pair.words(pair.cloning())));
      Sqlite theirs = Sqlite.at(base.resolve("theirs.db")).run(TABLES);
      Pair.ok(pair.beta().run("record", "attach", "app", theirs.file().toString()));
      Pair.ok(pair.beta().run("sync"));
      return new Databases(pair, mine, theirs);
    }

    void change() {
      mine.run(
          "BEGIN",
          "UPDATE note SET body = 'edited' WHERE id IN ('k1', 'k2', 'k3')",
          "DELETE FROM note WHERE id IN ('k4', 'k5')",
          "UPDATE note SET title = 'moving' WHERE id = 'k6'",
          "UPDATE note SET title = 'title 6' WHERE id = 'k7'",
          "INSERT INTO note VALUES ('long', 'long', printf('%.*c', 5000, 'x'))",
          "INSERT INTO note VALUES ('longer', 'longer', printf('%.*c', 400000, 'y'))",
          "UPDATE lefts SET n = 2",
          "UPDATE rights SET n = 2",
          "COMMIT");
      theirs.run(
          "UPDATE note SET title = 'of theirs' WHERE id = 'k1'",
          "INSERT INTO note VALUES ('their own', 'their own', 'b')");
    }

    List<Sqlite> both() {
      return List.of(mine, theirs);
    }
  }

  @Override
  public String name() {
    return "rows, " + operation.name().toLowerCase(Locale.ROOT) + " at a directory";
  }

  @Override
  public boolean isSequential() {
    return true;
  }

  @Override
  public boolean isWorthIt(Hit hit) {
    return hit.call().shows();
  }

  @Override
  public Outcome run(Path base, Optional<Point> point) throws IOException {
    if (reference.isEmpty()) {
      reference = Optional.of(reference(Files.createDirectory(base.resolve("whole"))));
    }
    Databases databases = prepare(base);
    Device device = killed(databases);
    List<String> words = List.of("sync", "--json");
    List<String> faults = new ArrayList<>();
    Ending ending = program.traced(device, base, point, words).await();
    databases.both().forEach(database -> check(database, faults));
    if (ending.killed()) {
      Program.Ended ended = program.run(device, words);
      if (ended.exit() != 0) {
        faults.add("given again, it ended with " + ended.exit() + ": " + ended.output());
      }
    } else if (ending.exit() != 0) {
      faults.add("ended with " + ending.exit() + ": " + ending.output());
    }
    Pair.Rest rest = databases.pair().rest();
    faults.addAll(rest.faults());
    rest.compare(reference.get().rest(), faults);
    for (Sqlite database : databases.both()) {
      check(database, faults);
      List<String> rows = database.ask(ALL);
      if (!rows.equals(reference.get().rows())) {
        faults.add(database.file() + " has " + rows + " and not " + reference.get().rows());
      }
    }
    return new Outcome(ending, faults);
  }

  private Databases prepare(Path base) throws IOException {
    Path remote = Files.createDirectories(base.resolve("remote"));
    Databases databases = Databases.create(base, new Place.Directory(remote));
    databases.change();
    if (operation == Operation.APPLY) {
      Pair.ok(databases.pair().alpha().run("sync"));
    }
    return databases;
  }

  private Device killed(Databases databases) {
    return switch (operation) {
      case CAPTURE -> databases.pair().alpha();
      case APPLY -> databases.pair().beta();
    };
  }

  private Reference reference(Path base) throws IOException {
    Databases databases = prepare(base);
    Pair.ok(killed(databases).run("sync"));
    Pair.Rest rest = databases.pair().rest();
    List<String> rows = databases.mine().ask(ALL);
    boolean taken = rows.stream().anyMatch(row -> row.startsWith("their own"));
    if (!rest.faults().isEmpty() || !rows.equals(databases.theirs().ask(ALL)) || !taken) {
      throw new AssertionError(rest.faults() + " " + rows);
    }
    return new Reference(rows, rest);
  }

  /// A file that SQLite finds sound, which shows no transaction in parts.
  private static void check(Sqlite database, List<String> faults) {
    if (!database.ask("PRAGMA integrity_check").equals(List.of("ok"))) {
      faults.add(database.file() + " is damaged");
    }
    if (!database.ask(PAIR).equals(List.of("1"))) {
      faults.add(database.file() + " shows a part of a transaction");
    }
  }
}
