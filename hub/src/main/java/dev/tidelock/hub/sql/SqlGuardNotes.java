package dev.tidelock.hub.sql;

import dev.tidelock.core.Bytes;
import dev.tidelock.hub.store.GuardNotes;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// What the guard remembers, in SQL.
///
/// @param handle the connection
record SqlGuardNotes(Handle handle) implements GuardNotes {
  @Override
  public Optional<Bytes> get(long project, String branch, Bytes key) {
    return handle
        .select(
            "SELECT content FROM guard_note WHERE project = ? AND branch = ? AND name = ?",
            project,
            branch,
            key.toByteArray())
        .map((row, _) -> SqlTables.bytes(row, "content"))
        .findOne();
  }

  @Override
  public void put(long project, String branch, Bytes key, Bytes value, long time) {
    handle.execute(
        """
        INSERT INTO guard_note (project, branch, name, content, made) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (project, branch, name) DO UPDATE SET
          content = excluded.content, made = excluded.made
        """,
        project,
        branch,
        key.toByteArray(),
        value.toByteArray(),
        time);
  }

  @Override
  public void delete(long project, String branch, Bytes key) {
    handle.execute(
        "DELETE FROM guard_note WHERE project = ? AND branch = ? AND name = ?",
        project,
        branch,
        key.toByteArray());
  }

  @Override
  public List<String> branches(long project) {
    return handle
        .select("SELECT DISTINCT branch FROM guard_note WHERE project = ?", project)
        .mapTo(String.class)
        .list();
  }

  @Override
  public void forget(Bytes prefix, long before) {
    handle.execute(
        "DELETE FROM guard_note WHERE made < ? AND substr(name, 1, ?) = ?",
        before,
        prefix.size(),
        prefix.toByteArray());
  }
}
