package dev.tidelock.hub.sql;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.remote.ProjectId;
import dev.tidelock.hub.store.Project;
import dev.tidelock.hub.store.Projects;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/// The projects in SQL.
///
/// @param handle the connection
record SqlProjects(Handle handle) implements Projects {
  private static final String COLUMNS =
      "SELECT number, id, owner, genesis, bytes, generation FROM project ";
  private static final RowMapper<Project> ROW =
      (row, _) ->
          new Project(
              row.getLong("number"),
              new ProjectId(row.getString("id")),
              row.getString("owner"),
              SqlTables.bytes(row, "genesis"),
              row.getLong("bytes"),
              row.getLong("generation"));

  @Override
  public Optional<Project> find(ProjectId id) {
    return handle.select(COLUMNS + "WHERE id = ?", id.text()).map(ROW).findOne();
  }

  @Override
  public Optional<Project> find(long number) {
    return handle.select(COLUMNS + "WHERE number = ?", number).map(ROW).findOne();
  }

  @Override
  public List<Project> of(String account) {
    return handle.select(COLUMNS + "WHERE owner = ? ORDER BY id", account).map(ROW).list();
  }

  @Override
  public List<Project> all() {
    return handle.select(COLUMNS + "ORDER BY id").map(ROW).list();
  }

  @Override
  public boolean add(ProjectId id, String owner, Bytes genesis, long time) {
    return handle.execute(
            """
            INSERT INTO project (id, owner, genesis, bytes, generation, made)
            VALUES (?, ?, ?, 0, 0, ?) ON CONFLICT (id) DO NOTHING
            """,
            id.text(),
            owner,
            genesis.toByteArray(),
            time)
        > 0;
  }

  @Override
  public void grow(long project, long bytes) {
    handle.execute("UPDATE project SET bytes = bytes + ? WHERE number = ?", bytes, project);
  }

  @Override
  public void nextGeneration(long project) {
    handle.execute("UPDATE project SET generation = generation + 1 WHERE number = ?", project);
  }
}
