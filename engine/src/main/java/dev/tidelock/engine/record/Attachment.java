package dev.tidelock.engine.record;

import dev.tidelock.core.MalformedException;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.record.TableId;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A database of an application that a workspace syncs tables of.
///
/// @param name the name under which the project knows it: 1 to 64 letters, digits, dots, dashes and
///   underscores, the first one a letter or digit
/// @param file where it lies: an absolute path, or one that is relative to the workspace
/// @param tables the tables that are synced, with the names that they were known by last
public record Attachment(String name, String file, SortedMap<TableId, String> tables) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  public Attachment {
    tables = Collections.unmodifiableSortedMap(new TreeMap<>(tables));
    if (!isName(name)) {
      throw new MalformedException("'" + name + "' is not a database's name");
    }
    if (file.isEmpty()) {
      throw new MalformedException("a database lies somewhere");
    }
  }

  /// Whether a database can be called so.
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /// Where it and its side files lie in the workspace, if it does.
  public List<TreePath> within() {
    return file.startsWith("/")
        ? List.of()
        : Stream.of("", "-wal", "-shm", "-journal").map(end -> TreePath.parse(file + end)).toList();
  }

  /// This database where some tables have become others.
  public Attachment with(Map<TableId, TableId> replaced) {
    SortedMap<TableId, String> next = new TreeMap<>();
    tables.forEach((id, table) -> next.put(replaced.getOrDefault(id, id), table));
    return withTables(next);
  }

  /// This database with other tables.
  public Attachment withTables(Map<TableId, String> others) {
    return new Attachment(name, file, new TreeMap<>(others));
  }
}
