package dev.tidelock.core.map;

import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.object.References;

/// The encoding of one kind of map's values. Encoding is a function (equal values, equal cells),
/// decoding is total: a value or a [dev.tidelock.core.MalformedException].
///
/// @param <V> the values, compared by `equals`
public interface ValueCodec<V> {
  /// The one encoding of a value.
  Cell encode(V value);

  /// Reads the value that comes next in a node; takes its references from `references`, in the
  /// order in which [#encode] listed them.
  V decode(CborReader payload, References.Cursor references);

  /// What the value adds to the summaries of the nodes above it.
  Summary summary(V value);
}
