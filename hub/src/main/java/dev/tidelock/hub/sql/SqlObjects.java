package dev.tidelock.hub.sql;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.hub.store.ObjectRow;
import dev.tidelock.hub.store.Objects;
import dev.tidelock.hub.store.Standing;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;

/// Where objects lie, in SQL.
///
/// @param handle the connection
record SqlObjects(Handle handle) implements Objects {
  private static final String COLUMNS =
      "SELECT id, kind, pack, start, length, standing, height FROM object ";

  /// How many objects one question names.
  private static final int TOGETHER = 32;

  private static final RowMapper<ObjectRow> ROW = (row, _) -> row(row);

  /// Asks for a few dozen at a time: each question has a price of its own, and one that names
  /// hundreds takes longer to be understood than to be answered.
  @Override
  public Map<ObjectId, ObjectRow> find(long project, Collection<ObjectId> ids) {
    Map<ObjectId, ObjectRow> found = new HashMap<>();
    int width = ids.size() < TOGETHER ? 1 : TOGETHER;
    String places = "?" + ", ?".repeat(width - 1);
    try (PreparedStatement query =
        handle
            .getConnection()
            .prepareStatement(COLUMNS + "WHERE project = ? AND id IN (" + places + ")")) {
      query.setLong(1, project);
      for (Iterator<ObjectId> rest = ids.iterator(); rest.hasNext(); ) {
        ObjectId id = rest.next();
        for (int i = 0; i < width; i++) {
          query.setBytes(2 + i, id.bytes().toByteArray());
          // The last question names the last one until it is full.
          id = rest.hasNext() && i + 1 < width ? rest.next() : id;
        }
        try (ResultSet rows = query.executeQuery()) {
          while (rows.next()) {
            ObjectRow row = row(rows);
            found.put(row.id(), row);
          }
        }
      }
      return found;
    } catch (SQLException e) {
      throw new UnableToExecuteStatementException(e, null);
    }
  }

  private static ObjectRow row(ResultSet row) throws SQLException {
    return new ObjectRow(
        new ObjectId(Bytes.wrap(row.getBytes(1))),
        ObjectKind.ofCode(row.getInt(2)),
        row.getLong(3),
        row.getInt(4),
        row.getInt(5),
        Standing.ofCode(row.getInt(6)),
        row.getLong(7));
  }

  @Override
  public long add(long project, Collection<ObjectRow> objects) {
    try (PreparedStatement batch =
        handle
            .getConnection()
            .prepareStatement(
                """
                INSERT INTO object (project, id, kind, pack, start, length, standing, height)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (project, id) DO UPDATE SET
                  pack = excluded.pack, start = excluded.start, length = excluded.length,
                  standing = excluded.standing, height = excluded.height
                WHERE object.standing = ?
                """)) {
      for (ObjectRow object : objects) {
        batch.setLong(1, project);
        batch.setBytes(2, object.id().bytes().toByteArray());
        batch.setInt(3, object.kind().code());
        batch.setLong(4, object.pack());
        batch.setInt(5, object.start());
        batch.setInt(6, object.length());
        batch.setInt(7, object.standing().code());
        batch.setLong(8, object.height());
        batch.setInt(9, Standing.DAMAGED.code());
        batch.addBatch();
      }
      long added = 0;
      int index = 0;
      int[] counts = objects.isEmpty() ? new int[0] : batch.executeBatch();
      for (ObjectRow object : objects) {
        added += counts[index++] > 0 ? object.length() : 0;
      }
      return added;
    } catch (SQLException e) {
      throw new UnableToExecuteStatementException(e, null);
    }
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
