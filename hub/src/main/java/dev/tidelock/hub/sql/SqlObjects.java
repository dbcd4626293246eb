package dev.tidelock.hub.sql;

import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.hub.store.ObjectRow;
import dev.tidelock.hub.store.Objects;
import dev.tidelock.hub.store.Standing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.PreparedBatch;

/// Where objects lie, in SQL.
///
/// @param handle the connection
record SqlObjects(Handle handle) implements Objects {
  private static final int ASKED_AT_ONCE = 500;
  private static final String COLUMNS =
      "SELECT id, kind, pack, start, length, standing, height FROM object ";
  private static final RowMapper<ObjectRow> ROW =
      (row, _) ->
          new ObjectRow(
              SqlTables.id(row, "id"),
              ObjectKind.ofCode(row.getInt("kind")),
              row.getLong("pack"),
              row.getInt("start"),
              row.getInt("length"),
              Standing.ofCode(row.getInt("standing")),
              row.getLong("height"));

  @Override
  public Map<ObjectId, ObjectRow> find(long project, Collection<ObjectId> ids) {
    Map<ObjectId, ObjectRow> found = new HashMap<>();
    List<ObjectId> all = List.copyOf(ids);
    for (int i = 0; i < all.size(); i += ASKED_AT_ONCE) {
      List<byte[]> some = arrays(all.subList(i, Math.min(i + ASKED_AT_ONCE, all.size())));
      handle
          .createQuery(COLUMNS + "WHERE project = :project AND id IN (<ids>)")
          .bind("project", project)
          .bindList("ids", some)
          .map(ROW)
          .forEach(row -> found.put(row.id(), row));
    }
    return found;
  }

  private static List<byte[]> arrays(Collection<ObjectId> ids) {
    return ids.stream().map(id -> id.bytes().toByteArray()).toList();
  }

  @Override
  public boolean add(long project, ObjectRow object) {
    return handle.execute(
            """
            INSERT INTO object (project, id, kind, pack, start, length, standing, height)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (project, id) DO UPDATE SET
              pack = excluded.pack, start = excluded.start, length = excluded.length,
              standing = excluded.standing, height = excluded.height
            WHERE object.standing = ?
            """,
            project,
            object.id().bytes().toByteArray(),
            object.kind().code(),
            object.pack(),
            object.start(),
            object.length(),
            object.standing().code(),
            object.height(),
            Standing.DAMAGED.code())
        > 0;
  }

  @Override
  public int update(long project, Collection<ObjectRow> objects) {
    if (objects.isEmpty()) {
      return 0;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            """
            UPDATE object SET standing = ?, height = ?
            WHERE project = ? AND id = ? AND standing <> ?
            """);
    for (ObjectRow object : objects) {
      batch.add(
          object.standing().code(),
          object.height(),
          project,
          object.id().bytes().toByteArray(),
          Standing.DAMAGED.code());
    }
    int updated = 0;
    for (int count : batch.execute()) {
      updated += count;
    }
    return updated;
  }

  @Override
  public void damaged(long project, ObjectRow object) {
    int noted =
        handle.execute(
            "UPDATE object SET standing = ? WHERE project = ? AND id = ? AND pack = ?",
            Standing.DAMAGED.code(),
            project,
            object.id().bytes().toByteArray(),
            object.pack());
    if (noted > 0) {
      handle.execute(
          "UPDATE object SET standing = ? WHERE project = ? AND standing > ? AND kind NOT IN (?, ?)",
          Standing.HERE.code(),
          project,
          Standing.HERE.code(),
          ObjectKind.CHUNK.code(),
          ObjectKind.DETAIL.code());
    }
  }

  @Override
  public void doubt(long project, Collection<ObjectId> ids) {
    PreparedBatch batch =
        handle.prepareBatch(
            """
            UPDATE object SET standing = ?
            WHERE project = ? AND id = ? AND standing > ? AND kind NOT IN (?, ?)
            """);
    for (ObjectId id : ids) {
      batch.add(
          Standing.HERE.code(),
          project,
          id.bytes().toByteArray(),
          Standing.HERE.code(),
          ObjectKind.CHUNK.code(),
          ObjectKind.DETAIL.code());
    }
    if (!ids.isEmpty()) {
      batch.execute();
    }
  }

  @Override
  public boolean move(long project, ObjectRow object, long from) {
    return handle.execute(
            "UPDATE object SET pack = ?, start = ? WHERE project = ? AND id = ? AND pack = ?",
            object.pack(),
            object.start(),
            project,
            object.id().bytes().toByteArray(),
            from)
        > 0;
  }

  @Override
  public long forget(long project, Collection<ObjectId> ids) {
    long bytes = 0;
    for (ObjectRow row : find(project, ids).values()) {
      bytes += row.length();
    }
    PreparedBatch batch = handle.prepareBatch("DELETE FROM object WHERE project = ? AND id = ?");
    for (ObjectId id : ids) {
      batch.add(project, id.bytes().toByteArray());
    }
    if (!ids.isEmpty()) {
      batch.execute();
    }
    return bytes;
  }

  @Override
  public boolean anyDamaged(long project) {
    return handle
        .select(
            "SELECT 1 FROM object WHERE project = ? AND standing = ? LIMIT 1",
            project,
            Standing.DAMAGED.code())
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  @Override
  public List<ObjectRow> in(long pack) {
    return new ArrayList<>(
        handle.select(COLUMNS + "WHERE pack = ? ORDER BY start", pack).map(ROW).list());
  }

  @Override
  public void forEach(long project, Consumer<ObjectRow> visitor) {
    try (Stream<ObjectRow> rows =
        handle.select(COLUMNS + "WHERE project = ?", project).map(ROW).stream()) {
      rows.forEach(visitor);
    }
  }
}
