package dev.tidelock.platform.database;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.record.Value;
import dev.tidelock.engine.port.LargeValues;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntFunction;

/// The values that one statement writes, and how SQL says each.
///
/// A value of more than [#AT_ONCE] bytes is put together by SQLite, from pieces in a temporary
/// table, so that it is never whole in our memory.
final class Cells {
  private static final long AT_ONCE = 8 << 20;

  private final Link link;
  private final LargeValues large;
  private final List<Value> parameters = new ArrayList<>();
  private final List<String> sql = new ArrayList<>();
  private boolean plain = true;
  private boolean pieces;

  Cells(Link link, LargeValues large) {
    this.link = link;
    this.large = large;
  }

  /// Adds a value.
  Cells add(Value value) {
    switch (value) {
      case Value.Large huge when huge.size() > AT_ONCE && !link.utf16() -> addPieces(huge);
      case Value.Large long_ -> addParameter(whole(long_));
      default -> addParameter(value);
    }
    return this;
  }

  private void addParameter(Value value) {
    String mark = Sql.mark(value);
    plain &= mark.equals("?");
    parameters.add(value);
    sql.add(mark);
  }

  private Value whole(Value.Large value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) value.size());
    large.pieces(value).forEachRemaining(piece -> bytes.writeBytes(piece.toByteArray()));
    if (bytes.size() != value.size()) {
      throw new IllegalStateException("a value of another length than it says");
    }
    Bytes all = Bytes.wrap(bytes.toByteArray());
    return value.type() == Value.LargeType.TEXT ? new Value.Text(all) : new Value.Blob(all);
  }

  private void addPieces(Value.Large value) {
    if (!pieces) {
      link.execute(
          "CREATE TEMP TABLE IF NOT EXISTS pieces(cell, n, bytes, PRIMARY KEY(cell, n))"
              + " WITHOUT ROWID");
      link.change("DELETE FROM temp.pieces");
      pieces = true;
    }
    plain = false;
    int cell = sql.size();
    int n = 0;
    for (Iterator<Bytes> all = large.pieces(value); all.hasNext(); n++) {
      link.change(
          "INSERT INTO temp.pieces VALUES(?, ?, ?)",
          List.of(Value.of(cell), Value.of(n), Value.of(all.next())));
    }
    sql.add(
        "(SELECT CAST(group_concat(bytes, '') AS %s) FROM".formatted(value.type())
            + " (SELECT bytes FROM temp.pieces WHERE cell = %d ORDER BY n))".formatted(cell));
  }

  int size() {
    return sql.size();
  }

  /// Whether every value is a question mark.
  boolean isPlain() {
    return plain;
  }

  /// What SQL says of the value at a place.
  IntFunction<String> sql() {
    return sql::get;
  }

  /// All of them, separated by commas.
  String list() {
    return String.join(", ", sql);
  }

  /// What stands for the question marks.
  List<Value> parameters() {
    return parameters;
  }
}
