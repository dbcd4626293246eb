package dev.tidelock.core.merge;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.EntryCodec;
import dev.tidelock.core.tree.Term;
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

/// The wanted values of one path by their keys, and their three-way merge. Immutable.
record Terms(SortedMap<TermKey, Term> byKey) {
  static final Terms NONE = new Terms(new TreeMap<>());

  private static final Comparator<Term> BY_AGE =
      Comparator.comparingLong(Term::time).thenComparing(Term::device).thenComparing(Term::author);

  static Terms of(Entry.Conflict conflict) {
    return of(conflict.terms());
  }

  static Terms of(Term term) {
    return of(List.of(term));
  }

  static Terms of(List<Term> terms) {
    SortedMap<TermKey, Term> map = new TreeMap<>();
    terms.forEach(term -> map.put(term.key(), term));
    return new Terms(map);
  }

  /// The term that holds an entry.
  Optional<Term> holding(Entry.Leaf entry) {
    return byKey.values().stream().filter(term -> term.entry().sameAs(entry)).findFirst();
  }

  /// These terms, with the one that has a key under another key, if that is free.
  Terms rekeyed(TermKey from, TermKey to) {
    Term term = byKey.get(from);
    if (term == null || byKey.containsKey(to)) {
      return this;
    }
    SortedMap<TermKey, Term> map = new TreeMap<>(byKey);
    map.remove(from);
    map.put(to, withKey(term, to));
    return new Terms(map);
  }

  /// All terms of both. Of two that share a key and differ, one gets another key.
  Terms plus(Terms more) {
    return merge(NONE, this, more);
  }

  /// Merges by key what two sides made of terms: an edit outlives a removal, and two edits of one
  /// key are both kept. Where each side removed what the other one kept, all that either kept
  /// stays.
  static Terms merge(Terms base, Terms first, Terms second) {
    SortedMap<TermKey, Term> merged = new TreeMap<>();
    List<Term> displaced = new ArrayList<>();
    Set<TermKey> keys = new TreeSet<>(first.byKey.keySet());
    keys.addAll(second.byKey.keySet());
    for (TermKey key : keys) {
      Optional<Term> before = base.get(key);
      Optional<Term> one = first.get(key);
      Optional<Term> other = second.get(key);
      if (one.isPresent() && other.isPresent()) {
        both(before, one.get(), other.get(), merged, displaced);
      } else {
        Term left = one.or(() -> other).orElseThrow();
        boolean removed =
            before.isPresent() && Leaves.sameContent(before.get().entry(), left.entry());
        if (!removed) {
          merged.put(key, left);
        }
      }
    }
    if (merged.isEmpty()) {
      merged.putAll(second.byKey);
      merged.putAll(first.byKey);
    }
    displaced.forEach(term -> addUnderFreeKey(term, merged));
    return new Terms(merged).collapsed();
  }

  private static void both(
      Optional<Term> base,
      Term first,
      Term second,
      SortedMap<TermKey, Term> merged,
      List<Term> displaced) {
    Optional<Entry.Leaf> agreed =
        Leaves.agree(base.map(Term::entry), first.entry(), second.entry());
    if (agreed.isPresent()) {
      Term term = changed(base, first, second);
      merged.put(first.key(), withEntry(term, agreed.get()));
      return;
    }
    boolean firstIsGreater = identity(first).compareTo(identity(second)) > 0;
    merged.put(first.key(), firstIsGreater ? second : first);
    displaced.add(firstIsGreater ? first : second);
  }

  /// The term whose author, device and time count where both say the same.
  private static Term changed(Optional<Term> base, Term first, Term second) {
    if (base.equals(Optional.of(first))) {
      return second;
    }
    if (base.equals(Optional.of(second))) {
      return first;
    }
    return latest(first, second);
  }

  private static Term latest(Term one, Term other) {
    return BY_AGE.compare(one, other) >= 0 ? one : other;
  }

  private static void addUnderFreeKey(Term term, SortedMap<TermKey, Term> merged) {
    TermKey key = TermKey.of(term.device(), term.entry());
    Term there = merged.get(key);
    while (there != null && !there.entry().sameAs(term.entry())) {
      Bytes next = ObjectIdentity.sha256(key.bytes().concat(identity(term)));
      key = new TermKey(next.slice(0, TermKey.SIZE));
      there = merged.get(key);
    }
    merged.putIfAbsent(key, withKey(term, key));
  }

  /// Of equal entries only the one with the smallest key stays.
  private Terms collapsed() {
    Set<Bytes> met = new HashSet<>();
    SortedMap<TermKey, Term> map = new TreeMap<>();
    byKey.forEach((key, term) -> {
      if (met.add(identity(term))) {
        map.put(key, term);
      }
    });
    return new Terms(map);
  }

  private Optional<Term> get(TermKey key) {
    return Optional.ofNullable(byKey.get(key));
  }

  private static Bytes identity(Term term) {
    return EntryCodec.identity(term.entry());
  }

  private static Term withKey(Term term, TermKey key) {
    return new Term(key, term.entry(), term.author(), term.device(), term.time());
  }

  static Term withEntry(Term term, Entry.Leaf entry) {
    return new Term(term.key(), entry, term.author(), term.device(), term.time());
  }
}
