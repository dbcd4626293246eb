package dev.tidelock.structured;

import dev.tidelock.structured.Node.Branch;
import dev.tidelock.structured.Node.Kind;
import dev.tidelock.structured.Node.Part;
import dev.tidelock.structured.Node.Scalar;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// Finds what tells the items of a sequence apart: a scalar entry that every item has, different in
/// each, in all three documents.
final class Identities {
  private final List<Integer> keys;

  Identities(Vocabulary vocabulary) {
    this.keys =
        Stream.of("id", "key", "name")
            .flatMap(name -> Stream.of('s', 'p').map(sort -> vocabulary.scalar(sort, name)))
            .toList();
  }

  /// The items by identity; nothing if there is none that holds.
  Optional<Keyed> of(List<Part> base, List<Part> first, List<Part> second) {
    for (int key : keys) {
      Optional<Map<Integer, Part>> before = byIdentity(base, key);
      Optional<Map<Integer, Part>> one = byIdentity(first, key);
      Optional<Map<Integer, Part>> other = byIdentity(second, key);
      if (before.isPresent() && one.isPresent() && other.isPresent()) {
        return Optional.of(new Keyed(before.get(), one.get(), other.get()));
      }
    }
    return Optional.empty();
  }

  private static Optional<Map<Integer, Part>> byIdentity(List<Part> items, int key) {
    Map<Integer, Part> result = new LinkedHashMap<>();
    for (Part item : items) {
      OptionalInt identity = identity(item.value(), key);
      if (identity.isEmpty() || result.put(identity.getAsInt(), item) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(result);
  }

  private static OptionalInt identity(Node item, int key) {
    if (item instanceof Branch branch && branch.kind() == Kind.MAPPING) {
      for (Part part : branch.parts()) {
        if (part.key() == key && part.value() instanceof Scalar scalar) {
          return OptionalInt.of(scalar.value());
        }
      }
    }
    return OptionalInt.empty();
  }
}
