package dev.tidelock.core.record.merge;

import dev.tidelock.core.record.Column;
import dev.tidelock.core.record.ColumnId;
import dev.tidelock.core.record.Schema;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Rules for kinds of tables that many applications have, by the names of their columns.
public final class Presets {
  private static final Set<String> DONE =
      Set.of("read", "seen", "dismissed", "archived", "acknowledged", "delivered", "clicked");
  private static final Set<String> UNDONE = Set.of("unread", "unseen");
  private static final Set<String> SETS = Set.of("tags", "labels", "keywords");

  private Presets() {}

  /// Notifications: what was read on one device is read. A column called `read`, `is_read`,
  /// `read_at` and the like takes the greater value, `unread` the smaller; all else is by field.
  public static TableRules notifications(Schema schema) {
    Map<ColumnId, FieldResolver> columns = new HashMap<>();
    for (Column column : schema.columns()) {
      String word = word(column.name());
      if (DONE.contains(word)) {
        columns.put(column.id(), FieldResolvers.greatest());
      } else if (UNDONE.contains(word)) {
        columns.put(column.id(), FieldResolvers.least());
      }
    }
    return new TableRules(
        new RowRule.Fields(), TableRules.Deletes.DELETE_STANDS, columns, List.of());
  }

  /// Projects and other documents of fields: by field. A column called `tags` or the like is a set
  /// of words with commas between; an edit outlives a delete.
  public static TableRules projects(Schema schema) {
    Map<ColumnId, FieldResolver> columns = new HashMap<>();
    for (Column column : schema.columns()) {
      if (SETS.contains(word(column.name()))) {
        columns.put(column.id(), FieldResolvers.unionOfWords(","));
      } else if (word(column.name()).equals("updated")) {
        columns.put(column.id(), FieldResolvers.greatest());
      }
    }
    return new TableRules(new RowRule.Fields(), TableRules.Deletes.EDIT_STAYS, columns, List.of());
  }

  /// Settings: each row is one choice, the later one counts as a whole.
  public static TableRules settings() {
    return new TableRules(new RowRule.Newest(), TableRules.Deletes.EDIT_STAYS, Map.of(), List.of());
  }

  /// A column's name without what says only of which type it is.
  private static String word(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    String start = lower.startsWith("is_") ? lower.substring(3) : lower;
    return start.endsWith("_at") ? start.substring(0, start.length() - 3) : start;
  }
}
