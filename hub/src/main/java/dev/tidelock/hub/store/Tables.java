package dev.tidelock.hub.store;

/// The tables of [Records] within one transaction.
public interface Tables {
  /// The accounts.
  Accounts accounts();

  /// The tokens.
  Tokens tokens();

  /// The projects.
  Projects projects();

  /// The packs that hold objects.
  Packs packs();

  /// Where objects lie.
  Objects objects();

  /// The moves of heads.
  Moves moves();

  /// What the guard remembers.
  GuardNotes guardNotes();
}
