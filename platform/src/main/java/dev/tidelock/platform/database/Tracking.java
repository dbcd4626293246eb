package dev.tidelock.platform.database;

import dev.tidelock.core.record.TableId;
import dev.tidelock.engine.port.DatabaseFailure;
import dev.tidelock.engine.port.DatabaseFailure.Reason;
import dev.tidelock.engine.port.FoundTable;
import dev.tidelock.engine.port.TrackedTable;
import dev.tidelock.engine.port.TrackedTable.State;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which tables of a database are tracked, and whether their triggers still are what they were.
final class Tracking {
  private final Link link;
  private final Ledger ledger;
  private final Catalog catalog;

  Tracking(Link link) {
    this.link = link;
    ledger = new Ledger(link);
    catalog = new Catalog(link);
  }

  /// A tracked table as it is found.
  ///
  /// @param entry what is noted of it
  /// @param table its name and state
  /// @param lacking the table, if its triggers are not those that it should have
  private record Finding(Ledger.Entry entry, TrackedTable table, Optional<TableShape> lacking) {}

  void track(String name, TableId id) {
    link.atOnce(() -> {
      ledger.prepare();
      if (ledger.entry(id).isEmpty()) {
        ledger.own(() -> track(usable(name), id));
      }
    });
  }

  private TableShape usable(String name) {
    Optional<FoundTable.Refusal> refusal =
        catalog
            .refusal(name)
            .orElseThrow(() -> link.failures().of(Reason.CHANGED, "there is no table " + name));
    refusal.ifPresent(why -> {
      throw link.failures().of(Reason.REFUSED, why.detail());
    });
    return catalog.shape(name);
  }

  /// Tracks a table that can be, within a transaction.
  void track(TableShape table, TableId id) {
    for (Ledger.Entry other : ledger.entries()) {
      if (Sql.folded(other.name()).equals(Sql.folded(table.name()))) {
        throw link.failures().of(Reason.REFUSED, table.name() + " is tracked already");
      }
    }
    long number = ledger.add(id, table.name());
    try {
      install(new Ledger.Entry(number, id, table.name(), true), table);
    } catch (SQLException unwritable) {
      throw link.failures()
          .of(
              Reason.REFUSED,
              "SQLite cannot write %s without its application (%s)"
                  .formatted(table.name(), unwritable.getMessage()));
    }
  }

  /// Gives a table its triggers anew; it counts as wholly changed.
  ///
  /// @throws SQLException if rows could not be written then, by anybody
  private void install(Ledger.Entry entry, TableShape table) throws SQLException {
    ledger.widen(table.key().size());
    dropTriggers(entry.number());
    Triggers.of(entry.number(), table).values().forEach(link::execute);
    new Trial(link, table).run();
    ledger.update(new Ledger.Entry(entry.number(), entry.id(), table.name(), true));
    ledger.noteTable(entry.number());
  }

  private void dropTriggers(long number) {
    List<String> names = new ArrayList<>();
    installed(number).values().forEach(of -> names.addAll(of.keySet()));
    names.forEach(name -> link.execute("DROP TRIGGER main." + Sql.name(name)));
  }

  /// The triggers of a number, by the table that they are on.
  private Map<String, SortedMap<String, String>> installed(long number) {
    Map<String, SortedMap<String, String>> byTable = new TreeMap<>();
    String prefix = Triggers.prefix(number);
    try (Query query =
        link.query(
            "SELECT tbl_name, name, sql FROM main.sqlite_schema"
                + " WHERE type = 'trigger' AND substr(name, 1, ?) = ?",
            prefix.length(),
            prefix)) {
      while (query.next()) {
        byTable
            .computeIfAbsent(query.text(0), _ -> new TreeMap<>())
            .put(query.text(1), query.text(2));
      }
    }
    return byTable;
  }

  List<TrackedTable> tracked() {
    List<Finding> findings = ledger.entries().stream().map(this::find).toList();
    if (findings.stream().anyMatch(Tracking::needsMending)) {
      try {
        link.atOnce(
            () -> ledger.own(() -> ledger.entries().stream().map(this::find).forEach(this::mend)));
        findings = ledger.entries().stream().map(this::find).map(Tracking::refuseLacking).toList();
      } catch (DatabaseFailure failure) {
        if (failure.reason() != Reason.READ_ONLY && failure.reason() != Reason.DENIED) {
          throw failure;
        }
      }
    }
    return findings.stream().map(Finding::table).toList();
  }

  private static Finding refuseLacking(Finding finding) {
    TrackedTable table = finding.table();
    return finding.lacking().isPresent()
        ? finding(finding.entry(), table.name(), State.REFUSED)
        : finding;
  }

  private Finding find(Ledger.Entry entry) {
    Map<String, SortedMap<String, String>> installed = installed(entry.number());
    String name = installed.size() == 1 ? installed.keySet().iterator().next() : entry.name();
    return switch (TableReader.read(link, name)) {
      case TableReader.Found.Absent _ -> finding(entry, name, State.GONE);
      case TableReader.Found.Refused _ -> finding(entry, name, State.REFUSED);
      case TableReader.Found.Usable usable -> {
        SortedMap<String, String> wanted = Triggers.of(entry.number(), usable.shape());
        boolean has = wanted.equals(installed.getOrDefault(name, new TreeMap<>()));
        State state = has && !entry.whole() ? State.SOUND : State.COMPARE;
        yield new Finding(
            entry,
            new TrackedTable(entry.id(), usable.shape().name(), state),
            has ? Optional.empty() : Optional.of(usable.shape()));
      }
    };
  }

  private static Finding finding(Ledger.Entry entry, String name, State state) {
    return new Finding(entry, new TrackedTable(entry.id(), name, state), Optional.empty());
  }

  private static boolean needsMending(Finding finding) {
    return finding.lacking().isPresent()
        || finding.table().state() != State.GONE
            && !finding.table().name().equals(finding.entry().name());
  }

  private void mend(Finding finding) {
    Ledger.Entry entry = finding.entry();
    String name = finding.table().name();
    if (finding.lacking().isPresent()) {
      mendTriggers(entry, finding.lacking().get());
    } else if (needsMending(finding)) {
      ledger.update(new Ledger.Entry(entry.number(), entry.id(), name, entry.whole()));
    }
  }

  private void mendTriggers(Ledger.Entry entry, TableShape table) {
    link.execute("SAVEPOINT mend");
    try {
      install(entry, table);
    } catch (SQLException unwritable) {
      // It stays without, and is told as refused.
      link.execute("ROLLBACK TO mend");
    }
    link.execute("RELEASE mend");
  }

  void untrack(TableId id) {
    link.atOnce(() ->
        ledger
            .entry(id)
            .ifPresent(entry -> {
              ledger.own(() -> dropTriggers(entry.number()));
              ledger.remove(entry);
            }));
  }

  void forget() {
    link.atOnce(() -> {
      List<String> names = new ArrayList<>();
      try (Query query =
          link.query(
              "SELECT name FROM main.sqlite_schema WHERE type = 'trigger' AND substr(name, 1, ?)"
                  + " = ?",
              Triggers.PREFIX.length(),
              Triggers.PREFIX)) {
        while (query.next()) {
          names.add(query.text(0));
        }
      }
      new TreeSet<>(names).forEach(name -> link.execute("DROP TRIGGER main." + Sql.name(name)));
      ledger.drop();
    });
  }
}
