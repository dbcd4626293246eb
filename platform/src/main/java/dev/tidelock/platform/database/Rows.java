package dev.tidelock.platform.database;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.record.RowKey;
import dev.tidelock.core.record.Value;
import dev.tidelock.engine.port.DatabaseFailure.Reason;
import dev.tidelock.engine.port.LargeValues;
import dev.tidelock.engine.port.RowCursor;
import dev.tidelock.engine.port.StoredRow;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/// Rows in the order of their keys, out of pages that come in the order of their values.
///
/// The two differ only where keys are so long that they end in a hash: then rows whose keys begin
/// alike are put in order here.
final class Rows implements RowCursor {
  private static final int KEPT = RowKey.MAX - 32;
  private static final int MOST_ALIKE = 4096;

  private final Link link;
  private final Pages pages;
  private final LargeValues large;
  private final Deque<RawRow> ready = new ArrayDeque<>();
  private Optional<RawRow> ahead = Optional.empty();
  private Bytes last = Bytes.empty();

  Rows(Link link, Pages pages, LargeValues large) {
    this.link = link;
    this.pages = pages;
    this.large = large;
  }

  @Override
  public boolean hasNext() {
    if (ready.isEmpty()) {
      prepare();
    }
    return !ready.isEmpty();
  }

  private void prepare() {
    Optional<RawRow> first = take();
    if (first.isEmpty()) {
      return;
    }
    ready.add(first.get());
    if (first.get().key().size() < KEPT) {
      return;
    }
    List<RawRow> alike = new ArrayList<>(ready);
    ready.clear();
    Bytes beginning = first.get().key().slice(0, KEPT);
    Optional<RawRow> next = take();
    while (next.isPresent() && next.get().key().startsWith(beginning)) {
      alike.add(next.get());
      if (alike.size() > MOST_ALIKE) {
        throw link.failures()
            .of(Reason.REFUSED, "more than 4,096 keys of a table begin with the same 480 bytes");
      }
      next = take();
    }
    ahead = next;
    alike.sort(Comparator.comparing(RawRow::key));
    ready.addAll(alike);
  }

  private Optional<RawRow> take() {
    Optional<RawRow> next = ahead.isPresent() ? ahead : pages.next();
    ahead = Optional.empty();
    return next;
  }

  @Override
  public StoredRow next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    RawRow row = ready.remove();
    if (row.key().compareTo(last) <= 0) {
      throw link.failures().of(Reason.CORRUPT, "the rows of a table are not in order");
    }
    last = row.key();
    return new StoredRow(row.key(), row.time(), row.values().map(values -> named(row, values)));
  }

  private List<Value> named(RawRow row, List<Value> values) {
    List<Value> named = new ArrayList<>(values.size());
    for (int i = 0; i < values.size(); i++) {
      RawRow.Huge huge = row.huge().get(i);
      named.add(
          huge == null
              ? named(values.get(i))
              : large.keep(huge.type(), huge.size(), pages.pieces(row, i, huge)));
    }
    return named;
  }

  private Value named(Value value) {
    return switch (value) {
      case Value.Text text -> named(Value.LargeType.TEXT, text, text.bytes());
      case Value.Blob blob -> named(Value.LargeType.BLOB, blob, blob.bytes());
      case Value.Null _, Value.Whole _, Value.Real _, Value.Large _ -> value;
    };
  }

  private Value named(Value.LargeType type, Value value, Bytes bytes) {
    return bytes.size() <= Value.INLINE_LIMIT
        ? value
        : large.keep(type, bytes.size(), List.of(bytes).iterator());
  }

  @Override
  public long nameless() {
    return pages.nameless();
  }

  @Override
  public void close() {
    pages.close();
  }
}
