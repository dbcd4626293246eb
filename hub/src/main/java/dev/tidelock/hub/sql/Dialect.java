package dev.tidelock.hub.sql;

import dev.tidelock.hub.store.StoreFailure;
import java.sql.SQLException;
import java.util.Map;

/// What differs between SQL databases.
interface Dialect {
  /// The words for what the schema leaves open: `bytes`, a type; `identity`, type and constraint of
  /// a primary key that numbers itself; `clustered`, how a table is kept in the order of its key.
  Map<String, String> words();

  /// What kind of failure an exception is.
  StoreFailure.Reason reason(SQLException exception);
}
