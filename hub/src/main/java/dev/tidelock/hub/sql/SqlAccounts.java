package dev.tidelock.hub.sql;

import dev.tidelock.hub.store.Account;
import dev.tidelock.hub.store.Accounts;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/// The accounts in SQL.
///
/// @param handle the connection
record SqlAccounts(Handle handle) implements Accounts {
  private static final String COLUMNS = "SELECT id, email, admin, disabled FROM account ";
  private static final RowMapper<Account> ROW =
      (row, _) ->
          new Account(
              row.getString("id"),
              row.getString("email"),
              row.getInt("admin") != 0,
              row.getInt("disabled") != 0);

  @Override
  public Optional<Account> byEmail(String email) {
    return handle.select(COLUMNS + "WHERE email = ?", email).map(ROW).findOne();
  }

  @Override
  public Optional<Account> byId(String id) {
    return handle.select(COLUMNS + "WHERE id = ?", id).map(ROW).findOne();
  }

  @Override
  public String passwordHash(String id) {
    return handle.select("SELECT password FROM account WHERE id = ?", id).mapTo(String.class).one();
  }

  @Override
  public List<Account> all() {
    return handle.select(COLUMNS + "ORDER BY email").map(ROW).list();
  }

  @Override
  public boolean add(Account account, String passwordHash, long time) {
    return handle.execute(
            """
            INSERT INTO account (id, email, password, admin, disabled, made)
            VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (email) DO NOTHING
            """,
            account.id(),
            account.email(),
            passwordHash,
            SqlTables.number(account.admin()),
            SqlTables.number(account.disabled()),
            time)
        > 0;
  }

  @Override
  public void setPassword(String id, String passwordHash) {
    handle.execute("UPDATE account SET password = ? WHERE id = ?", passwordHash, id);
  }

  @Override
  public void setDisabled(String id, boolean disabled) {
    handle.execute("UPDATE account SET disabled = ? WHERE id = ?", SqlTables.number(disabled), id);
  }
}
