package dev.tidelock.platform.database;

import java.sql.SQLException;
import org.sqlite.Collation;
import org.sqlite.SQLiteConnection;

/// The order of texts as UTF-8, for databases that store them as UTF-16 and whose own order is that
/// of those bytes.
final class Utf8Order extends Collation {
  /// Its name in SQL.
  static final String NAME = "tidelock_utf8";

  static void register(SQLiteConnection connection) throws SQLException {
    Collation.create(connection, NAME, new Utf8Order());
  }

  @Override
  protected int xCompare(String one, String other) {
    int length = Math.min(one.length(), other.length());
    for (int i = 0; i < length; i++) {
      char a = one.charAt(i);
      char b = other.charAt(i);
      if (a != b) {
        // Surrogates stand for the code points above all others.
        boolean apart = Character.isSurrogate(a) != Character.isSurrogate(b);
        return apart ? (Character.isSurrogate(a) ? 1 : -1) : Character.compare(a, b);
      }
    }
    return Integer.compare(one.length(), other.length());
  }
}
