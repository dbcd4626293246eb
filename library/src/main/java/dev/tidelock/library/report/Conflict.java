package dev.tidelock.library.report;

import dev.tidelock.core.record.Value;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A row that several devices want differently, or that cannot be there together with others. Every
/// device sees it, and each database keeps its own version until somebody decides.
///
/// @param id a short name, the same on every device
/// @param table the table's name
/// @param place what people call the row: `app.notes/17`
/// @param kind what kind of disagreement it is
/// @param base what the versions were changed from, by column, if there was such a row
/// @param versions what is wanted
/// @param mine the version that this device's database shows, if it shows one
public record Conflict(
    String id,
    String table,
    String place,
    Kind kind,
    Optional<Map<String, Value>> base,
    List<Version> versions,
    Optional<String> mine) {
  public Conflict {
    base = base.map(Conflict::ordered);
    versions = List.copyOf(versions);
  }

  /// The version that this device's database shows, if it shows one.
  public Optional<Version> local() {
    return versions.stream().filter(each -> mine.filter(each.id()::equals).isPresent()).findFirst();
  }

  /// The first version that this device's database does not show, if there is one.
  public Optional<Version> remote() {
    return versions.stream().filter(each -> mine.filter(each.id()::equals).isEmpty()).findFirst();
  }

  private static Map<String, Value> ordered(Map<String, Value> columns) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(columns));
  }

  /// What some device wants of a row.
  ///
  /// @param id its name within the conflict
  /// @param row its columns; nothing if the row is to be deleted
  /// @param time when it was written, by the clock of the device that wrote it
  public record Version(String id, Optional<Map<String, Value>> row, Instant time) {
    public Version {
      row = row.map(Conflict::ordered);
    }
  }

  /// The kinds of disagreement.
  public enum Kind {
    /// One row was changed in several ways.
    MODIFICATION,
    /// Several new rows want one primary key.
    ADDITION,
    /// One device changed the row, another deleted it.
    DELETION,
    /// The row cannot be there together with others: a unique value, or what it refers to.
    CONSTRAINT
  }
}
