package dev.tidelock.workspace.json;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// A JSON value. Immutable; a number that is written without a fraction and an exponent is whole.
public sealed interface Json {
  /// `null`.
  Json NOTHING = new Nothing();

  /// A string.
  record Text(String value) implements Json {}

  /// A whole number.
  record Whole(long value) implements Json {}

  /// Any other number; one that is greater than a double can be is written as 9e999.
  record Real(double value) implements Json {
    public Real {
      if (Double.isNaN(value)) {
        throw new IllegalArgumentException("JSON has no NaN");
      }
    }
  }

  /// `true` or `false`.
  record Truth(boolean value) implements Json {}

  /// `null`.
  record Nothing() implements Json {}

  /// An array.
  record Items(List<Json> values) implements Json {
    public Items {
      values = List.copyOf(values);
    }
  }

  /// An object; its members keep their order.
  record Members(Map<String, Json> values) implements Json {
    public Members {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /// The member with this name, if there is one.
    public Optional<Json> get(String name) {
      return Optional.ofNullable(values.get(name));
    }

    /// The string with this name, if there is one.
    public Optional<String> text(String name) {
      return get(name)
          .flatMap(
              value -> value instanceof Text text ? Optional.of(text.value()) : Optional.empty());
    }

    /// The number with this name, if there is one.
    public Optional<Long> whole(String name) {
      return get(name)
          .flatMap(value ->
              value instanceof Whole whole ? Optional.of(whole.value()) : Optional.empty());
    }

    /// The elements of the array with this name that are texts; none if there is no such array.
    public List<String> texts(String name) {
      return elements(name, Text.class).map(Text::value).toList();
    }

    /// The elements of the array with this name that are objects; none if there is no such array.
    public List<Members> objects(String name) {
      return elements(name, Members.class).toList();
    }

    private <J extends Json> Stream<J> elements(String name, Class<J> kind) {
      return get(name).orElse(NOTHING) instanceof Items items
          ? items.values().stream().filter(kind::isInstance).map(kind::cast)
          : Stream.empty();
    }
  }

  /// An empty object to add members to.
  static Builder object() {
    return new Builder();
  }

  /// A string.
  static Json of(String value) {
    return new Text(value);
  }

  /// A string, or `null` for nothing.
  static Json of(Optional<String> value) {
    return value.<Json>map(Text::new).orElse(NOTHING);
  }

  /// An array of what `each` makes of the values.
  static <T> Json array(Collection<T> values, Function<T, Json> each) {
    return new Items(values.stream().map(each).toList());
  }

  /// An object in the making. Members appear in the order in which they were put.
  final class Builder {
    private final Map<String, Json> members = new LinkedHashMap<>();

    private Builder() {}

    /// Adds a member.
    public Builder put(String name, Json value) {
      members.put(name, value);
      return this;
    }

    /// Adds a string.
    public Builder put(String name, String value) {
      return put(name, new Text(value));
    }

    /// Adds a string, or `null` for nothing.
    public Builder put(String name, Optional<String> value) {
      return put(name, of(value));
    }

    /// Adds a number.
    public Builder put(String name, long value) {
      return put(name, new Whole(value));
    }

    /// Adds a truth value.
    public Builder put(String name, boolean value) {
      return put(name, new Truth(value));
    }

    /// Adds an object.
    public Builder put(String name, Builder value) {
      return put(name, value.build());
    }

    /// The object with the members so far.
    public Members build() {
      return new Members(members);
    }
  }
}
