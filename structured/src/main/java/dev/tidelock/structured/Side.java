package dev.tidelock.structured;

/// One of the two changed documents.
enum Side {
  FIRST,
  SECOND
}
