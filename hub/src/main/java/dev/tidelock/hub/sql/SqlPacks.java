package dev.tidelock.hub.sql;

import dev.tidelock.hub.store.PackRow;
import dev.tidelock.hub.store.Packs;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/// The packs in SQL.
///
/// @param handle the connection
record SqlPacks(Handle handle) implements Packs {
  private static final String COLUMNS =
      "SELECT number, project, name, length, listed, since FROM pack ";
  private static final RowMapper<PackRow> ROW =
      (row, _) ->
          new PackRow(
              row.getLong("number"),
              row.getLong("project"),
              row.getString("name"),
              row.getLong("length"),
              row.getInt("listed") != 0,
              row.getLong("since"));

  @Override
  public long announce(long project, String name, long time) {
    return handle
        .select(
            """
            INSERT INTO pack (project, name, length, listed, since) VALUES (?, ?, 0, 0, ?)
            RETURNING number
            """,
            project,
            name,
            time)
        .mapTo(Long.class)
        .one();
  }

  @Override
  public boolean list(long pack, long length) {
    return handle.execute(
            "UPDATE pack SET listed = 1, length = ? WHERE number = ? AND listed = 0", length, pack)
        > 0;
  }

  @Override
  public Optional<PackRow> find(long pack) {
    return handle.select(COLUMNS + "WHERE number = ?", pack).map(ROW).findOne();
  }

  @Override
  public List<PackRow> of(long project) {
    return handle.select(COLUMNS + "WHERE project = ? ORDER BY number", project).map(ROW).list();
  }

  @Override
  public List<PackRow> all() {
    return handle.select(COLUMNS + "ORDER BY number").map(ROW).list();
  }

  @Override
  public boolean withdraw(long pack) {
    return handle.execute("DELETE FROM pack WHERE number = ? AND listed = 0", pack) > 0;
  }

  @Override
  public void forget(long pack) {
    handle.execute("DELETE FROM pack WHERE number = ?", pack);
  }
}
