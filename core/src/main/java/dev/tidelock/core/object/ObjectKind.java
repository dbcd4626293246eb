package dev.tidelock.core.object;

import dev.tidelock.core.MalformedException;

/// What an object is. The code stands in every envelope and is hashed.
public enum ObjectKind {
  /// A run of a file's bytes. Refers to nothing.
  CHUNK(1),
  /// A node of the tree of chunks that makes one large file.
  SEQUENCE(2),
  /// A node of a directory's Merkle map.
  MAP(3),
  /// One state of a project: the roots of its files and of its records.
  STATE(4),
  /// A commit.
  COMMIT(5),
  /// The renames or notes of a commit that are too long to stand in it.
  DETAIL(6),
  /// The columns and constraints of a table.
  SCHEMA(7),
  /// A node of the Merkle map of a table's rows.
  ROWS(8),
  /// A node of the Merkle map of a project's tables.
  TABLES(9);

  private static final ObjectKind[] BY_CODE = {
    CHUNK, SEQUENCE, MAP, STATE, COMMIT, DETAIL, SCHEMA, ROWS, TABLES,
  };

  private final int code;

  ObjectKind(int code) {
    this.code = code;
  }

  /// The number that stands for this kind in an envelope.
  public int code() {
    return code;
  }

  /// Whether objects of this kind refer to nothing.
  public boolean isLeaf() {
    return switch (this) {
      case CHUNK, DETAIL, SCHEMA -> true;
      case SEQUENCE, MAP, STATE, COMMIT, ROWS, TABLES -> false;
    };
  }

  /// The kind that a number stands for.
  ///
  /// @throws MalformedException if there is none
  public static ObjectKind ofCode(int code) {
    if (code < 1 || code > BY_CODE.length) {
      throw new MalformedException("no object kind has the code " + code);
    }
    return BY_CODE[code - 1];
  }
}
