package dev.tidelock.cli.watch;

/// What kind of change was heard of; of a later one, less is known.
enum Stir {
  /// A transaction ended in a database: what it wrote is whole.
  ROWS,
  /// Files were written to that were there before and still are.
  CONTENTS,
  /// Names came, went or were changed, or it is not known what happened.
  NAMES;

  /// Both of them.
  Stir and(Stir other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
