package dev.tidelock.workspace.queue;

import dev.tidelock.workspace.queue.QueueEntry.Cause;
import dev.tidelock.workspace.queue.QueueEntry.State;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// The operations of a workspace that did not do all that they were asked. It is kept on the disk
/// and outlives the process; several processes may use it, each change is one of all of them.
///
/// It holds no rows and no files: what changed stands where it changed, and the next try takes what
/// is there by then. A task that is open already is not put in again. For use by any thread. All
/// throw [WorkspaceFailure] if the file cannot be read or written.
public final class OperationQueue {
  /// The kinds of causes that may be gone by themselves, so that trying again makes sense without a
  /// person: the remote does not answer, or not in time; somebody holds what is needed; a disk is
  /// full.
  public static final Set<String> PASSING = Set.of("unreachable", "timeout", "busy", "no_space");

  private final QueueFile file;
  private final InstantSource clock;
  private final RandomGenerator chance;
  private final Supplier<RetryRules> rules;

  /// @param state the directory of the workspace that holds Tidelock's own
  /// @param clock the time
  /// @param chance spreads what is tried again
  /// @param rules how often and when that is; asked each time
  public OperationQueue(
      Path state, InstantSource clock, RandomGenerator chance, Supplier<RetryRules> rules) {
    this.file = new QueueFile(state);
    this.clock = clock;
    this.chance = chance;
    this.rules = rules;
  }

  /// Whether there is a workspace for it.
  public boolean isThere() {
    return file.isThere();
  }

  /// What it holds, the oldest first.
  public List<QueueEntry> entries() {
    return List.copyOf(file.read());
  }

  /// What is open of a task.
  public Optional<QueueEntry> open(QueuedTask task) {
    return open(file.read(), task);
  }

  private static Optional<QueueEntry> open(List<QueueEntry> all, QueuedTask task) {
    return all.stream().filter(each -> each.isOpen() && each.task().equals(task)).findFirst();
  }

  /// A task failed, and may go well another time: it is tried again as the rules say, and counts as
  /// failed once it was tried too often.
  public void failed(QueuedTask task, Cause cause) {
    put(
        task,
        cause,
        tried ->
            tried < rules.get().attempts()
                ? Optional.of(rules.get().delay(tried, chance))
                : Optional.empty());
  }

  /// A task failed, and somebody is at work who tries it again by himself.
  ///
  /// @param wait for how long he waits
  public void deferred(QueuedTask task, Cause cause, Duration wait) {
    put(task, cause, _ -> Optional.of(wait));
  }

  /// A task failed, and somebody has to see to that before it is tried again.
  public void refused(QueuedTask task, Cause cause) {
    put(task, cause, _ -> Optional.empty());
  }

  private void put(
      QueuedTask task, Cause cause, Function<Integer, Optional<Duration>> waitAfterTries) {
    Instant now = clock.instant();
    file.change(before -> {
      List<QueueEntry> after = new ArrayList<>(before);
      Optional<QueueEntry> known = open(before, task);
      known.ifPresent(after::remove);
      int attempts = known.map(QueueEntry::attempts).orElse(0) + 1;
      Optional<Duration> wait = waitAfterTries.apply(attempts);
      after.add(
          new QueueEntry(
              known.map(QueueEntry::id).orElseGet(() -> nextId(before)),
              task,
              wait.isPresent() ? State.PENDING : State.FAILED,
              attempts,
              cause,
              known.map(QueueEntry::created).orElse(now),
              now,
              wait.map(now::plus)));
      return bounded(after);
    });
  }

  /// Operations did what they were asked; so nothing is left of tasks that asked for no more.
  ///
  /// @param operations the kinds of operation whose work was done
  /// @param tables for which tables, as in [QueuedTask]; none for all there is
  public void done(Set<QueuedTask.Operation> operations, Set<String> tables) {
    Predicate<QueueEntry> covered =
        each -> each.isOpen() && each.task().isCoveredBy(operations, tables);
    if (file.read().stream().anyMatch(covered)) {
      Instant now = clock.instant();
      file.change(before ->
          before.stream().map(each -> covered.test(each) ? each.completed(now) : each).toList());
    }
  }

  /// Makes open entries due at once, to be tried as often as at first.
  ///
  /// @param wanted which ones
  /// @return those that it found open
  public List<QueueEntry> retry(Predicate<QueueEntry> wanted) {
    Instant now = clock.instant();
    Predicate<QueueEntry> meant = wanted.and(QueueEntry::isOpen);
    return file
        .change(before ->
            before.stream().map(each -> meant.test(each) ? each.anew(now) : each).toList())
        .stream()
        .filter(meant)
        .toList();
  }

  /// Forgets entries. Nothing that they were about is lost.
  ///
  /// @return those that it forgot
  public List<QueueEntry> remove(Predicate<QueueEntry> unwanted) {
    return file.change(all -> all.stream().filter(unwanted.negate()).toList()).stream()
        .filter(unwanted)
        .toList();
  }

  private static long nextId(List<QueueEntry> all) {
    return all.stream().mapToLong(QueueEntry::id).max().orElse(0) + 1;
  }

  /// As much as there is room for: what was done goes first, then what failed, the oldest first.
  private List<QueueEntry> bounded(List<QueueEntry> all) {
    List<QueueEntry> kept = new ArrayList<>(all);
    for (State state : List.of(State.COMPLETED, State.FAILED, State.PENDING)) {
      while (kept.size() > rules.get().capacity()) {
        Optional<QueueEntry> oldest =
            kept.stream()
                .filter(each -> each.state() == state)
                .min(Comparator.comparing(QueueEntry::changed));
        if (oldest.isEmpty()) {
          break;
        }
        kept.remove(oldest.get());
      }
    }
    return kept;
  }
}
