package dev.tidelock.cli.torture;

import dev.tidelock.cli.demo.ProgramLine;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.generators.Tape;
import dev.tidelock.workspace.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// One run: devices with real processes of the program, a place where they meet, users who edit at
/// random, syncs in between, watches, kills, safety stops, conflicts. From time to time all sync
/// until they are quiet, and the [Judge] looks at what there is.
final class TortureRun {
  private static final String PROJECT = "torture";
  private static final int BURST = 12;
  private static final double MASS_REMOVALS = 0.03;
  private static final int ROUNDS_UNTIL_QUIET = 20;
  private static final int LONGEST_SLEEP = 12;
  private static final int MOST_LEFT = 1 << 20;
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration PACE = Duration.ofMillis(15);

  private final Plan plan;
  private final Path base;
  private final Consumer<String> told;
  private final Tape tape;
  private final Ledger ledger = new Ledger();
  private final Tally tally = new Tally();
  private final Answers answers;
  private final MeetingPlace place;
  private final List<SmallDisk> disks;
  private final List<Station> stations;
  private final Judge judge;

  /// @param plan what to do
  /// @param program what the devices run
  /// @param base an empty directory
  /// @param told takes a line about how it goes
  TortureRun(Plan plan, ProgramLine program, Path base, Consumer<String> told) throws IOException {
    this.plan = plan;
    this.base = base;
    this.told = told;
    this.tape = Tape.of(plan.seed());
    this.place =
        switch (plan.world()) {
          case DIRECTORY -> new MeetingDirectory(base);
          case HUB, SMALL_DISKS -> new MeetingHub(base, program, ledger, tally);
        };
    this.disks =
        switch (plan.world()) {
          case DIRECTORY, HUB -> List.of();
          case SMALL_DISKS ->
              List.of(SmallDisk.at(base.resolve("alpha")), SmallDisk.at(base.resolve("hub")));
        };
    List<Station> made = new ArrayList<>();
    for (String name : plan.world().devices()) {
      long seed = plan.seed() ^ (long) made.size() << 32;
      made.add(new Station(name, base, program, ledger, seed));
    }
    this.stations = List.copyOf(made);
    List<ExitCode> excuses = new ArrayList<>(place.excuses());
    if (!disks.isEmpty()) {
      excuses.add(ExitCode.NO_SPACE);
    }
    this.answers = new Answers(tape, ledger, tally, excuses);
    this.judge = new Judge(stations, place, ledger, base);
  }

  /// Which devices there are, and how they meet.
  enum World {
    /// Two that share a directory.
    DIRECTORY,
    /// Three with a hub; they watch at times, the hub is killed, and connections are cut.
    HUB,
    /// Two with a hub, as before, but nobody watches; the disks of one of them and of the hub fill
    /// up at times.
    SMALL_DISKS;

    private List<String> devices() {
      return switch (this) {
        case DIRECTORY, SMALL_DISKS -> List.of("alpha", "beta");
        case HUB -> List.of("alpha", "beta", "gamma");
      };
    }
  }

  /// What a run does.
  ///
  /// @param world where
  /// @param seed where all its choices come from
  /// @param edits how many
  /// @param phase after how many edits the devices come to rest and are judged
  /// @param tree what the devices start with
  /// @param files the most files of that
  record Plan(World world, long seed, int edits, int phase, Path tree, int files) {}

  /// Runs it.
  ///
  /// @return what happened
  /// @throws AssertionError if something was lost, or is not as it should be
  Tally run() throws IOException {
    try {
      begin();
      for (int target = plan.phase(); ledger.latest() < plan.edits(); target += plan.phase()) {
        while (ledger.latest() < Math.min(target, plan.edits())) {
          round();
        }
        comeToRest();
        judge.judge(Judge.Conflicts.MAY_BE_OPEN);
        summary();
      }
      resolveAll();
      comeToRest();
      judge.judge(Judge.Conflicts.NONE);
      summary();
      return tally;
    } finally {
      stations.forEach(Station::abandon);
      place.close();
      disks.forEach(SmallDisk::close);
      Files.write(base.resolve("journal.txt"), ledger.journal());
    }
  }

