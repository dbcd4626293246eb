package dev.tidelock.simulation.disk;

import dev.tidelock.generators.Tape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The changes to names that no barrier has covered yet, in order.
///
/// Each change is atomic and concerns some directories; changes that share a directory reach the
/// disk in their order. Removing a directory concerns that directory too, so it never overtakes
/// what emptied it.
final class Journal {
  private final List<Operation> pending = new ArrayList<>();

  /// One name that gets another meaning; nothing if it vanishes.
  record Change(Node directory, String name, Optional<Node> target) {}

  /// Names that change at once.
  private record Operation(List<Change> changes, List<Node> ordered, Actor actor) {
    void apply() {
      for (Change change : changes) {
        if (change.target().isPresent()) {
          change.directory().durableEntries.put(change.name(), change.target().get());
        } else {
          change.directory().durableEntries.remove(change.name());
        }
      }
    }

    boolean touches(Set<Node> directories) {
      return ordered.stream().anyMatch(directories::contains);
    }
  }

  /// @param ordered further directories, in whose order this takes place
  /// @param actor who did it
  void add(List<Change> changes, List<Node> ordered, Actor actor) {
    List<Node> all = new ArrayList<>(ordered);
    changes.forEach(change -> all.add(change.directory()));
    pending.add(new Operation(changes, all, actor));
  }

  /// Makes everything done in `directory` durable, and what has to be before that.
  void flush(Node directory) {
    Set<Node> wanted = identitySet();
    wanted.add(directory);
    boolean[] needed = new boolean[pending.size()];
    for (int i = pending.size() - 1; i >= 0; i--) {
      needed[i] = pending.get(i).touches(wanted);
      if (needed[i]) {
        wanted.addAll(pending.get(i).ordered());
      }
    }
    List<Operation> left = new ArrayList<>();
    for (int i = 0; i < needed.length; i++) {
      if (needed[i]) {
        pending.get(i).apply();
      } else {
        left.add(pending.get(i));
      }
    }
    pending.clear();
    pending.addAll(left);
  }

  /// Makes everything durable.
  void flushAll() {
    pending.forEach(Operation::apply);
    pending.clear();
  }

  /// Loses some of the pending changes, makes the others durable.
  ///
  /// @return whether a change made by the user was lost
  boolean crash(Tape tape, DiskProfile.Loss loss) {
    boolean[] survives =
        switch (loss) {
          case PREFIX -> survivingPrefix(tape);
          case SUBSET -> survivingSubset(tape);
        };
    boolean userLost = false;
    for (int i = 0; i < survives.length; i++) {
      if (survives[i]) {
        pending.get(i).apply();
      } else {
        userLost |= pending.get(i).actor() == Actor.USER;
      }
    }
    pending.clear();
    return userLost;
  }

  private boolean[] survivingPrefix(Tape tape) {
    boolean[] survives = new boolean[pending.size()];
    int cut =
        switch (tape.nextInt(4)) {
          case 0 -> 0;
          case 1 -> survives.length;
          default -> tape.nextInt(survives.length + 1);
        };
    for (int i = 0; i < cut; i++) {
      survives[i] = true;
    }
    return survives;
  }

  private boolean[] survivingSubset(Tape tape) {
    boolean[] survives = new boolean[pending.size()];
    Set<Node> stopped = identitySet();
    double lossRate = tape.pick(0.02, 0.2, 0.5, 1.0);
    for (int i = 0; i < survives.length; i++) {
      Operation operation = pending.get(i);
      survives[i] = !tape.chance(lossRate) && !operation.touches(stopped);
      if (!survives[i]) {
        stopped.addAll(operation.ordered());
      }
    }
    return survives;
  }

  private static Set<Node> identitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }
}
