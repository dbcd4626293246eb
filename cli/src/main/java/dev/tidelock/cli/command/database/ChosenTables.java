package dev.tidelock.cli.command.database;

import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.cli.output.Words;
import dev.tidelock.core.record.TableId;
import dev.tidelock.engine.sync.DatabaseStatus;
import dev.tidelock.engine.sync.TableChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// The tables that a command is about: those that were named, or all that are synced here.
///
/// @param databases the databases that are attached
/// @param wanted the names, each `TABLE` or `DATABASE.TABLE`; none for all
record ChosenTables(List<DatabaseStatus> databases, List<String> wanted) {
  /// Finds them.
  static ChosenTables of(List<DatabaseStatus> all, List<String> wanted) {
    List<DatabaseStatus> here =
        all.stream().filter(database -> database.file().isPresent()).toList();
    if (here.isEmpty()) {
      String hint =
          all.isEmpty()
              ? "'tidelock record track DB TABLE' begins it"
              : "'tidelock record attach %s FILE' attaches one".formatted(all.getFirst().name());
      throw new Failure(ExitCode.NOT_FOUND, "no database is attached here", hint);
    }
    ChosenTables chosen = new ChosenTables(here, wanted);
    for (String name : wanted) {
      boolean found = chosen.names().stream().anyMatch(table -> isCalled(table, name));
      if (!found) {
        throw new Failure(
            ExitCode.NOT_FOUND,
            "no table '" + Words.shown(name) + "' is synced here",
            "there are "
                + String.join(", ", chosen.names().stream().map(Table::toString).toList()));
      }
    }
    return chosen;
  }

  /// A table of a database.
  private record Table(String database, String name) {
    @Override
    public String toString() {
      return database + "." + Words.shown(name);
    }
  }

  private List<Table> names() {
    List<Table> names = new ArrayList<>();
    databases.forEach(database ->
        database.tables().forEach(table -> names.add(new Table(database.name(), table.name()))));
    return names;
  }

  private static boolean isCalled(Table table, String wanted) {
    return TableId.isSameName(table.name(), wanted)
        || TableId.isSameName(table.database() + "." + table.name(), wanted);
  }

  /// The tables that were named, each as `DATABASE.TABLE`; none for all.
  SortedSet<String> full() {
    return names().stream()
        .filter(table -> wanted.stream().anyMatch(name -> isCalled(table, name)))
        .map(table -> table.database() + "." + table.name())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// Those databases of some that are meant.
  SortedSet<String> among(SortedSet<String> databases) {
    return names().stream()
        .filter(table -> databases.contains(table.database()))
        .filter(table -> choice().includes(table.database(), table.name()))
        .map(Table::database)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// Whether a table is meant, by the names of its database and its own.
  TableChoice choice() {
    return (database, table) ->
        databases.stream().anyMatch(each -> each.name().equals(database))
            && (wanted.isEmpty()
                || wanted.stream().anyMatch(name -> isCalled(new Table(database, table), name)));
  }
}
