package dev.tidelock.core.map;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.References;

/// A map's value in encoded form: canonical bytes in which each reference is only a placeholder,
/// and the references, in the order of the placeholders.
///
/// @param template canonical CBOR, one item, without any id
/// @param references strong and weak references; never ancestors
public record Cell(Bytes template, References references) {
  /// What this value weighs when node boundaries are drawn, in bytes.
  int weight() {
    return template.size() + 32 * references.size();
  }
}