  private void summary() {
    told.accept(
        "seed %s: %d edits, %s; %s"
            .formatted(Long.toHexString(plan.seed()), ledger.latest(), tally, judge.summary()));
  }

  private void begin() throws IOException {
    place.begin();
    Station first = stations.getFirst();
    new SourceTree(plan.tree(), plan.files()).copyTo(first.directory(), ledger, first.name());
    first.edits().makeHotFiles();
    stations.forEach(place::admit);
    answers.require(
        first.run("init", ".", "--name", PROJECT, "--remote", place.url()), ExitCode.OK);
    ledger.next();
    answers.settle(first.run("sync", "--json"));
    for (Station other : stations.subList(1, stations.size())) {
      answers.require(other.run("clone", place.url(PROJECT), other.name()), ExitCode.OK);
    }
  }

  private void round() throws IOException {
    place.disturb(tape);
    for (SmallDisk disk : disks) {
      if (tape.chance(0.4)) {
        disk.fill(tape.nextSize(MOST_LEFT));
        tally.count(Tally.Event.DISK_FULL);
      } else {
        disk.relieve();
      }
    }
    List<Station> turn = tape.shuffle(stations);
    Station one = turn.getFirst();
    Station other = turn.get(1);
    Optional<Suspension> asleep =
        plan.world() == World.HUB ? watchOrNot(turn.getLast()) : Optional.empty();
    editAndSync(one, other);
    disks.forEach(SmallDisk::relieve);
    if (tape.chance(0.25)) {
      resolveSome(tape.nextBoolean() ? one : other);
    }
    asleep.ifPresent(Suspension::close);
  }

  private void editAndSync(Station one, Station other) {
    edit(one, tape.nextInt(1, BURST));
    if (tape.chance(0.6)) {
      edit(other, tape.nextInt(1, BURST));
    }
    if (tape.chance(MASS_REMOVALS)) {
      one.edits().removeMany();
    }
    int how = tape.nextInt(100);
    if (how < 35) {
      answers.settle(one.run("sync", "--json"));
    } else if (how < 50) {
      Station.Started first = one.started("sync", "--json");
      Station.Started second = other.started("sync", "--json");
      answers.settle(first.await());
      answers.settle(second.await());
    } else if (how < 80) {
      killed(one);
      // What mends the first kill is killed too.
      while (tape.chance(0.4)) {
        edit(one, tape.nextInt(3));
        killed(one);
      }
    } else if (how < 85) {
      bothKilled(one, other);
    } else if (how < 93) {
      editedMeanwhile(one);
    } else {
      suspended(one, other);
    }
  }

  private Optional<Suspension> watchOrNot(Station station) {
    int choice = tape.nextInt(100);
    if (choice < 40) {
      watch(station);
    } else if (choice < 60) {
      killWatch(station);
    } else if (choice < 65) {
      station.stopWatch();
    } else if (choice < 80) {
      Optional<Suspension> asleep = station.suspendWatch();
      asleep.ifPresent(_ -> tally.count(Tally.Event.WATCH_SUSPENSION));
      return asleep;
    }
    return Optional.empty();
  }

  private void watch(Station station) {
    if (!station.watches()) {
      station.watch();
      tally.count(Tally.Event.WATCH);
    }
  }

  private void killWatch(Station station) {
    if (station.watches()) {
      station.killWatch();
      tally.count(Tally.Event.WATCH_KILL);
    }
  }

  private void edit(Station station, int times) {
    for (int i = 0; i < times; i++) {
      station.edits().edit();
    }
  }

  private void killed(Station station) {
    long patience = patience(station);
    Station.Started started = station.started("sync", "--json");
    killed(started, patience);
  }

  private void bothKilled(Station one, Station other) {
    long first = patience(one);
    long second = patience(other);
    Station.Started here = one.started("sync", "--json");
    Station.Started there = other.started("sync", "--json");
    killed(here, first);
    killed(there, second);
  }

  /// Some part of the time that a sync takes, in nanoseconds.
  private long patience(Station station) {
    return (long) (station.usual().toNanos() * tape.nextInt(10, 110) / 100.0);
  }

  private void killed(Station.Started started, long nanos) {
    if (!started.running().over(Duration.ofNanos(nanos))) {
      started.running().kill();
    }
    Station.Answer answer = started.await();
    if (answer.killed()) {
      tally.count(Tally.Event.KILL);
    } else {
      answers.settle(answer);
    }
  }

