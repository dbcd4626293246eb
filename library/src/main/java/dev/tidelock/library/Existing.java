package dev.tidelock.library;

/// What to do where rows are that a seed or a hydrate would meet.
public enum Existing {
  /// Refuse: nothing is changed anywhere.
  REFUSE,
  /// Merge them by the rules of their tables; what both sides have differently may become a
  /// conflict, and nothing is lost.
  MERGE
}
