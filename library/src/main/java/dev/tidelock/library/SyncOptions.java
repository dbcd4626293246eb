package dev.tidelock.library;

import dev.tidelock.library.report.SyncProgress;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// What one operation is asked to do. Immutable.
///
/// @param tables for which tables; none for all that are synced
/// @param existing what to do where a seed or a hydrate would meet rows
/// @param accepted the hash of a set of deletions or overwrites that was held back, and is meant
/// @param progress told how it goes, on the library's own thread
public record SyncOptions(
    Set<String> tables,
    Existing existing,
    Optional<String> accepted,
    Consumer<SyncProgress> progress) {
  /// All tables; rows that are in the way are refused.
  public static final SyncOptions USUAL =
      new SyncOptions(Set.of(), Existing.REFUSE, Optional.empty(), _ -> {});

  public SyncOptions {
    tables = Collections.unmodifiableSet(new LinkedHashSet<>(tables));
  }

  /// For these tables only.
  public static SyncOptions of(String... tables) {
    return USUAL.tables(tables);
  }

  /// The same for these tables only. What an application changed in several tables at once is then
  /// not together on other devices until the others are synced too.
  public SyncOptions tables(String... names) {
    return new SyncOptions(new LinkedHashSet<>(List.of(names)), existing, accepted, progress);
  }

  /// The same, merging with rows that are in the way.
  public SyncOptions merging() {
    return new SyncOptions(tables, Existing.MERGE, accepted, progress);
  }

  /// The same, with deletions or overwrites that were held back and are meant.
  ///
  /// @param plan the hash that the problem named
  public SyncOptions accepting(String plan) {
    return new SyncOptions(tables, existing, Optional.of(plan), progress);
  }

  /// The same, telling how it goes.
  public SyncOptions onProgress(Consumer<SyncProgress> listener) {
    return new SyncOptions(tables, existing, accepted, listener);
  }
}
