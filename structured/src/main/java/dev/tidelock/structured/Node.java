package dev.tidelock.structured;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/// A value in a document, with its place in the text from `start`, inclusive, to `end`, exclusive.
sealed interface Node {
  /// The number of the value: equal values of one [Vocabulary] have equal numbers.
  int value();

  int start();

  int end();

  /// A value without parts; an empty place is a null that was left out.
  record Scalar(int value, int start, int end) implements Node {}

  /// A value with parts.
  ///
  /// @param flow whether it is written in brackets, and not in lines by indentation; the place of
  ///   one written in lines ends where its last part does
  record Branch(Kind kind, boolean flow, int value, int start, int end, List<Part> parts)
      implements Node {
    public Branch {
      parts = List.copyOf(parts);
    }

    /// Where a part stands among the parts, by its place in the text.
    int indexOf(Part part) {
      return Collections.binarySearch(parts, part, Comparator.comparingInt(Part::start));
    }
  }

  /// An entry of a mapping or an item of a sequence.
  ///
  /// @param key the number of an entry's key; [Vocabulary#ITEM] for an item
  /// @param start where the key begins, the dash of an item written in lines, or else the value
  record Part(int key, int start, Node value) {
    int end() {
      return value.end();
    }
  }

  /// What the parts of a branch are.
  enum Kind {
    /// Entries, whose order means nothing.
    MAPPING,
    /// Items, in order.
    SEQUENCE
  }
}
