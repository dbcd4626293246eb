package dev.tidelock.structured;

/// A syntax of trees.
interface Format {
  /// Reads a document; total, and in work proportional to its length.
  ///
  /// @param vocabulary gives the tree's values their numbers
  Reading read(String text, Vocabulary vocabulary);
}
