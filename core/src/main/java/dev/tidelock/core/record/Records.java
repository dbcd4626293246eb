package dev.tidelock.core.record;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.map.MapFormat;
import dev.tidelock.core.map.MerkleMap;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.ObjectSink;
import dev.tidelock.core.object.ObjectSource;
import java.util.Iterator;
import java.util.Map;

/// The tables and rows of one project. Safe for use by any thread as far as its source is.
public final class Records {
  private final MapFormat<RowEntry> rows;
  private final MapFormat<Table> tables;
  private final ObjectSource source;

  /// @param seed the project's seed, [MapFormat#SEED_SIZE] bytes
  /// @param source where rows are read from; has what is written by the time it is read
  public Records(Bytes seed, ObjectSource source) {
    rows = rowFormat(seed);
    tables = tableFormat(seed);
    this.source = source;
  }

  /// The format of the maps of a project's rows.
  public static MapFormat<RowEntry> rowFormat(Bytes seed) {
    return new MapFormat<>(ObjectKind.ROWS, new RowCodec(), seed, RowKey::check);
  }

  /// The format of the map of a project's tables.
  public static MapFormat<Table> tableFormat(Bytes seed) {
    return new MapFormat<>(ObjectKind.TABLES, new TableCodec(), seed, TableId::new);
  }

  /// The rows of a table. Reads nothing yet; they are malformed if they are not what the table says
  /// of them.
  public MerkleMap<RowEntry> open(Table table) {
    return MerkleMap.at(table.rows(), table.summary(), rows, source);
  }

  /// The map of a project's tables, by table id. Reads nothing yet; it is malformed if it is not
  /// what was said of it.
  public MerkleMap<Table> tables(Tables all) {
    return MerkleMap.at(all.root(), all.summary(), tables, source);
  }

  /// The map of tables with this root. Reads nothing yet.
  public MerkleMap<Table> tables(ObjectId root) {
    return MerkleMap.at(root, tables, source);
  }

  /// The schema of a table.
  public Schema schema(Table table) {
    return SchemaCodec.read(table.schema(), source);
  }

  /// A table without rows.
  public MerkleMap<RowEntry> noRows(ObjectSink sink) {
    return MerkleMap.empty(rows, source, sink);
  }

  /// A map without tables.
  public MerkleMap<Table> noTables(ObjectSink sink) {
    return MerkleMap.empty(tables, source, sink);
  }

  /// Makes a table's map out of its rows, strictly ascending by key; holds a few nodes per level.
  public MerkleMap<RowEntry> build(
      Iterator<? extends Map.Entry<Bytes, RowEntry>> ascending, ObjectSink sink) {
    return MerkleMap.build(ascending, rows, source, sink);
  }
}
