package dev.tidelock.cli.watch;

import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.core.ignore.IgnoreFile;
import dev.tidelock.core.name.Names;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.platform.watch.Hints;
import dev.tidelock.workspace.remote.Listening;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What happened around a watch since it looked last, put down by any thread and taken by the one
/// that does the rounds.
final class Inbox implements Hints, Listening.Hearer {
  /// With more directories than this it is simpler to look at everything, and with more heads to
  /// ask.
  private static final int MANY = 2_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();

  private Set<TreePath> directories = new HashSet<>();
  private Stir stir = Stir.CONTENTS;
  private boolean everything;
  private boolean databases;
  private Set<String> heads = new HashSet<>();
  private boolean remotes;
  private boolean reachable;
  private Optional<ExitCode> stop = Optional.empty();

  @Override
  public void changed(TreePath directory, String name) {
    take(directory, name, Stir.NAMES);
  }

  @Override
  public void modified(TreePath directory, String name) {
    take(directory, name, Stir.CONTENTS);
  }

  private void take(TreePath directory, String name, Stir what) {
    if (directory.isRoot() && name.equals(Names.RESERVED)) {
      return;
    }
    put(() -> {
      stir = stir.and(what);
      // Other rules show other files, in every directory below.
      everything |= name.equals(IgnoreFile.NAME);
      directories.add(directory);
    });
  }

  @Override
  public void overflowed(TreePath directory) {
    put(() -> {
      stir = Stir.NAMES;
      directories.add(directory);
    });
  }

  /// A head is said to stand at a commit now. Who is told of more than branches have is not told
  /// the truth, and asks.
  @Override
  public void announced(String head) {
    put(() -> {
      if (heads.size() < MANY) {
        heads.add(head);
      } else {
        remotes = true;
      }
    });
  }

  /// Somebody wrote into a database.
  void databaseChanged() {
    put(() -> databases = true);
  }

  /// Something is different at a remote, or with the way to it.
  @Override
  public void remoteChanged() {
    put(() -> remotes = true);
  }

  /// A remote answers.
  @Override
  public void reached() {
    put(() -> {
      remotes = true;
      reachable = true;
    });
  }

  /// The watch shall end; the first word counts.
  void stop(ExitCode how) {
    put(() -> stop = stop.or(() -> Optional.of(how)));
  }

  /// How the watch shall end, if it shall.
  Optional<ExitCode> stopped() {
    lock.lock();
    try {
      return stop;
    } finally {
      lock.unlock();
    }
  }

  private void put(Runnable change) {
    lock.lock();
    try {
      change.run();
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Waits until something is there, or for so long.
  void await(Duration atMost) {
    lock.lock();
    try {
      long left = atMost.toNanos();
      while (left > 0 && isEmpty()) {
        left = news.awaitNanos(left);
      }
    } catch (InterruptedException _) {
      stop = stop.or(() -> Optional.of(ExitCode.INTERRUPTED));
    } finally {
      lock.unlock();
    }
  }

  private boolean isEmpty() {
    boolean here = !directories.isEmpty() || everything || databases;
    return !here && heads.isEmpty() && !remotes && stop.isEmpty();
  }

  /// Takes everything that is there.
  Happened take() {
    lock.lock();
    try {
      boolean all = everything || directories.size() > MANY;
      Happened happened =
          new Happened(directories, stir, all, databases, heads, remotes, reachable);
      directories = new HashSet<>();
      stir = Stir.CONTENTS;
      everything = false;
      databases = false;
      heads = new HashSet<>();
      remotes = false;
      reachable = false;
      return happened;
    } finally {
      lock.unlock();
    }
  }

  /// What happened.
  ///
  /// @param directories those that something changed in
  /// @param stir what kind of change that was
  /// @param everything whether all directories have to be looked at
  /// @param databases whether somebody wrote into a database
  /// @param heads where heads are said to stand
  /// @param remotes whether remotes have to be asked
  /// @param reachable whether one answered
  record Happened(
      Set<TreePath> directories,
      Stir stir,
      boolean everything,
      boolean databases,
      Set<String> heads,
      boolean remotes,
      boolean reachable) {}
}
