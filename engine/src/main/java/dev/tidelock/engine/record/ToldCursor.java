package dev.tidelock.engine.record;

import dev.tidelock.engine.port.RowCursor;
import dev.tidelock.engine.port.StoredRow;

/// Rows that somebody is told of as they are read, a thousand at a time.
final class ToldCursor implements RowCursor {
  private static final int BATCH = 1_000;

  private final RowCursor rows;
  private final String table;
  private final RowsTold told;
  private int read;

  ToldCursor(RowCursor rows, String table, RowsTold told) {
    this.rows = rows;
    this.table = table;
    this.told = told;
  }

  @Override
  public boolean hasNext() {
    return rows.hasNext();
  }

  @Override
  public StoredRow next() {
    read++;
    if (read == BATCH) {
      tell();
    }
    return rows.next();
  }

  private void tell() {
    if (read > 0) {
      told.rows(table, read);
      read = 0;
    }
  }

  @Override
  public long nameless() {
    return rows.nameless();
  }

  @Override
  public void close() {
    tell();
    rows.close();
  }
}
