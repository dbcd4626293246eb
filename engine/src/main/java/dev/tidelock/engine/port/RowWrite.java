package dev.tidelock.engine.port;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.record.Value;
import java.util.List;
import java.util.Optional;

/// What is to stand under a key.
public sealed interface RowWrite {
  /// The key in the table's map.
  Bytes key();

  /// A row.
  ///
  /// @param values in the order of [dev.tidelock.core.record.RowShape#columns], as
  ///   [dev.tidelock.core.record.RowShape#known] tells them; nothing for a column that the row does
  ///   not know: it keeps what it holds, or gets the table's default. All of the key are known
  record Put(Bytes key, List<Optional<Value>> values) implements RowWrite {
    public Put {
      values = List.copyOf(values);
    }
  }

  /// No row.
  ///
  /// @param keyValues the values of the primary key in its order, as the row had them
  record Delete(Bytes key, List<Value> keyValues) implements RowWrite {
    public Delete {
      keyValues = List.copyOf(keyValues);
    }
  }
}
