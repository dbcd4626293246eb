package dev.tidelock.hub.sql;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.remote.Remote.Writer;
import dev.tidelock.hub.store.Move;
import dev.tidelock.hub.store.Moves;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/// The moves of heads in SQL.
///
/// @param handle the connection
record SqlMoves(Handle handle) implements Moves {
  private static final String COLUMNS =
      """
      SELECT move.sequence, token, move.branch, origin, move.target, move.device,
        move.incarnation, move.device_sequence, made
      FROM move
      """;
  private static final RowMapper<Move> ROW =
      (row, _) ->
          new Move(
              row.getLong("sequence"),
              SqlTables.bytes(row, "token"),
              row.getString("branch"),
              Optional.ofNullable(row.getBytes("origin")).map(id -> new ObjectId(Bytes.wrap(id))),
              SqlTables.id(row, "target"),
              new Writer(
                  row.getString("device"),
                  row.getString("incarnation"),
                  row.getLong("device_sequence")),
              row.getLong("made"));

  @Override
  public Optional<Move> last(long project) {
    return handle
        .select(COLUMNS + "WHERE project = ? ORDER BY sequence DESC LIMIT 1", project)
        .map(ROW)
        .findOne();
  }

  @Override
  public Optional<Move> find(long project, long sequence) {
    return handle
        .select(COLUMNS + "WHERE project = ? AND sequence = ?", project, sequence)
        .map(ROW)
        .findOne();
  }

  @Override
  public Optional<Move> last(long project, String branch) {
    return handle
        .select(
            COLUMNS
                + """
                JOIN head ON head.project = move.project AND head.sequence = move.sequence
                WHERE head.project = ? AND head.branch = ?
                """,
            project,
            branch)
        .map(ROW)
        .findOne();
  }

  @Override
  public Optional<Move> last(long project, String device, String incarnation) {
    return handle
        .select(
            COLUMNS
                + """
                JOIN writer ON writer.project = move.project AND writer.sequence = move.sequence
                WHERE writer.project = ? AND writer.device = ? AND writer.incarnation = ?
                """,
            project,
            device,
            incarnation)
        .map(ROW)
        .findOne();
  }

  @Override
  public SortedMap<String, ObjectId> heads(long project) {
    SortedMap<String, ObjectId> heads = new TreeMap<>();
    handle
        .select("SELECT branch, target FROM head WHERE project = ?", project)
        .map((row, _) -> Map.entry(row.getString("branch"), SqlTables.id(row, "target")))
        .forEach(head -> heads.put(head.getKey(), head.getValue()));
    return heads;
  }

  @Override
  public Map<String, Long> sequences(long project) {
    Map<String, Long> sequences = new HashMap<>();
    handle
        .select(
            "SELECT device, incarnation, device_sequence FROM writer WHERE project = ?", project)
        .map((row, _) ->
            Map.entry(
                row.getString("device") + "/" + row.getString("incarnation"),
                row.getLong("device_sequence")))
        .forEach(writer -> sequences.put(writer.getKey(), writer.getValue()));
    return sequences;
  }

  @Override
  public void add(long project, Move move) {
    byte[] target = move.to().bytes().toByteArray();
    Writer writer = move.writer();
    handle
        .createUpdate(
            """
            INSERT INTO move (project, sequence, token, branch, origin, target, device, incarnation,
              device_sequence, made)
            VALUES (:project, :sequence, :token, :branch, :origin, :target, :device, :incarnation,
              :device_sequence, :made)
            """)
        .bind("project", project)
        .bind("sequence", move.sequence())
        .bind("token", move.token().toByteArray())
        .bind("branch", move.branch())
        .bind("origin", move.from().map(id -> id.bytes().toByteArray()).orElse(null))
        .bind("target", target)
        .bind("device", writer.device())
        .bind("incarnation", writer.incarnation())
        .bind("device_sequence", writer.sequence())
        .bind("made", move.time())
        .execute();
    handle.execute(
        """
        INSERT INTO head (project, branch, target, sequence) VALUES (?, ?, ?, ?)
        ON CONFLICT (project, branch) DO UPDATE SET
          target = excluded.target, sequence = excluded.sequence
        """,
        project,
        move.branch(),
        target,
        move.sequence());
    handle.execute(
        """
        INSERT INTO writer (project, device, incarnation, device_sequence, sequence)
        VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (project, device, incarnation) DO UPDATE SET
          device_sequence = excluded.device_sequence, sequence = excluded.sequence
        """,
        project,
        writer.device(),
        writer.incarnation(),
        writer.sequence(),
        move.sequence());
  }
}
