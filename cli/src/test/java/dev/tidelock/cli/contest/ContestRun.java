package dev.tidelock.cli.contest;

import dev.tidelock.cli.contest.Contestant.Meanwhile;
import dev.tidelock.cli.contest.Contestant.Sides;
import dev.tidelock.cli.contest.Contestant.Trouble;
import dev.tidelock.cli.torture.Ledger;
import dev.tidelock.cli.torture.RandomEdits;
import dev.tidelock.cli.torture.SourceTree;
import dev.tidelock.generators.Tape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/// One tool and one seed: two users edit, syncs in between, some of which are killed, stopped for a
/// while, or run while the users go on. The seed decides all of it, so every tool meets the same,
/// as far as its own doing lets it: an edit is made of what is there.
final class ContestRun {
  private static final int BURST = 12;
  private static final double MASS_REMOVALS = 0.03;
  private static final int FILES = 100;

  private final Contestant tool;
  private final int edits;
  private final int phase;
  private final Sides sides;
  private final Tape tape;
  private final Ledger ledger = new Ledger();
  private final List<RandomEdits> users;
  private final Consumer<String> told;
  private int kills;
  private int sleeps;

  /// @param edits how many
  /// @param phase after how many all comes to rest and is judged
  /// @param base an empty directory
  /// @param told takes a line about how it goes
  ContestRun(Contestant tool, long seed, int edits, int phase, Path base, Consumer<String> told)
      throws IOException {
    this.tool = tool;
    this.edits = edits;
    this.phase = phase;
    this.told = told;
    this.tape = Tape.of(seed);
    Path own = Files.createDirectories(base.resolve("own"));
    this.sides =
        new Sides(
            own,
            Files.createDirectories(base.resolve("alpha")),
            Files.createDirectories(base.resolve("beta")));
    this.users =
        List.of(
            new RandomEdits("alpha", sides.first(), ledger, seed),
            new RandomEdits("beta", sides.second(), ledger, seed ^ 1L << 32));
  }

  /// Runs it.
  ///
  /// @param tree what the first side has at the beginning
  Result run(Path tree) throws IOException {
    new SourceTree(tree, FILES).copyTo(sides.first(), ledger, "alpha");
    users.getFirst().makeHotFiles();
    tool.begin(sides);
    tool.rest();
    int apart = 0;
    Set<String> undone = new TreeSet<>();
    Score score = Score.of(tool, sides, ledger);
    for (int target = phase; ledger.latest() < edits; target += phase) {
      while (ledger.latest() < Math.min(target, edits)) {
        round();
      }
      tool.rest();
      score = Score.of(tool, sides, ledger);
      apart += score.apart().size();
      undone.addAll(score.undone());
      ledger.atRest();
      for (String lost : score.lost()) {
        told.accept("    lost: " + String.join("\n      ", ledger.story(lost.substring(0, 12))));
      }
      told.accept(
          "  %s: %d edits, %d kills: %s".formatted(tool.name(), ledger.latest(), kills, score));
    }
    Files.write(sides.base().resolve("journal.txt"), ledger.journal());
    return new Result(ledger.latest(), kills, sleeps, score, apart, undone.size());
  }

  /// What came of a run.
  ///
  /// @param edits how many edits were made
  /// @param kills how many syncs were killed
  /// @param sleeps how many were stopped for a while
  /// @param last what there is at the end
  /// @param apart paths that differed when all had come to rest, added up over all rests
  /// @param undone deletes that were taken back, as seen at any rest
  record Result(int edits, int kills, int sleeps, Score last, int apart, int undone) {}

  private void round() throws IOException {
    int one = tape.nextInt(2);
    edit(one, tape.nextInt(1, BURST));
    if (tape.chance(0.6)) {
      edit(1 - one, tape.nextInt(1, BURST));
    }
    if (tape.chance(MASS_REMOVALS)) {
      users.get(one).removeMany();
    }
    int how = tape.nextInt(100);
    if (how < 45) {
      tool.sync(one);
      tool.sync(1 - one);
    } else if (how < 80) {
      disturb(one, Trouble.KILL, 0, one);
      while (tape.chance(0.4)) {
        edit(one, tape.nextInt(3));
        disturb(one, Trouble.KILL, 0, one);
      }
    } else if (how < 93) {
      disturb(one, Trouble.EDITS, tape.nextInt(1, BURST), one);
    } else {
      disturb(one, Trouble.SLEEP, tape.nextInt(1, 5), 1 - one);
    }
  }

  private void disturb(int side, Trouble trouble, int edits, int editor) throws IOException {
    double part = tape.nextInt(trouble == Trouble.EDITS ? 1 : 10, 110) / 100.0;
    int[] left = {edits};
    Meanwhile meanwhile =
        () -> {
          if (left[0] == 0) {
            return false;
          }
          left[0]--;
          users.get(editor).edit();
          return true;
        };
    boolean hit = tool.disturb(side, part, trouble, meanwhile);
    if (hit && trouble == Trouble.KILL) {
      kills++;
    } else if (hit && trouble == Trouble.SLEEP) {
      sleeps++;
    }
  }

  private void edit(int side, int times) {
    for (int i = 0; i < times; i++) {
      users.get(side).edit();
    }
  }
}
