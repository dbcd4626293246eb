package dev.tidelock.workspace.queue;

import java.util.Collection;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// What was asked for, as far as it is worth asking for again.
///
/// @param operation what kind of operation it is
/// @param tables for which tables, each as `DATABASE.TABLE`; none for all there is
/// @param existing what it does where rows are in the way
public record QueuedTask(Operation operation, SortedSet<String> tables, Existing existing) {
  public QueuedTask {
    tables = Collections.unmodifiableSortedSet(new TreeSet<>(tables));
  }

  /// A task that leaves alone what is in the way.
  public static QueuedTask of(Operation operation, Collection<String> tables) {
    return new QueuedTask(operation, new TreeSet<>(tables), Existing.REFUSE);
  }

  /// Whether nothing is left of it once such operations did all they were asked for such tables.
  ///
  /// @param done the kinds of operation whose work was done
  /// @param tables for which tables; none for all there is
  boolean isCoveredBy(Set<Operation> done, Set<String> tables) {
    return done.contains(operation)
        && (tables.isEmpty() || !this.tables.isEmpty() && tables.containsAll(this.tables));
  }

  /// The kinds of operation.
  public enum Operation {
    /// What is here goes to the remotes.
    SEED,
    /// What is there comes here.
    HYDRATE,
    /// Whatever the settings say of this workspace: usually both, merged.
    SYNC;

    /// The name in files, documents and for people.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// What an operation does where rows are in the way.
  public enum Existing {
    /// It does nothing, and says so.
    REFUSE,
    /// It merges them.
    MERGE
  }
}
