package dev.tidelock.core.record;

/// What SQLite converts values to when they are stored in a column, if that loses nothing
/// (sqlite.org/datatype3.html, section 3).
public enum Affinity {
  /// Integers, also where a real or a text says one.
  INTEGER,
  /// Texts.
  TEXT,
  /// Whatever comes.
  BLOB,
  /// Floating-point numbers.
  REAL,
  /// Numbers.
  NUMERIC;

  /// The affinity of a column of a declared type.
  public static Affinity ofType(String type) {
    String folded = TableId.folded(type);
    if (folded.contains("int")) {
      return INTEGER;
    }
    if (folded.contains("char") || folded.contains("clob") || folded.contains("text")) {
      return TEXT;
    }
    if (folded.contains("blob") || folded.isEmpty()) {
      return BLOB;
    }
    boolean real = folded.contains("real") || folded.contains("floa") || folded.contains("doub");
    return real ? REAL : NUMERIC;
  }
}