  private void editedMeanwhile(Station station) {
    boolean toTheEnd = tape.chance(0.7);
    Station.Started started = station.started("sync", "--json");
    int left = tape.nextInt(1, BURST);
    while (!started.running().over(PACE) && left > 0) {
      station.edits().edit();
      left--;
    }
    if (toTheEnd) {
      answers.settle(started.await());
    } else {
      killed(started, 0);
    }
  }

  /// What sleeps is overtaken by another device, and by its own user.
  private void suspended(Station one, Station other) {
    long patience = patience(one);
    Station.Started started = one.started("sync", "--json");
    if (!started.running().over(Duration.ofNanos(patience))) {
      try (Suspension _ = Suspension.of(started.running())) {
        tally.count(Tally.Event.SUSPENSION);
        edit(one, tape.nextInt(4));
        edit(other, tape.nextInt(4));
        answers.settle(other.run("sync", "--json"));
        boolean _ = started.running().over(Duration.ofSeconds(tape.nextSize(LONGEST_SLEEP)));
      }
    }
    answers.settle(started.await());
  }

  private void comeToRest() {
    place.calm();
    if (plan.world() == World.HUB) {
      switch (tape.nextInt(4)) {
        case 0 -> stations.forEach(Station::stopWatch);
        case 1, 2 -> meetByThemselves();
        default -> {}
      }
    }
    Set<String> before = Set.of();
    for (int i = 0; i < ROUNDS_UNTIL_QUIET; i++) {
      List<Station.Answer> rested = stations.stream().map(answers::rested).toList();
      Set<String> now = rested.stream().map(TortureRun::standing).collect(Collectors.toSet());
      if (rested.stream().allMatch(Station.Answer::quiet)
          && now.size() == 1
          && now.equals(before)) {
        stations.forEach(Station::stopWatch);
        return;
      }
      before = now;
    }
    throw new AssertionError("the devices do not come to rest\n" + ledger.tail());
  }

  /// Watches need nobody's help, unless a mass change is held back.
  private void meetByThemselves() {
    stations.forEach(this::watch);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (stations.stream().noneMatch(Station::holdsBack) && !judge.alike()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("the watches do not make the devices equal\n" + ledger.tail());
      }
    }
    if (stations.stream().noneMatch(Station::holdsBack)) {
      tally.count(Tally.Event.EQUAL_BY_THEMSELVES);
    }
  }

  private static String standing(Station.Answer answer) {
    Json.Members document = answer.document();
    return document.text("root").orElseThrow() + " " + document.text("commit").orElseThrow();
  }

  private void resolveSome(Station station) {
    for (Json.Members conflict : judge.conflicts(station)) {
      if (tape.chance(0.4)) {
        resolve(station, conflict);
      }
    }
  }

  private void resolve(Station station, Json.Members conflict) {
    tally.count(Tally.Event.RESOLUTION);
    String id = conflict.text("id").orElseThrow();
    List<Json.Members> terms = conflict.objects("terms");
    String term = terms.get(tape.nextInt(terms.size())).text("id").orElseThrow();
    Station.Answer answer =
        switch (tape.nextInt(5)) {
          case 0 -> station.run("resolve", "--conflict", id, "--take", term);
          case 1 -> station.run("resolve", "--conflict", id, "--strategy", "local");
          case 2 -> station.run("resolve", "--conflict", id, "--strategy", "remote");
          case 3 -> station.run("resolve", "--conflict", id, "--strategy", "newest");
          default -> station.run("resolve", "--conflict", id, "--strategy", "merge");
        };
    answers.requireOrExcuse(answer, ExitCode.OK, ExitCode.CONFLICTS, ExitCode.NOT_FOUND);
  }

  private void resolveAll() {
    for (int i = 0; i < ROUNDS_UNTIL_QUIET; i++) {
      Station station = tape.pick(stations);
      List<Json.Members> open = judge.conflicts(station);
      if (open.isEmpty()) {
        return;
      }
      open.forEach(conflict -> resolve(station, conflict));
      comeToRest();
    }
    throw new AssertionError("the conflicts cannot be resolved\n" + ledger.tail());
  }
}
