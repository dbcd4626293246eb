package dev.tidelock.structured;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Numbers for the values of several documents: equal values have equal numbers, so that comparing
/// whole subtrees is comparing two numbers. Confined to one thread.
///
/// Values are spelled as strings, which are ordered, so that a map full of crafted hash collisions
/// is still searched in logarithmic time.
final class Vocabulary {
  /// The key of items, which have none.
  static final int ITEM = 0;

  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> spellings = new ArrayList<>(List.of(""));

  /// The number of a scalar or a key.
  ///
  /// @param sort what tells it from others of equal text, such as a string from a number
  int scalar(char sort, String text) {
    return number(sort + text);
  }

  int branch(Node.Kind kind, List<Node.Part> parts) {
    return branch(
        kind,
        parts.stream().mapToInt(Node.Part::key).toArray(),
        parts.stream().mapToInt(part -> part.value().value()).toArray());
  }

  /// The number of a branch whose parts have these keys and values.
  int branch(Node.Kind kind, int[] keys, int[] values) {
    long[] pairs = new long[keys.length];
    for (int i = 0; i < keys.length; i++) {
      pairs[i] = (long) keys[i] << Integer.SIZE | values[i];
    }
    return switch (kind) {
      case MAPPING -> {
        Arrays.sort(pairs);
        yield number("{" + spelled(pairs));
      }
      case SEQUENCE -> number("[" + spelled(pairs));
    };
  }

  /// A scalar's or key's text, for people.
  String text(int number) {
    return spellings.get(number).substring(1);
  }

  private int number(String spelling) {
    Integer known = numbers.putIfAbsent(spelling, spellings.size());
    if (known != null) {
      return known;
    }
    spellings.add(spelling);
    return spellings.size() - 1;
  }

  private static String spelled(long[] pairs) {
    StringBuilder spelling = new StringBuilder();
    for (long pair : pairs) {
      spelling.append(pair).append(',');
    }
    return spelling.toString();
  }
}
