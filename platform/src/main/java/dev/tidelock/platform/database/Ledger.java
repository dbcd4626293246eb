package dev.tidelock.platform.database;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.record.TableId;
import dev.tidelock.engine.port.DatabaseFailure.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Our own tables in an application's database.
///
///     _tidelock_meta   what the database says of itself: format, id, place, shown, clock,
///                      captured, schema
///     _tidelock_table  the tracked tables: number, id, name, compare it whole?
///     _tidelock_log    the keys that were noted: sequence, table number, Julian day, k1 …
///
/// Sequence numbers never come again, because the last note is never removed: those up to
/// `captured` are done with.
final class Ledger {
  static final String META = "_tidelock_meta";
  static final String TABLE = "_tidelock_table";
  static final String LOG = "_tidelock_log";

  /// Newer formats are left alone. A script that was released is never changed.
  private static final List<List<String>> SCRIPTS =
      List.of(
          List.of(
              "CREATE TABLE _tidelock_meta(k TEXT PRIMARY KEY, v) WITHOUT ROWID",
              "CREATE TABLE _tidelock_table(tid INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE,"
                  + " name TEXT NOT NULL, whole INTEGER NOT NULL)",
              "CREATE TABLE _tidelock_log(seq INTEGER PRIMARY KEY, tid, ts, k1, k2, k3, k4)"));

  /// How many notes are forgotten at once, at least, and what part of them all: that takes SQLite
  /// some milliseconds, during which the application waits.
  private static final long FORGOTTEN = 20_000;

  private static final long FORGOTTEN_PART = 4;

  private static final int USUAL_KEY_WIDTH = 4;
  private static final String NOT_LAST = "seq < (SELECT max(seq) FROM _tidelock_log)";

  private final Link link;

  Ledger(Link link) {
    this.link = link;
  }

  /// One of the things that a database says of itself.
  enum Said {
    FORMAT,
    ID,
    PLACE,
    SHOWN,
    CLOCK,
    CAPTURED,
    SCHEMA;

    private String key() {
      return Sql.folded(name());
    }
  }

  /// A tracked table.
  ///
  /// @param number its number, which stands for it in the log
  /// @param id its id
  /// @param name the name that it had last
  /// @param whole whether it must be compared whole
  record Entry(long number, TableId id, String name, boolean whole) {}

  /// Whether there are such tables.
  boolean exists() {
    return link.number("SELECT count(*) FROM main.sqlite_schema WHERE name = ?", META) > 0;
  }

  /// Makes the tables, or brings older ones up to date. Within a transaction.
  void prepare() {
    int format = exists() ? format() : 0;
    for (int i = format; i < SCRIPTS.size(); i++) {
      SCRIPTS.get(i).forEach(link::execute);
    }
    if (format < SCRIPTS.size()) {
      say(Said.FORMAT, SCRIPTS.size());
    }
  }

  /// Fails if a newer version made the tables.
  void check() {
    if (exists()) {
      format();
    }
  }

  private int format() {
    long format = number(Said.FORMAT);
    if (format > SCRIPTS.size()) {
      throw link.failures()
          .of(Reason.NEWER, "a newer version of Tidelock (format " + format + ") tracks it");
    }
    return (int) format;
  }

  void say(Said what, Object value) {
    link.change("REPLACE INTO _tidelock_meta(k, v) VALUES(?, ?)", what.key(), value);
  }

  long number(Said what) {
    return link.number("SELECT (SELECT v FROM _tidelock_meta WHERE k = ?)", what.key());
  }

  Optional<Bytes> bytes(Said what) {
    try (Query query = link.query("SELECT v FROM _tidelock_meta WHERE k = ?", what.key())) {
      return query.next() && !query.isNull(0) ? Optional.of(query.bytes(0)) : Optional.empty();
    }
  }

  Optional<String> text(Said what) {
    return bytes(what).map(Bytes::toUtf8);
  }

