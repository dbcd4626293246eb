package dev.tidelock.core.cbor;

/// What an item of the canonical subset can be.
public enum CborType {
  /// An integer.
  INTEGER,
  /// A byte string.
  BYTES,
  /// A text.
  TEXT,
  /// An array.
  ARRAY,
  /// True or false.
  BOOLEAN,
  /// Null.
  NULL,
  /// A floating-point number of 64 bits.
  REAL
}
