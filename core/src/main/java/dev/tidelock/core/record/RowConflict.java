package dev.tidelock.core.record;

import dev.tidelock.core.MalformedException;
import dev.tidelock.core.tree.TermKey;
import java.util.List;
import java.util.Optional;

/// A primary key for which more than one row is wanted.
///
/// @param base the row that the terms were changed from, if there was one
/// @param terms the wanted values, at least two, sorted by key, keys distinct
public record RowConflict(Optional<Row> base, List<RowTerm> terms) implements RowEntry {
  /// The most terms in one conflict: so many of the widest rows, and a base, fit into an object.
  public static final int MAX_TERMS = 14;

  public RowConflict {
    terms = List.copyOf(terms);
    if (terms.size() < 2 || terms.size() > MAX_TERMS) {
      throw new MalformedException("a row's conflict has 2 to 14 terms, not " + terms.size());
    }
    for (int i = 1; i < terms.size(); i++) {
      if (terms.get(i - 1).key().compareTo(terms.get(i).key()) >= 0) {
        throw new MalformedException("a conflict's terms are sorted by key and distinct");
      }
    }
  }

  /// The term with this key, if there is one.
  public Optional<RowTerm> term(TermKey key) {
    return terms.stream().filter(term -> term.key().equals(key)).findFirst();
  }

  /// The value that a device without a stake shows.
  public RowTerm first() {
    return terms.getFirst();
  }

  @Override
  public boolean sameAs(RowEntry other) {
    return equals(other);
  }
}
