package dev.tidelock.platform.database;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.record.Value;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.sqlite.core.Codes;
import org.sqlite.core.CoreStatement;
import org.sqlite.core.DB;
import org.sqlite.core.SafeStmtPtr;

/// A running query. Columns count from 0.
///
/// Values are read through the driver's core, because JDBC has no way to ask for a value's storage
/// class or for the bytes of a text.
final class Query implements AutoCloseable {
  private final Link link;
  private final PreparedStatement statement;
  private final ResultSet rows;
  private final SafeStmtPtr pointer;
  private final boolean lent;

  private Query(Link link, PreparedStatement statement, ResultSet rows, boolean lent) {
    this.link = link;
    this.statement = statement;
    this.rows = rows;
    this.lent = lent;
    pointer = ((CoreStatement) statement).pointer;
  }

  static Query open(Link link, String sql, Object... parameters) {
    try {
      return tryOpen(link, sql, parameters);
    } catch (SQLException failure) {
      throw link.failures().of("cannot read", failure);
    }
  }

  /// The same, for who tells failures apart.
  static Query tryOpen(Link link, String sql, Object... parameters) throws SQLException {
    PreparedStatement statement = link.connection().prepareStatement(sql);
    try {
      bind(statement, parameters);
      return new Query(link, statement, statement.executeQuery(), false);
    } catch (SQLException failure) {
      statement.close();
      throw failure;
    }
  }

  /// The same with a statement that is kept for the next time. One of each text at a time.
  static Query again(Link link, String sql, List<Value> parameters) {
    try {
      PreparedStatement statement = link.statement(sql);
      for (int i = 0; i < parameters.size(); i++) {
        bind(statement, i + 1, parameters.get(i));
      }
      return new Query(link, statement, statement.executeQuery(), true);
    } catch (SQLException failure) {
      throw link.failures().of("cannot read", failure);
    }
  }

  /// Sets parameters: numbers, texts, [Bytes] and [Value]s. A text that is no UTF-8 must be set as
  /// a blob, and be cast in the statement.
  static void bind(PreparedStatement statement, Object... parameters) throws SQLException {
    for (int i = 0; i < parameters.length; i++) {
      bind(statement, i + 1, parameters[i]);
    }
  }

  private static void bind(PreparedStatement statement, int index, Object parameter)
      throws SQLException {
    switch (parameter) {
      case Value value -> bind(statement, index, value);
      case Bytes bytes -> statement.setBytes(index, bytes.toByteArray());
      case Long number -> statement.setLong(index, number);
      case Integer number -> statement.setInt(index, number);
      case String text -> statement.setString(index, text);
      default -> throw new IllegalArgumentException("cannot bind " + parameter.getClass());
    }
  }

  static void bind(PreparedStatement statement, int index, Value value) throws SQLException {
    switch (value) {
      case Value.Null _ -> statement.setNull(index, 0);
      case Value.Whole whole -> statement.setLong(index, whole.value());
      case Value.Real real -> statement.setDouble(index, real.value());
      case Value.Blob blob -> statement.setBytes(index, blob.bytes().toByteArray());
      case Value.Text text -> {
        if (text.bytes().isUtf8()) {
          statement.setString(index, text.bytes().toUtf8());
        } else {
          statement.setBytes(index, text.bytes().toByteArray());
        }
      }
      case Value.Large _ -> throw new IllegalArgumentException("a large value by name");
    }
  }

  boolean next() {
    try {
      return tryNext();
    } catch (SQLException failure) {
      throw link.failures().of("cannot read", failure);
    }
  }

  /// The same, for who tells failures apart.
  boolean tryNext() throws SQLException {
    return rows.next();
  }

  boolean isNull(int column) {
    return type(column) == Codes.SQLITE_NULL;
  }

  long integer(int column) {
    return read((db, row) -> db.column_long(row, column));
  }

  String text(int column) {
    return optionalText(column).orElseThrow();
  }

  Optional<String> optionalText(int column) {
    return isNull(column)
        ? Optional.empty()
        : Optional.of(read((db, row) -> db.column_text(row, column)));
  }

  Bytes bytes(int column) {
    return read((db, row) -> blob(db, row, column));
  }

  private int type(int column) {
    return read((db, row) -> db.column_type(row, column));
  }

  /// The values of some columns, whatever their length, into a target.
  void values(int first, Value[] target) {
    read((db, row) -> {
      for (int i = 0; i < target.length; i++) {
        target[i] = value(db, row, first + i);
      }
      return target;
    });
  }

  /// The value of a column, whatever its length.
  Value value(int column) {
    return read((db, row) -> value(db, row, column));
  }

  private Value value(DB db, long row, int column) throws SQLException {
    return switch (db.column_type(row, column)) {
      case Codes.SQLITE_INTEGER -> new Value.Whole(db.column_long(row, column));
      case Codes.SQLITE_FLOAT -> Value.of(db.column_double(row, column));
      case Codes.SQLITE_TEXT ->
          new Value.Text(
              link.utf16() ? Bytes.utf8(db.column_text(row, column)) : blob(db, row, column));
      case Codes.SQLITE_BLOB -> new Value.Blob(blob(db, row, column));
      default -> Value.NULL;
    };
  }

  /// The driver gives no array for an empty value.
  private static Bytes blob(DB db, long row, int column) throws SQLException {
    byte[] bytes = db.column_blob(row, column);
    return bytes == null ? Bytes.empty() : Bytes.wrap(bytes);
  }

  private <T> T read(SafeStmtPtr.SafePtrFunction<T, SQLException> function) {
    try {
      return pointer.safeRun(function);
    } catch (SQLException failure) {
      throw link.failures().of("cannot read", failure);
    }
  }

  @Override
  public void close() {
    link.run(
        "cannot end a query",
        _ -> {
          rows.close();
          if (!lent) {
            statement.close();
          }
        });
  }
}
