package dev.tidelock.core.record;

import dev.tidelock.core.MalformedException;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.map.Cell;
import dev.tidelock.core.map.Summary;
import dev.tidelock.core.map.ValueCodec;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.References;

/// The encoding of tables as values of a project's map of tables, described in `docs/format.md`.
final class TableCodec implements ValueCodec<Table> {
  @Override
  public Cell encode(Table table) {
    CborWriter out = new CborWriter().array(5).nil();
    table.summary().write(out);
    out.nil().text(table.database()).text(table.name());
    References references =
        new References.Builder().strong(table.rows()).strong(table.schema()).build();
    return new Cell(out.toBytes(), references);
  }

  @Override
  public Table decode(CborReader in, References.Cursor references) {
    in.array(5);
    ObjectId rows = reference(in, references);
    Summary summary = Summary.read(in);
    ObjectId schema = reference(in, references);
    return new Table(rows, summary, schema, in.text(), in.text());
  }

  private static ObjectId reference(CborReader in, References.Cursor references) {
    if (!in.nil()) {
      throw new MalformedException("a table refers to its rows and its schema");
    }
    return references.strong();
  }

  @Override
  public Summary summary(Table table) {
    return table.summary();
  }
}
