package dev.tidelock.structured;

/// How much of a document is understood, worst first.
enum Standing {
  /// Not well-formed, or too deep to look at.
  UNREADABLE,
  /// Well-formed, but some mapping has a key twice.
  DUPLICATE_KEYS,
  /// Well-formed, with something that is not merged by structure, such as an alias or a second
  /// document.
  OPAQUE,
  /// Read as a tree.
  TREE
}
