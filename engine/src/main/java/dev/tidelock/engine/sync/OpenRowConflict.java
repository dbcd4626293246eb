package dev.tidelock.engine.sync;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.record.ColumnId;
import dev.tidelock.core.record.RefusedRow;
import dev.tidelock.core.record.Row;
import dev.tidelock.core.record.RowConflict;
import dev.tidelock.core.record.RowEntry;
import dev.tidelock.core.record.RowShape;
import dev.tidelock.core.record.RowTerm;
import dev.tidelock.core.record.Schema;
import dev.tidelock.core.record.TableId;
import dev.tidelock.core.record.Value;
import dev.tidelock.core.tree.TermKey;
import dev.tidelock.engine.record.RowName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// A row that waits to be decided: more than one version is wanted, or the one that is wanted
/// cannot stand together with other rows.
///
/// @param table its table
/// @param database the name of the table's database
/// @param name the table's name
/// @param schema the table's schema
/// @param key the row's key
/// @param entry a [RowConflict] or a [RefusedRow]
/// @param mine the version that this device's database shows, if it shows one
public record OpenRowConflict(
    TableId table,
    String database,
    String name,
    Schema schema,
    Bytes key,
    RowEntry entry,
    Optional<TermKey> mine) {
  private static final int ID_SIZE = 6;

  /// A short name, the same on every device for as long as the table and the key are.
  public String id() {
    CborWriter out = new CborWriter().array(2).bytes(table.bytes()).bytes(key);
    return ObjectIdentity.sha256(out.toBytes()).slice(0, ID_SIZE).toHex();
  }

  /// What people call the row: `app.notes/17`.
  public String place() {
    return RowName.table(database, name) + "/" + RowName.of(key);
  }

  /// What the versions were changed from, if that is known.
  public Optional<Row> base() {
    return entry instanceof RowConflict conflict ? conflict.base() : Optional.empty();
  }

  /// The versions.
  public List<RowTerm> terms() {
    return terms(entry);
  }

  /// The versions that an entry holds.
  static List<RowTerm> terms(RowEntry entry) {
    return switch (entry) {
      case RowConflict conflict -> conflict.terms();
      case RefusedRow refused -> List.of(RowTerm.of(refused.row()));
      case Row row -> List.of(RowTerm.of(row));
    };
  }

  /// What the row cannot meet together with others, if it is that.
  public Optional<RefusedRow> refused() {
    return entry instanceof RefusedRow refused ? Optional.of(refused) : Optional.empty();
  }

  /// What kind of disagreement it is.
  public Kind kind() {
    if (refused().isPresent()) {
      return Kind.CONSTRAINT;
    }
    if (terms().stream().anyMatch(term -> term.row().isEmpty())) {
      return Kind.DELETION;
    }
    return base().isPresent() ? Kind.MODIFICATION : Kind.ADDITION;
  }

  /// The values of a version by the names of its columns, in the order of the table; those that it
  /// does not know are left out.
  public SequencedMap<String, Value> fields(Row row) {
    return fields(schema, new RowShape(schema), key, row);
  }

  /// The same for any row of a table.
  static SequencedMap<String, Value> fields(Schema schema, RowShape shape, Bytes key, Row row) {
    Map<ColumnId, Value> values = shape.values(key, row);
    SequencedMap<String, Value> fields = new LinkedHashMap<>();
    schema
        .columns()
        .forEach(column ->
            Optional.ofNullable(values.get(column.id()))
                .ifPresent(value -> fields.put(column.name(), value)));
    return fields;
  }

  /// The kinds of disagreement.
  public enum Kind {
    /// One row was changed in several ways.
    MODIFICATION,
    /// Several new rows want one key.
    ADDITION,
    /// One side deleted what the other changed.
    DELETION,
    /// A row cannot stand together with others: something is not unique, or what it refers to is
    /// not there.
    CONSTRAINT
  }
}
