package dev.tidelock.core.record.merge;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.content.ContentMerger;
import dev.tidelock.core.content.MergeOutcome;
import dev.tidelock.core.record.Collation;
import dev.tidelock.core.record.RowKey;
import dev.tidelock.core.record.Value;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Ready-made resolvers of columns. All but those of a merger that says otherwise give the same,
/// whichever side is called first.
public final class FieldResolvers {
  private FieldResolvers() {}

  /// The greater of both, as SQLite orders values: NULL, numbers, texts, blobs.
  public static FieldResolver greatest() {
    return dispute -> greater(dispute.first(), dispute.second());
  }

  /// The smaller of both.
  public static FieldResolver least() {
    return dispute ->
        greater(dispute.first(), dispute.second())
            .map(greater -> greater.equals(dispute.first()) ? dispute.second() : dispute.first());
  }

  /// The value of the row that was written later.
  public static FieldResolver newest() {
    return dispute -> {
      int order = dispute.firstStamp().compareTo(dispute.secondStamp());
      return order == 0
          ? Optional.empty()
          : Optional.of(order > 0 ? dispute.first() : dispute.second());
    };
  }

  /// The base with what either side added to it or took from it; without a base, the sum. For
  /// numbers; undecided where an integer overflows.
  public static FieldResolver sumOfDifferences() {
    return dispute -> {
      Value base = dispute.base().orElse(Value.of(0));
      if (base instanceof Value.Whole from
          && dispute.first() instanceof Value.Whole one
          && dispute.second() instanceof Value.Whole other) {
        return wholeSum(from.value(), one.value(), other.value());
      }
      Optional<Double> from = number(base);
      Optional<Double> one = number(dispute.first());
      Optional<Double> other = number(dispute.second());
      if (from.isEmpty() || one.isEmpty() || other.isEmpty()) {
        return Optional.empty();
      }
      double sum = from.get() + ((one.get() - from.get()) + (other.get() - from.get()));
      return Double.isNaN(sum) ? Optional.empty() : Optional.of(new Value.Real(sum));
    };
  }

  /// A set written as a text of words: what either side added, without what either removed, in
  /// ascending order.
  ///
  /// @param separator what stands between the words
  public static FieldResolver unionOfWords(String separator) {
    return dispute -> {
      Optional<Set<String>> base =
          dispute.base().map(value -> words(value, separator)).orElse(Optional.of(Set.of()));
      Optional<Set<String>> first = words(dispute.first(), separator);
      Optional<Set<String>> second = words(dispute.second(), separator);
      if (base.isEmpty() || first.isEmpty() || second.isEmpty()) {
        return Optional.empty();
      }
      Set<String> union = new TreeSet<>(first.get());
      union.addAll(second.get());
      union.removeIf(word ->
          base.get().contains(word)
              && !(first.get().contains(word) && second.get().contains(word)));
      return Optional.of(Value.of(String.join(separator, union))).filter(FieldResolvers::fits);
    };
  }

  /// Texts merged as the contents of files are: JSON by its members, for one.
  public static FieldResolver content(ContentMerger merger) {
    return dispute -> {
      if (!(dispute.first() instanceof Value.Text first)
          || !(dispute.second() instanceof Value.Text second)) {
        return Optional.empty();
      }
      Bytes base = dispute.base().flatMap(FieldResolvers::text).orElse(Bytes.empty());
      return switch (merger.merge(base, first.bytes(), second.bytes())) {
        case MergeOutcome.Merged merged ->
            Optional.<Value>of(new Value.Text(merged.content())).filter(FieldResolvers::fits);
        case MergeOutcome.Conflicting _ -> Optional.empty();
      };
    };
  }

  private static Optional<Value> wholeSum(long from, long first, long second) {
    BigInteger sum =
        BigInteger.valueOf(first)
            .add(BigInteger.valueOf(second))
            .subtract(BigInteger.valueOf(from));
    return sum.bitLength() < Long.SIZE ? Optional.of(Value.of(sum.longValue())) : Optional.empty();
  }

  private static Optional<Value> greater(Value first, Value second) {
    if (first instanceof Value.Large || second instanceof Value.Large) {
      return Optional.empty();
    }
    if (first instanceof Value.Null || second instanceof Value.Null) {
      return Optional.of(first instanceof Value.Null ? second : first);
    }
    int order = sortKey(first).compareTo(sortKey(second));
    if (order == 0) {
      // 1 and 1.0: the real, for both sides.
      return Optional.of(first instanceof Value.Real ? first : second);
    }
    return Optional.of(order > 0 ? first : second);
  }

  private static Bytes sortKey(Value value) {
    return RowKey.ordered(List.of(value), List.of(Collation.BINARY));
  }

  private static Optional<Double> number(Value value) {
    return switch (value) {
      case Value.Whole whole -> Optional.of((double) whole.value());
      case Value.Real real -> Optional.of(real.value());
      case Value.Null _, Value.Text _, Value.Blob _, Value.Large _ -> Optional.empty();
    };
  }

  private static Optional<Bytes> text(Value value) {
    return value instanceof Value.Text text ? Optional.of(text.bytes()) : Optional.empty();
  }

  private static Optional<Set<String>> words(Value value, String separator) {
    return switch (value) {
      case Value.Null _ -> Optional.of(Set.of());
      case Value.Text text when text.bytes().isUtf8() -> {
        String[] words = text.bytes().toUtf8().split(Pattern.quote(separator), -1);
        Set<String> set = new TreeSet<>(Arrays.asList(words));
        set.remove("");
        yield Optional.of(set);
      }
      case Value.Text _, Value.Whole _, Value.Real _, Value.Blob _, Value.Large _ ->
          Optional.empty();
    };
  }

  private static boolean fits(Value value) {
    return value instanceof Value.Text text && text.bytes().size() <= Value.INLINE_LIMIT;
  }
}
