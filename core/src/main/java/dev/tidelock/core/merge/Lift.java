package dev.tidelock.core.merge;

import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.Term;
import dev.tidelock.core.tree.TermKey;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;

/// The view of one path as terms on all three sides, where at least one of them is a conflict.
///
/// - Where the base is a conflict, a plain value on a side is a resolution: it removes the terms
///   that it does not equal.
/// - Where the base is a plain value that some term still holds, the base stands for that term: an
///   edit of it edits the term, a delete withdraws it.
/// - Where no term holds the base's value, an edit is a term of its own, and a delete withdraws
///   nothing.
///
/// @param base the terms of the base
/// @param first the terms of the first side
/// @param second the terms of the second side
record Lift(Terms base, Terms first, Terms second) {
  /// @param base the common value
  /// @param first the first side's value, if it has one
  /// @param second the second side's value, if it has one
  /// @param fresh the term that a side would bring in with a value
  static Lift of(
      Entry base,
      Optional<Entry> first,
      Optional<Entry> second,
      BiFunction<Which, Entry.Leaf, Term> fresh) {
    Terms firstTerms = conflictTerms(first);
    Terms secondTerms = conflictTerms(second);
    return switch (base) {
      case Entry.Conflict conflict -> {
        Terms baseTerms = aligned(aligned(Terms.of(conflict), firstTerms), secondTerms);
        yield new Lift(
            baseTerms,
            resolution(Which.FIRST, first, firstTerms, baseTerms, secondTerms, fresh),
            resolution(Which.SECOND, second, secondTerms, baseTerms, firstTerms, fresh));
      }
      case Entry.Leaf leaf -> ofLeaf(leaf, first, second, fresh);
      case Entry.Directory _ -> throw new IllegalArgumentException("a directory has no terms");
    };
  }

  /// The base's terms, under the keys that a side's equal terms have: a base that was merged of
  /// several may have named them otherwise.
  private static Terms aligned(Terms base, Terms side) {
    Terms aligned = base;
    for (Term term : base.byKey().values()) {
      Optional<Term> equal = side.holding(term.entry());
      if (equal.isPresent() && !side.byKey().containsKey(term.key())) {
        aligned = aligned.rekeyed(term.key(), equal.get().key());
      }
    }
    return aligned;
  }

  private static Terms conflictTerms(Optional<Entry> entry) {
    return entry.isPresent() && entry.get() instanceof Entry.Conflict conflict
        ? Terms.of(conflict)
        : Terms.NONE;
  }

  private static Terms resolution(
      Which which,
      Optional<Entry> entry,
      Terms own,
      Terms base,
      Terms others,
      BiFunction<Which, Entry.Leaf, Term> fresh) {
    if (entry.isEmpty() || !(entry.get() instanceof Entry.Leaf leaf)) {
      return own;
    }
    return Terms.of(
        base.holding(leaf)
            .or(() -> others.holding(leaf))
            .map(term -> Terms.withEntry(term, leaf))
            .orElseGet(() -> fresh.apply(which, leaf)));
  }

  private static Lift ofLeaf(
      Entry.Leaf base,
      Optional<Entry> first,
      Optional<Entry> second,
      BiFunction<Which, Entry.Leaf, Term> fresh) {
    Terms firstTerms = withModeOf(second, base, conflictTerms(first));
    Terms secondTerms = withModeOf(first, base, conflictTerms(second));
    Optional<Term> inFirst = firstTerms.holding(base);
    Optional<Term> inSecond = secondTerms.holding(base);
    if (inFirst.isPresent() && inSecond.isPresent()) {
      // The same value came in twice: one key stands for it.
      TermKey one = inFirst.get().key();
      TermKey other = inSecond.get().key();
      TermKey smaller = one.compareTo(other) <= 0 ? one : other;
      firstTerms = firstTerms.rekeyed(one, smaller);
      secondTerms = secondTerms.rekeyed(other, smaller);
      inFirst = firstTerms.holding(base);
    }
    Optional<Term> held = inFirst.or(() -> inSecond);
    Terms baseTerms = held.map(Terms::of).orElse(Terms.NONE);
    return new Lift(
        baseTerms,
        edit(Which.FIRST, first, firstTerms, base, held, secondTerms, fresh),
        edit(Which.SECOND, second, secondTerms, base, held, firstTerms, fresh));
  }

  private static Terms edit(
      Which which,
      Optional<Entry> entry,
      Terms own,
      Entry.Leaf base,
      Optional<Term> held,
      Terms others,
      BiFunction<Which, Entry.Leaf, Term> fresh) {
    if (entry.isEmpty() || !(entry.get() instanceof Entry.Leaf leaf)) {
      return own;
    }
    if (leaf.sameAs(base)) {
      return held.map(Terms::of).orElse(Terms.NONE);
    }
    if (held.isPresent()) {
      Term term = fresh.apply(which, leaf);
      return Terms.of(new Term(held.get().key(), leaf, term.author(), term.device(), term.time()));
    }
    if (Leaves.sameContent(base, leaf)) {
      return Terms.NONE;
    }
    return Terms.of(others.holding(leaf).orElseGet(() -> fresh.apply(which, leaf)));
  }

  /// Where the other side changed nothing but the mode of a file whose value no term holds, the
  /// change is one of all terms.
  private static Terms withModeOf(Optional<Entry> other, Entry.Leaf base, Terms terms) {
    if (other.isEmpty()
        || !(other.get() instanceof Entry.File file)
        || file.sameAs(base)
        || !Leaves.sameContent(base, file)
        || terms.holding(base).isPresent()) {
      return terms;
    }
    SortedMap<TermKey, Term> changed = new TreeMap<>();
    terms
        .byKey()
        .forEach((key, term) ->
            changed.put(
                key,
                term.entry() instanceof Entry.File held
                    ? Terms.withEntry(
                        term, held.withExecutable(Leaves.executable(Optional.of(base), held, file)))
                    : term));
    return new Terms(changed);
  }
}
