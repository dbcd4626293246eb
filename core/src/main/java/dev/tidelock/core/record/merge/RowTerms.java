package dev.tidelock.core.record.merge;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.record.Row;
import dev.tidelock.core.record.RowConflict;
import dev.tidelock.core.record.RowTerm;
import dev.tidelock.core.tree.TermKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// The wanted values of one row by their keys, and their three-way merge: the laws are those of the
/// terms of files. Immutable.
record RowTerms(SortedMap<TermKey, RowTerm> byKey) {
  static final RowTerms NONE = new RowTerms(new TreeMap<>());

  private static final Comparator<RowTerm> BY_AGE =
      Comparator.comparing(RowTerm::stamp).thenComparing(RowTerm::key);

  static RowTerms of(RowConflict conflict) {
    return of(conflict.terms());
  }

  static RowTerms of(RowTerm term) {
    return of(List.of(term));
  }

  private static RowTerms of(List<RowTerm> terms) {
    SortedMap<TermKey, RowTerm> map = new TreeMap<>();
    terms.forEach(term -> map.put(term.key(), term));
    return new RowTerms(map);
  }

  /// The term that holds a row.
  Optional<RowTerm> holding(Row row) {
    return byKey.values().stream()
        .filter(term -> term.row().filter(held -> held.sameAs(row)).isPresent())
        .findFirst();
  }

  /// The term that wants the same as another.
  Optional<RowTerm> equalTo(RowTerm other) {
    return byKey.values().stream().filter(term -> term.sameAs(other)).findFirst();
  }

  /// These terms, with the one that has a key under another key, if that is free.
  RowTerms rekeyed(TermKey from, TermKey to) {
    RowTerm term = byKey.get(from);
    if (term == null || byKey.containsKey(to)) {
      return this;
    }
    SortedMap<TermKey, RowTerm> map = new TreeMap<>(byKey);
    map.remove(from);
    map.put(to, term.withKey(to));
    return new RowTerms(map);
  }

  /// All terms of both. Of two that share a key and differ, one gets another key.
  RowTerms plus(RowTerms more) {
    return merge(NONE, this, more);
  }

  /// Merges by key what two sides made of terms: an edit outlives a removal, and two edits of one
  /// key are both kept. Where each side removed what the other one kept, all that either kept
  /// stays.
  static RowTerms merge(RowTerms base, RowTerms first, RowTerms second) {
    SortedMap<TermKey, RowTerm> merged = new TreeMap<>();
    List<RowTerm> displaced = new ArrayList<>();
    Set<TermKey> keys = new TreeSet<>(first.byKey.keySet());
    keys.addAll(second.byKey.keySet());
    for (TermKey key : keys) {
      Optional<RowTerm> before = Optional.ofNullable(base.byKey.get(key));
      Optional<RowTerm> one = Optional.ofNullable(first.byKey.get(key));
      Optional<RowTerm> other = Optional.ofNullable(second.byKey.get(key));
      if (one.isPresent() && other.isPresent()) {
        both(before, one.get(), other.get(), merged, displaced);
      } else {
        RowTerm left = one.or(() -> other).orElseThrow();
        boolean removed = before.isPresent() && before.get().sameAs(left);
        if (!removed) {
          merged.put(key, left);
        }
      }
    }
    if (merged.isEmpty()) {
      merged.putAll(second.byKey);
      first.byKey.forEach((key, term) -> merged.merge(key, term, RowTerms::latest));
    }
    displaced.forEach(term -> addUnderFreeKey(term, merged));
    return new RowTerms(merged).collapsed();
  }

  private static void both(
      Optional<RowTerm> base,
      RowTerm first,
      RowTerm second,
      SortedMap<TermKey, RowTerm> merged,
      List<RowTerm> displaced) {
    boolean firstKept = base.isPresent() && base.get().sameAs(first);
    boolean secondKept = base.isPresent() && base.get().sameAs(second);
    if (first.sameAs(second)) {
      merged.put(first.key(), latest(first, second));
    } else if (firstKept || secondKept) {
      merged.put(first.key(), firstKept ? second : first);
    } else {
      boolean firstIsGreater = first.identity().compareTo(second.identity()) > 0;
      merged.put(first.key(), firstIsGreater ? second : first);
      displaced.add(firstIsGreater ? first : second);
    }
  }

  private static RowTerm latest(RowTerm one, RowTerm other) {
    return BY_AGE.compare(one, other) >= 0 ? one : other;
  }

  private static void addUnderFreeKey(RowTerm term, SortedMap<TermKey, RowTerm> merged) {
    TermKey key = term.row().map(RowTerm::of).orElseGet(() -> RowTerm.deletion(term.stamp())).key();
    RowTerm there = merged.get(key);
    while (there != null && !there.sameAs(term)) {
      Bytes next = ObjectIdentity.sha256(key.bytes().concat(term.identity()));
      key = new TermKey(next.slice(0, TermKey.SIZE));
      there = merged.get(key);
    }
    merged.putIfAbsent(key, term.withKey(key));
  }

  /// Of equal terms only the one with the smallest key stays.
  private RowTerms collapsed() {
    Set<Bytes> met = new HashSet<>();
    SortedMap<TermKey, RowTerm> map = new TreeMap<>();
    byKey.forEach((key, term) -> {
      if (met.add(term.identity())) {
        map.put(key, term);
      }
    });
    return new RowTerms(map);
  }

  /// The latest of these terms that one conflict can hold. Older ones stay in the history.
  List<RowTerm> fitting() {
    if (byKey.size() <= RowConflict.MAX_TERMS) {
      return List.copyOf(byKey.values());
    }
    return byKey.values().stream()
        .sorted(BY_AGE.reversed())
        .limit(RowConflict.MAX_TERMS)
        .sorted(Comparator.comparing(RowTerm::key))
        .toList();
  }
}
