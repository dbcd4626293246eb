package dev.tidelock.structured;

import java.util.List;

/// What reading a document gave.
sealed interface Reading {
  Standing standing();

  /// A document that is understood.
  ///
  /// @param text the document, which the places in the tree index in UTF-16 units
  /// @param comments the comments, in order
  record Tree(String text, Node root, List<String> comments) implements Reading {
    public Tree {
      comments = List.copyOf(comments);
    }

    @Override
    public Standing standing() {
      return Standing.TREE;
    }
  }

  /// A document that is not merged by structure.
  record Other(Standing standing) implements Reading {
    public Other {
      if (standing == Standing.TREE) {
        throw new IllegalArgumentException("a tree is not among the others");
      }
    }
  }
}
