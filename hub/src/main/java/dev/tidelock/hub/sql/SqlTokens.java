package dev.tidelock.hub.sql;

import dev.tidelock.core.Bytes;
import dev.tidelock.hub.store.Scope;
import dev.tidelock.hub.store.Token;
import dev.tidelock.hub.store.Tokens;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/// The tokens in SQL.
///
/// @param handle the connection
record SqlTokens(Handle handle) implements Tokens {
  private static final String COLUMNS =
      """
      SELECT id, account, name, scope, device, device_name, made, used, expires, revoked FROM token
      """;
  private static final RowMapper<Token> ROW =
      (row, _) ->
          new Token(
              row.getString("id"),
              row.getString("account"),
              row.getString("name"),
              Scope.valueOf(row.getString("scope")),
              row.getString("device"),
              row.getString("device_name"),
              row.getLong("made"),
              row.getLong("used"),
              row.getLong("expires"),
              row.getInt("revoked") != 0);

  @Override
  public Optional<Token> bySecret(Bytes hash) {
    return handle.select(COLUMNS + "WHERE secret = ?", hash.toByteArray()).map(ROW).findOne();
  }

  @Override
  public List<Token> usable(String account, long now) {
    return handle
        .select(
            COLUMNS + "WHERE account = ? AND revoked = 0 AND expires > ? ORDER BY made, id",
            account,
            now)
        .map(ROW)
        .list();
  }

  @Override
  public void add(Token token, Bytes hash) {
    handle.execute(
        """
        INSERT INTO token
          (id, secret, account, name, scope, device, device_name, made, used, expires, revoked)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        token.id(),
        hash.toByteArray(),
        token.account(),
        token.name(),
        token.scope().name(),
        token.device(),
        token.deviceName(),
        token.made(),
        token.used(),
        token.expires(),
        SqlTables.number(token.revoked()));
  }

  @Override
  public void setUsed(String id, long time) {
    handle.execute("UPDATE token SET used = ? WHERE id = ?", time, id);
  }

  @Override
  public boolean revoke(String account, String id) {
    return handle.execute(
            "UPDATE token SET revoked = 1 WHERE account = ? AND id = ? AND revoked = 0",
            account,
            id)
        > 0;
  }

  @Override
  public void revokeAll(String account) {
    handle.execute("UPDATE token SET revoked = 1 WHERE account = ?", account);
  }

  @Override
  public int forget(long before) {
    return handle.execute("DELETE FROM token WHERE expires < ?", before);
  }
}
