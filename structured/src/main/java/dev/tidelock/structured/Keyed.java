package dev.tidelock.structured;

import dev.tidelock.structured.Node.Part;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The parts of a branch in three documents, by a number that names them, in their orders.
record Keyed(Map<Integer, Part> base, Map<Integer, Part> first, Map<Integer, Part> second) {
  static Map<Integer, Part> byKey(List<Part> parts) {
    Map<Integer, Part> result = new LinkedHashMap<>();
    parts.forEach(part -> result.put(part.key(), part));
    return result;
  }

  /// The side whose order is the merged one; nothing if both changed it, differently.
  Optional<Side> order() {
    List<Integer> before = common(base);
    List<Integer> one = common(first);
    List<Integer> other = common(second);
    if (one.equals(other) || other.equals(before)) {
      return Optional.of(Side.FIRST);
    }
    return one.equals(before) ? Optional.of(Side.SECOND) : Optional.empty();
  }

  /// The names that any side has in the order of `side`, with what only the other one has behind
  /// what it stands behind there.
  List<Integer> orderOf(Side side) {
    return switch (side) {
      case FIRST -> interleaved(first, second);
      case SECOND -> interleaved(second, first);
    };
  }

  private List<Integer> common(Map<Integer, Part> parts) {
    return parts.keySet().stream()
        .filter(base::containsKey)
        .filter(first::containsKey)
        .filter(second::containsKey)
        .toList();
  }

  private static List<Integer> interleaved(Map<Integer, Part> main, Map<Integer, Part> other) {
    List<Integer> leading = new ArrayList<>();
    Map<Integer, List<Integer>> following = new HashMap<>();
    List<Integer> place = leading;
    for (int key : other.keySet()) {
      if (main.containsKey(key)) {
        place = following.computeIfAbsent(key, _ -> new ArrayList<>());
      } else {
        place.add(key);
      }
    }
    List<Integer> result = new ArrayList<>();
    List<Integer> waiting = leading;
    for (int key : main.keySet()) {
      if (other.containsKey(key)) {
        result.addAll(waiting);
        waiting = following.getOrDefault(key, List.of());
      }
      result.add(key);
    }
    result.addAll(waiting);
    return result;
  }
}
