package dev.tidelock.simulation.disk;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/// The numbers of a disk's inodes: the one freed last is given out next, as some file systems do.
final class Inodes {
  private final Deque<Long> free = new ArrayDeque<>();
  private long next = 2;

  long take() {
    Long reused = free.pollLast();
    return reused == null ? next++ : reused;
  }

  void release(long number) {
    free.addLast(number);
  }

  /// Gives every node a number of its own again after a power cut brought back the dead.
  void settle(Collection<Node> living) {
    Set<Long> taken = new HashSet<>();
    for (Node node : living) {
      while (!taken.add(node.number)) {
        node.number = next++;
      }
    }
    free.clear();
    for (long number = 2; number < next; number++) {
      if (!taken.contains(number)) {
        free.addLast(number);
      }
    }
  }
}
