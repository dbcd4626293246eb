package dev.tidelock.core.record;

import dev.tidelock.core.MalformedException;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.map.Cell;
import dev.tidelock.core.map.Summary;
import dev.tidelock.core.map.ValueCodec;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.References;
import dev.tidelock.core.tree.TermKey;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/// The encoding of what stands in a table's map, described in `docs/format.md`. References to
/// contents are strong; of the base of a conflict, those to contents above [#WEAK_BASE] are weak,
/// because the device that merges need not have them.
public final class RowCodec implements ValueCodec<RowEntry> {
  /// The size in bytes above which a content of a conflict's base may be missing.
  public static final long WEAK_BASE = 1 << 20;

  private static final int ROW = 0;
  private static final int CONFLICT = 1;
  private static final int REFUSED = 2;

  @Override
  public Cell encode(RowEntry entry) {
    CborWriter out = new CborWriter();
    References.Builder references = new References.Builder();
    switch (entry) {
      case Row row -> writeRow(row, out, references);
      case RowConflict conflict -> writeConflict(conflict, out, references);
      case RefusedRow refused -> {
        out.array(4).integer(REFUSED).integer(refused.constraint().code()).text(refused.detail());
        writeRow(refused.row(), out, references);
      }
    }
    return new Cell(out.toBytes(), references.build());
  }

  @Override
  public RowEntry decode(CborReader in, References.Cursor references) {
    int length = in.array();
    return switch (in.integer(ROW, REFUSED)) {
      case ROW -> readRow(length, in, _ -> references.strong());
      case CONFLICT -> readConflict(length, in, references);
      default -> {
        expect(length == 4, "a refused row");
        RefusedRow.Constraint constraint =
            in.integer(1, 2) == 1
                ? RefusedRow.Constraint.UNIQUE
                : RefusedRow.Constraint.FOREIGN_KEY;
        String detail = in.text();
        yield new RefusedRow(readTyped(in, _ -> references.strong()), constraint, detail);
      }
    };
  }

  @Override
  public Summary summary(RowEntry entry) {
    return switch (entry) {
      case Row row -> new Summary(1, 0, row.bytes(), 0);
      case RowConflict conflict ->
          new Summary(1, 0, conflict.first().row().map(Row::bytes).orElse(0L), 1);
      case RefusedRow refused -> new Summary(1, 0, refused.row().bytes(), 1);
    };
  }

  private static void writeRow(Row row, CborWriter out, References.Builder references) {
    writeRow(row, out);
    row.contents().forEach(references::strong);
  }

  private static void writeRow(Row row, CborWriter out) {
    out.array(3 + 2 * row.count()).integer(ROW);
    out.integer(row.stamp().time()).integer(row.stamp().device()).item(row.cells());
  }

  private static void writeConflict(
      RowConflict conflict, CborWriter out, References.Builder references) {
    out.array(3).integer(CONFLICT);
    conflict.base().ifPresentOrElse(base -> writeBase(base, out, references), out::nil);
    out.array(conflict.terms().size());
    for (RowTerm term : conflict.terms()) {
      if (term.row().isPresent()) {
        out.array(2).bytes(term.key().bytes());
        writeRow(term.row().get(), out, references);
      } else {
        out.array(3).bytes(term.key().bytes());
        out.integer(term.stamp().time()).integer(term.stamp().device());
      }
    }
  }

  private static void writeBase(Row base, CborWriter out, References.Builder references) {
    writeRow(base, out);
    Iterator<ObjectId> ids = base.contents().iterator();
    base.forEach((_, value) -> {
      if (value instanceof Value.Large large) {
        ObjectId id = ids.next();
        if (large.size() > WEAK_BASE) {
          references.weak(id);
        } else {
          references.strong(id);
        }
      }
    });
  }

  private static RowEntry readConflict(int length, CborReader in, References.Cursor references) {
    expect(length == 3, "a row's conflict");
    Optional<Row> base =
        in.nil()
            ? Optional.empty()
            : Optional.of(
                readTyped(in, size -> size > WEAK_BASE ? references.weak() : references.strong()));
    int count = in.array();
    expect(count <= RowConflict.MAX_TERMS, "at most 14 terms");
    List<RowTerm> terms = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int parts = in.array();
      TermKey key = new TermKey(in.bytes(TermKey.SIZE));
      if (parts == 2) {
        Row row = readTyped(in, _ -> references.strong());
        terms.add(new RowTerm(key, Optional.of(row), row.stamp()));
      } else {
        expect(parts == 3, "a term");
        terms.add(new RowTerm(key, Optional.empty(), new Stamp(in.integer(), in.integer())));
      }
    }
    return new RowConflict(base, terms);
  }

  private static Row readTyped(CborReader in, LongFunction<ObjectId> contents) {
    int length = in.array();
    in.integer(ROW, ROW);
    return readRow(length, in, contents);
  }

  private static Row readRow(int length, CborReader in, LongFunction<ObjectId> contents) {
    expect(length >= 3 && length % 2 == 1, "a row");
    Stamp stamp = new Stamp(in.integer(), in.integer());
    return Row.read(stamp, (length - 3) / 2, in, contents);
  }

  private static void expect(boolean holds, String what) {
    if (!holds) {
      throw new MalformedException("a table's node does not hold " + what);
    }
  }
}
