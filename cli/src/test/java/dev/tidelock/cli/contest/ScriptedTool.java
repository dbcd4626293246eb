package dev.tidelock.cli.contest;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// A tool that works when it is called.
abstract class ScriptedTool implements Contestant {
  private static final Duration PACE = Duration.ofMillis(15);
  private static final Duration SLEEP = Duration.ofMillis(1500);
  private static final int ROUNDS = 6;

  private Duration usual = Duration.ofMillis(500);

  /// The script that syncs.
  abstract String script(int side);

  /// Where the script runs.
  abstract Path directory(int side);

  /// What the script finds in its environment.
  abstract Map<String, String> environment(int side);

  /// Takes notice of what came of a script that was not killed.
  abstract void ended(int side, Shell.Ended ended) throws IOException;

  /// Does what somebody does who finds that it was killed.
  void wasKilled(int side) throws IOException {
    // Most need nothing.
  }

  @Override
  public void sync(int side) throws IOException {
    long start = System.nanoTime();
    Shell.Ended ended = start(side).await();
    usual = Duration.ofNanos(System.nanoTime() - start);
    ended(side, ended);
  }

  private Shell.Running start(int side) throws IOException {
    return Shell.start(directory(side), environment(side), script(side));
  }

  @Override
  public boolean disturb(int side, double part, Trouble trouble, Meanwhile meanwhile)
      throws IOException {
    Shell.Running running = start(side);
    boolean over = running.over(Duration.ofNanos((long) (usual.toNanos() * part)));
    switch (trouble) {
      case KILL -> {
        running.signal("KILL");
        Shell.Ended ended = running.await();
        if (over) {
          ended(side, ended);
        } else {
          wasKilled(side);
        }
      }
      case SLEEP -> {
        running.signal("STOP");
        while (meanwhile.next()) {
          over = running.over(PACE);
        }
        over = running.over(over ? Duration.ZERO : SLEEP);
        running.signal("CONT");
        ended(side, running.await());
      }
      case EDITS -> {
        while (meanwhile.next()) {
          over = running.over(PACE);
        }
        ended(side, running.await());
      }
    }
    return !over;
  }

  @Override
  public void rest() throws IOException {
    for (int i = 0; i < ROUNDS; i++) {
      sync(0);
      sync(1);
    }
  }
}
