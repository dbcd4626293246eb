package dev.tidelock.cli.crash;

import dev.tidelock.cli.command.Device;
import dev.tidelock.cli.crash.TracedProcess.Ending;
import dev.tidelock.cli.crash.TracedProcess.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A collection of garbage at a hub that is killed, and runs again. What nothing stands on was sent
/// by a push that was killed before it moved the head, more than a day ago; a part of it is in use
/// all the same, because a later push needed it.
final class HubGcTrial implements Trial {
  private static final Duration AGE = Duration.ofDays(3);

  /// As if the device had been killed when everything was sent, and nobody else knew.
  private static final List<String> UNDO_THE_LAST_MOVE =
      List.of(
          "DELETE FROM move WHERE sequence = (SELECT max(sequence) FROM move)",
          "UPDATE head SET (target, sequence) ="
              + " (SELECT target, sequence FROM move ORDER BY sequence DESC LIMIT 1)",
          "DELETE FROM writer");

  private final Program program;

  HubGcTrial(Program program) {
    this.program = program;
  }

  @Override
  public String name() {
    return "gc of a hub";
  }

  @Override
  public boolean isSequential() {
    return true;
  }

  @Override
  public Outcome run(Path base, Optional<Point> point) throws IOException {
    Device keeper = Device.create(base, "keeper");
    Path data = base.resolve("hub");
    Pair pair = withGarbage(base, data);
    long before = size(data);
    List<String> words = List.of("hub", "gc", "--data", data.toString());
    Ending ending = program.traced(keeper, base, point, words).await();
    List<String> faults = new ArrayList<>();
    if (!ending.killed() && ending.exit() != 0) {
      faults.add("it ended by itself: " + ending);
    }
    HubProcess.check(keeper, data, faults);
    Program.Ended again = program.run(keeper, words);
    if (again.exit() != 0) {
      faults.add("run again: " + again);
    }
    HubProcess.check(keeper, data, faults);
    if (size(data) > before - Pair.LARGE / 2) {
      faults.add("little was freed: " + size(data) + " bytes of " + before + " are left");
    }
    Shown wanted = Shown.in(pair.beta().directory());
    try (Place.Served place = program.serve(keeper, data, 0)) {
      Pair newcomers = Pair.strangers(Files.createDirectory(base.resolve("later")), place);
      Pair.ok(newcomers.alpha().run(Pair.words(newcomers.cloning())));
      Pair.Rest rest = newcomers.rest();
      faults.addAll(rest.faults());
      faults.addAll(rest.alpha().neither(wanted, wanted));
    }
    HubProcess.check(keeper, data, faults);
    return new Outcome(ending, faults);
  }

  private static Pair withGarbage(Path base, Path data) throws IOException {
    Pair pair;
    int port;
    try (Place.Served place = Place.Served.inThisProcess(data, 0)) {
      port = place.port();
      pair = Pair.strangers(base, place);
      pair.join();
      Pair.write(pair.alpha(), "dead", 7, Pair.LARGE);
      Pair.write(pair.alpha(), "alive", 8, Pair.LARGE / 4);
      Pair.ok(pair.alpha().run("sync"));
    }
    change(data, UNDO_THE_LAST_MOVE);
    try (Place _ = Place.Served.inThisProcess(data, port)) {
      Pair.write(pair.beta(), "alive", 8, Pair.LARGE / 4);
      Pair.change(pair.beta());
      Pair.ok(pair.beta().run("sync"));
    }
    change(
        data,
        List.of("UPDATE pack SET since = since - " + AGE.toMillis(), "DELETE FROM guard_note"));
    return pair;
  }

  private static void change(Path data, List<String> statements) throws IOException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + data + "/hub.db");
        Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  private static long size(Path data) throws IOException {
    try (Stream<Path> all = Files.walk(data.resolve("blobs"))) {
      return all.filter(Files::isRegularFile).mapToLong(path -> path.toFile().length()).sum();
    }
  }
}
