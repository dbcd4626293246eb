package dev.tidelock.core.name;

/// What [Names] found out about a name for one entry of a directory: acceptable, or the reason why
/// not.
public enum NameVerdict {
  ACCEPTED("is acceptable"),
  EMPTY("is empty"),
  DOT("is '.', which means the directory itself"),
  DOT_DOT("is '..', which means the parent directory"),
  SLASH("contains '/', which separates names"),
  NUL("contains the NUL character"),
  UNPAIRED_SURROGATE("contains an unpaired surrogate, which UTF-8 cannot hold"),
  TOO_LONG("is longer than " + Names.MAX_BYTES + " bytes in UTF-8"),
  RESERVED("is, or can be taken by a file system for, '.tidelock', which is reserved");

  private final String reason;

  NameVerdict(String reason) {
    this.reason = reason;
  }

  /// The reason as the rest of a sentence that starts with the name.
  public String reason() {
    return reason;
  }

  /// Whether the name may stand in a tree.
  public boolean accepted() {
    return this == ACCEPTED;
  }
}
