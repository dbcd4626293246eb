package dev.tidelock.simulation.rows;

import dev.tidelock.simulation.rows.RowHistory.Standing;
import dev.tidelock.simulation.world.Violation;
import dev.tidelock.simulation.world.Violation.Law;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Who did what to which row since all was calm: what nobody touched is as it was, and of what one
/// application touched all have what that one left.
final class RowWitness {
  /// The rows of a table whose deletion others may have taken back, because theirs refer to them.
  private static final String REFERRED = "note";

  private SortedMap<String, SortedMap<String, Standing>> calm = new TreeMap<>();
  private final Map<Place, Map<String, Optional<Map<String, String>>>> touched = new HashMap<>();
  private boolean disturbed;

  /// Where a row stands.
  record Place(String table, String key) {}

  /// An application did something.
  ///
  /// @param before the rows of all tables before
  /// @param after the same afterwards
  void acted(
      String device,
      SortedMap<String, SortedMap<String, Map<String, String>>> before,
      SortedMap<String, SortedMap<String, Map<String, String>>> after) {
    after.forEach((table, now) -> {
      SortedMap<String, Map<String, String>> was = before.getOrDefault(table, new TreeMap<>());
      was.keySet().stream()
          .filter(key -> !now.containsKey(key))
          .forEach(key -> touch(table, key, device, Optional.empty()));
      now.forEach((key, row) -> {
        if (!row.equals(was.get(key))) {
          touch(table, key, device, Optional.of(row));
        }
      });
    });
  }

  private void touch(String table, String key, String device, Optional<Map<String, String>> row) {
    touched.computeIfAbsent(new Place(table, key), _ -> new TreeMap<>()).put(device, row);
  }

  /// The rows that a device touched lately: a copy of its database may bring these touches back, as
  /// if they were new.
  Set<Place> touchedBy(String device) {
    Set<Place> places = new HashSet<>();
    touched.forEach((place, by) -> {
      if (by.containsKey(device)) {
        places.add(place);
      }
    });
    return places;
  }

  /// A device, and nobody knows when, touched rows.
  void touchAgain(String device, Set<Place> places) {
    for (Place place : places) {
      touch(place.table(), place.key(), device, Optional.empty());
      touch(place.table(), place.key(), device + " before", Optional.empty());
    }
  }

  /// A database or a state is one of the past: what was deleted since may come back, and what one
  /// application did last may be something else.
  void disturbed() {
    disturbed = true;
  }

  /// All is calm.
  void calm(SortedMap<String, SortedMap<String, Standing>> head) {
    check(head);
    calm = head;
    touched.clear();
    disturbed = false;
  }

  private void check(SortedMap<String, SortedMap<String, Standing>> head) {
    calm.forEach((table, rows) ->
        rows.forEach((key, was) -> {
          Standing now = standing(head, table, key);
          if (!touched.containsKey(new Place(table, key)) && was.isPlain() && !now.equals(was)) {
            if (now.isPlain() || now.isGone()) {
              throw new Violation(
                  Law.ABSENCE,
                  "nobody touched %s in %s, and %s became %s".formatted(key, table, was, now));
            }
          }
        }));
    if (!disturbed) {
      touched.forEach((place, by) -> checkObeyed(head, place, by));
    }
  }

  private void checkObeyed(
      SortedMap<String, SortedMap<String, Standing>> head,
      Place place,
      Map<String, Optional<Map<String, String>>> by) {
    Standing was = standing(calm, place.table(), place.key());
    Standing now = standing(head, place.table(), place.key());
    if (by.size() > 1 || !(was.isPlain() || was.isGone()) || !(now.isPlain() || now.isGone())) {
      return;
    }
    Optional<Map<String, String>> left = by.values().iterator().next();
    boolean mayReturn = left.isEmpty() && place.table().equals(REFERRED);
    if (!mayReturn && !now.rows().equals(List.of(left))) {
      throw new Violation(
          Law.OBEDIENCE,
          "of %s only %s touched, who left %s, and all have %s"
              .formatted(place, by.keySet(), left, now));
    }
  }

  private static Standing standing(
      SortedMap<String, SortedMap<String, Standing>> tables, String table, String key) {
    return tables
        .getOrDefault(table, new TreeMap<>())
        .getOrDefault(key, new Standing(List.of(Optional.empty()), false));
  }
}
