package dev.tidelock.simulation.hub;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a transaction did, so that it can be taken back.
final class Journal {
  private final Deque<Runnable> undoing = new ArrayDeque<>();

  /// Lets everything since the last end stand.
  void commit() {
    undoing.clear();
  }

  /// Takes everything since the last end back.
  void rollBack() {
    while (!undoing.isEmpty()) {
      undoing.pop().run();
    }
  }

  /// Rows by key, in order of their keys, whose changes are journaled.
  static final class Table<K extends Comparable<K>, V> {
    private final Journal journal;
    private final TreeMap<K, V> rows = new TreeMap<>();

    Table(Journal journal) {
      this.journal = journal;
    }

    Optional<V> get(K key) {
      return Optional.ofNullable(rows.get(key));
    }

    void put(K key, V row) {
      takeBack(key, rows.put(key, row));
    }

    boolean remove(K key) {
      @Nullable V before = rows.remove(key);
      if (before != null) {
        takeBack(key, before);
      }
      return before != null;
    }

    private void takeBack(K key, @Nullable V before) {
      journal.undoing.push(() -> {
        if (before == null) {
          rows.remove(key);
        } else {
          rows.put(key, before);
        }
      });
    }

    NavigableMap<K, V> rows() {
      return rows;
    }

    /// Takes over the rows of another table, for good.
    void restore(Map<K, V> others) {
      rows.clear();
      rows.putAll(others);
    }
  }
}