  List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    if (!exists()) {
      return entries;
    }
    try (Query query =
        link.query("SELECT tid, id, name, whole FROM _tidelock_table ORDER BY tid")) {
      while (query.next()) {
        entries.add(
            new Entry(
                query.integer(0),
                new TableId(query.bytes(1)),
                query.text(2),
                query.integer(3) != 0));
      }
    }
    return entries;
  }

  Optional<Entry> entry(TableId id) {
    return entries().stream().filter(entry -> entry.id().equals(id)).findFirst();
  }

  /// The number of a table that is tracked from now on.
  long add(TableId id, String name) {
    long number = 1 + link.number("SELECT max(tid) FROM _tidelock_table");
    forgetNotes(number);
    link.change(
        "INSERT INTO _tidelock_table(tid, id, name, whole) VALUES(?, ?, ?, 1)",
        number,
        id.bytes(),
        name);
    return number;
  }

  void update(Entry entry) {
    link.change(
        "UPDATE _tidelock_table SET name = ?, whole = ? WHERE tid = ?",
        entry.name(),
        entry.whole() ? 1 : 0,
        entry.number());
  }

  void remove(Entry entry) {
    link.change("DELETE FROM _tidelock_table WHERE tid = ?", entry.number());
    forgetNotes(entry.number());
  }

  /// Forgets what was noted of a table, but for the last note of all.
  void forgetNotes(long number) {
    link.change("DELETE FROM _tidelock_log WHERE tid = ? AND " + NOT_LAST, number);
  }

  /// Makes room in the log for keys of as many columns.
  void widen(int columns) {
    long width = link.number("SELECT count(*) FROM pragma_table_info(?) WHERE name GLOB 'k*'", LOG);
    for (long i = Math.max(width, USUAL_KEY_WIDTH) + 1; i <= columns; i++) {
      link.execute("ALTER TABLE _tidelock_log ADD COLUMN k" + i);
    }
  }

  /// The number of the last note.
  long last() {
    return Math.max(link.number("SELECT max(seq) FROM _tidelock_log"), number(Said.CAPTURED));
  }

  /// Notes that a table may have changed in rows of which nothing was noted: as any note, it parts
  /// this moment from those of a database that came from the same one and went another way.
  void noteTable(long number) {
    link.change("INSERT INTO _tidelock_log(tid, ts) VALUES(?, julianday('now'))", number);
  }

  /// Notes that rows of a table have no keys, without a time, as in [#note].
  void noteNameless(long number) {
    link.change("INSERT INTO _tidelock_log(tid, ts) VALUES(?, 0)", number);
  }

  /// Whether a row with NULL in its key was noted in a part of the log.
  ///
  /// @param width how many columns the key has
  boolean hasNameless(long number, int width, long after, long last) {
    String some =
        IntStream.rangeClosed(1, width)
            .mapToObj(i -> "k" + i + " IS NULL")
            .collect(Collectors.joining(" OR "));
    return link.number(
            "SELECT EXISTS(SELECT 1 FROM _tidelock_log WHERE seq > ? AND seq <= ? AND tid = ? AND ("
                + some
                + "))",
            after,
            last,
            number)
        > 0;
  }

  /// What tells a note from any other of its number: table, time and key; nothing if it is not
  /// kept.
  Optional<Bytes> mark(long sequence) {
    try (Query query =
        link.query(
            "SELECT tid || ' ' || quote(ts) || ' ' || substr(quote(k1), 1, 64)"
                + " FROM _tidelock_log WHERE seq = ?",
            sequence)) {
      return query.next() && !query.isNull(0) ? Optional.of(query.bytes(0)) : Optional.empty();
    }
  }

  /// Counts the notes up to one as looked at, and forgets them, or the first of them where they are
  /// many; and those after another, which are the echo of what was written since, but not those
  /// without a time. The last of all stays, as its number must not come again.
  void settle(long captured, long written) {
    link.change("DELETE FROM _tidelock_log WHERE seq > ? AND ts <> 0 AND " + NOT_LAST, written);
    long last = last();
    boolean echo =
        captured == written
            && link.number("SELECT count(*) FROM _tidelock_log WHERE seq > ? AND ts = 0", written)
                == 0;
    say(Said.CAPTURED, echo ? last : captured);
    long first = link.number("SELECT min(seq) FROM _tidelock_log");
    long some = first + Math.max(FORGOTTEN, (captured - first) / FORGOTTEN_PART);
    link.change(
        "DELETE FROM _tidelock_log WHERE seq <= ? AND " + NOT_LAST, Math.min(captured, some));
  }

  /// Notes a row, without a time, which tells it from what the triggers note: it stays until the
  /// next look.
  void note(RowPlan plan, long number, Cells key) {
    link.change(
        "INSERT INTO _tidelock_log(tid, ts, %s) VALUES(%d, 0, %s)"
            .formatted(plan.numbered(""), number, key.list()),
        key.parameters());
  }

  /// Whether tables may have changed without a note, as by columns that were dropped and added
  /// alike. SQLite counts changes of its schema, of which that takes two at least; a `VACUUM` is
  /// one.
  boolean isSchemaMoved() {
    return Math.abs(schema() - number(Said.SCHEMA)) > 1;
  }

  /// Counts what has become of the schema until now as looked at.
  void settleSchema() {
    say(Said.SCHEMA, schema());
  }

  /// Makes a change of our own of the schema, which moves nothing. Within a transaction.
  void own(Runnable change) {
    long before = schema();
    change.run();
    if (exists() && schema() != before) {
      say(Said.SCHEMA, number(Said.SCHEMA) + schema() - before);
    }
  }

  private long schema() {
    return link.number("PRAGMA main.schema_version");
  }

  void drop() {
    for (String table : List.of(LOG, TABLE, META)) {
      link.execute("DROP TABLE IF EXISTS " + table);
    }
  }
}
