package dev.tidelock.hubclient;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/// A JSON object as device and hub exchange it: texts, whole numbers, truth values, lists and
/// objects. What is not as expected is a [MalformedException].
final class Message {
  /// The longest message in bytes.
  static final int MAX_SIZE = 1 << 20;

  private static final int MAX_DEPTH = 16;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_SIZE)
                  .build())
          .build();

  /// Stands for `null`, which maps of the JDK do not hold.
  private static final Object NOTHING = new Object();

  private final Map<String, Object> members;

  private Message(Map<String, Object> members) {
    this.members = members;
  }

  /// A message without members.
  static Message empty() {
    return new Message(new LinkedHashMap<>());
  }

  /// Adds a member: a text, a number, a list of texts, or nothing, which is `null`.
  Message with(String name, Object value) {
    Object stored =
        value instanceof Optional<?> optional
            ? optional.<Object>map(given -> given).orElse(NOTHING)
            : value;
    members.put(name, stored);
    return this;
  }

  Bytes encode() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
      json.writeStartObject();
      members.forEach((name, value) -> {
        json.writeName(name);
        write(value, json);
      });
      json.writeEndObject();
    }
    return Bytes.wrap(out.toByteArray());
  }

  private static void write(Object value, JsonGenerator json) {
    switch (value) {
      case Long number -> json.writeNumber(number.longValue());
      case Integer number -> json.writeNumber(number.longValue());
      case List<?> items -> {
        json.writeStartArray();
        items.forEach(item -> json.writeString(item.toString()));
        json.writeEndArray();
      }
      case Object nothing when nothing == NOTHING -> json.writeNull();
      default -> json.writeString(value.toString());
    }
  }

  /// Reads a message.
  ///
  /// @throws MalformedException if it is no JSON object
  static Message decode(Bytes text) {
    try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), text.toByteArray())) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new MalformedException("not a JSON object");
      }
      Map<String, Object> members = readMembers(json);
      if (json.nextToken() != null) {
        throw new MalformedException("something stands after a JSON object");
      }
      return new Message(members);
    } catch (JacksonException e) {
      throw new MalformedException("not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static Map<String, Object> readMembers(JsonParser json) {
    Map<String, Object> members = new LinkedHashMap<>();
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      members.put(name, readValue(json));
    }
    return members;
  }

  private static Object readValue(JsonParser json) {
    return switch (json.currentToken()) {
      case START_OBJECT -> new Message(readMembers(json));
      case START_ARRAY -> {
        List<Object> items = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
          items.add(readValue(json));
        }
        yield items;
      }
      case VALUE_STRING -> json.getString();
      case VALUE_NUMBER_INT -> json.getLongValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> NOTHING;
      case null, default -> throw new MalformedException("an unexpected value in JSON");
    };
  }

  private <T> Optional<T> member(String name, Class<T> type) {
    Object value = members.getOrDefault(name, NOTHING);
    if (value == NOTHING) {
      return Optional.empty();
    }
    if (!type.isInstance(value)) {
      throw new MalformedException("'" + name + "' is no " + type.getSimpleName());
    }
    return Optional.of(type.cast(value));
  }

  private static MalformedException missing(String name) {
    return new MalformedException("'" + name + "' is missing");
  }

  Optional<String> maybeText(String name) {
    return member(name, String.class);
  }

  String text(String name) {
    return maybeText(name).orElseThrow(() -> missing(name));
  }

  /// A whole number from 0 on.
  long number(String name) {
    long number = member(name, Long.class).orElseThrow(() -> missing(name));
    if (number < 0) {
      throw new MalformedException("'" + name + "' is below 0");
    }
    return number;
  }

  boolean truth(String name) {
    return member(name, Boolean.class).orElseThrow(() -> missing(name));
  }

  Message message(String name) {
    return member(name, Message.class).orElseThrow(() -> missing(name));
  }

  Optional<Message> maybeMessage(String name) {
    return member(name, Message.class);
  }

  List<String> texts(String name) {
    return items(name, String.class);
  }

  List<Message> messages(String name) {
    return items(name, Message.class);
  }

  private <T> List<T> items(String name, Class<T> type) {
    List<T> items = new ArrayList<>();
    for (Object item : member(name, List.class).orElseThrow(() -> missing(name))) {
      if (!type.isInstance(item)) {
        throw new MalformedException("'" + name + "' holds something else than expected");
      }
      items.add(type.cast(item));
    }
    return items;
  }

  /// The names of all members.
  List<String> names() {
    return List.copyOf(members.keySet());
  }
}
