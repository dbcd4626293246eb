package dev.tidelock.cli.watch;

/// What kind of change was heard of.
enum Stir {
  /// Files were written to that were there before and still are.
  CONTENTS,
  /// Names came, went or were changed, or it is not known what happened.
  NAMES;

  /// Both of them.
  Stir and(Stir other) {
    return this == NAMES ? this : other;
  }
}
