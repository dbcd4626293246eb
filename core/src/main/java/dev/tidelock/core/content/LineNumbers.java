package dev.tidelock.core.content;

import dev.tidelock.core.Bytes;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;

/// Numbers for lines, equal for equal lines and dense from zero.
///
/// A map from bytes suffices against crafted collisions: [Bytes] is ordered, so the map searches a
/// full bucket as a tree.
final class LineNumbers {
  private final Map<Bytes, Integer> numbers = new HashMap<>();

  int[] of(int count, IntFunction<Bytes> line) {
    int[] result = new int[count];
    for (int i = 0; i < count; i++) {
      result[i] = numbers.computeIfAbsent(line.apply(i), _ -> numbers.size());
    }
    return result;
  }
}
