package dev.tidelock.hub.sql;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.hub.store.Accounts;
import dev.tidelock.hub.store.GuardNotes;
import dev.tidelock.hub.store.Moves;
import dev.tidelock.hub.store.Objects;
import dev.tidelock.hub.store.Packs;
import dev.tidelock.hub.store.Projects;
import dev.tidelock.hub.store.Tables;
import dev.tidelock.hub.store.Tokens;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;

/// The tables as one connection sees them within a transaction.
///
/// @param handle the connection
record SqlTables(Handle handle) implements Tables {
  @Override
  public Accounts accounts() {
    return new SqlAccounts(handle);
  }

  @Override
  public Tokens tokens() {
    return new SqlTokens(handle);
  }

  @Override
  public Projects projects() {
    return new SqlProjects(handle);
  }

  @Override
  public Packs packs() {
    return new SqlPacks(handle);
  }

  @Override
  public Objects objects() {
    return new SqlObjects(handle);
  }

  @Override
  public Moves moves() {
    return new SqlMoves(handle);
  }

  @Override
  public GuardNotes guardNotes() {
    return new SqlGuardNotes(handle);
  }

  static Bytes bytes(ResultSet row, String column) throws SQLException {
    return Bytes.wrap(row.getBytes(column));
  }

  static ObjectId id(ResultSet row, String column) throws SQLException {
    return new ObjectId(bytes(row, column));
  }

  static int number(boolean value) {
    return value ? 1 : 0;
  }
}
