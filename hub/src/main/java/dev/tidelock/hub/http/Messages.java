package dev.tidelock.hub.http;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.hub.http.message.Failed;
import dev.tidelock.hub.protocol.ErrorCode;
import dev.tidelock.hub.protocol.Refusal;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The bodies of requests and answers that are small: JSON, and lists of ids. Reads no more than a
/// message may have, and takes nothing that the protocol does not know.
final class Messages {
  static final String PROTOCOL_HEADER = "Tidelock-Protocol";
  static final String PROTOCOL = "0";

  private static final int MAX_JSON = 1 << 20;

  /// How much is read of whoever did not say who it is.
  private static final int MAX_OF_STRANGERS = 1 << 14;

  private static final int MAX_IDS = 1 << 16;
  private static final String JSON = "application/json";
  private static final String IDS = "application/octet-stream";

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private Messages() {}

  /// The JSON that a request brings.
  ///
  /// @throws Refusal if it is anything else
  static <T> T read(Context request, Class<T> type) {
    return read(body(request, MAX_JSON), type);
  }

  /// The JSON that a request of a stranger brings.
  ///
  /// @throws Refusal if it is anything else
  static <T> T readOfStranger(Context request, Class<T> type) {
    return read(body(request, MAX_OF_STRANGERS), type);
  }

  /// The JSON in a part of a request.
  ///
  /// @throws Refusal if it is anything else
  static <T> T read(byte[] body, Class<T> type) {
    try {
      T message = MAPPER.readValue(body, type);
      if (message == null) {
        throw Refusal.malformed("the request has no body");
      }
      return message;
    } catch (JacksonException e) {
      throw Refusal.malformed(
          "the request is not what is expected here: " + e.getOriginalMessage());
    }
  }

  /// The ids that a request brings, without those that come twice.
  static List<ObjectId> readIds(Context request) {
    byte[] body = body(request, MAX_IDS * ObjectId.SIZE);
    if (body.length % ObjectId.SIZE != 0) {
      throw Refusal.malformed("a list of ids is cut off");
    }
    Bytes all = Bytes.wrap(body);
    List<ObjectId> ids = new ArrayList<>(body.length / ObjectId.SIZE);
    for (int i = 0; i < body.length; i += ObjectId.SIZE) {
      ids.add(new ObjectId(all.slice(i, i + ObjectId.SIZE)));
    }
    return ids.stream().distinct().toList();
  }

  private static byte[] body(Context request, int limit) {
    try {
      InputStream in = Patience.alone().reading(request.req().getInputStream());
      long announced = request.req().getContentLengthLong();
      byte[] body = announced > limit ? new byte[0] : in.readNBytes(limit + 1);
      if (announced > limit || body.length > limit) {
        throw new Refusal(
            ErrorCode.TOO_LARGE, "the request is larger than " + limit + " bytes", "");
      }
      return body;
    } catch (IOException e) {
      throw Refusal.malformed("the request was cut off: " + e.getMessage());
    }
  }

  static void answer(Context request, Object message) {
    request.contentType(JSON).result(json(message));
  }

  static byte[] json(Object message) {
    return MAPPER.writeValueAsBytes(message);
  }

  static void answerIds(Context request, List<ObjectId> ids) {
    byte[] body = new byte[ids.size() * ObjectId.SIZE];
    for (int i = 0; i < ids.size(); i++) {
      ids.get(i).bytes().copyInto(body, i * ObjectId.SIZE);
    }
    request.contentType(IDS).result(body);
  }

  static Failed failed(Refusal refusal) {
    return new Failed(new Failed.Reason(refusal.code().text(), refusal.text(), refusal.hint()));
  }

  /// A member that must be there.
  static <T> T required(@Nullable T value, String name) {
    if (value == null) {
      throw Refusal.malformed("the request lacks '" + name + "'");
    }
    return value;
  }

  static ObjectId id(String hex) {
    try {
      return ObjectId.parse(hex);
    } catch (MalformedException e) {
      throw Refusal.malformed("an id has 64 hexadecimal digits");
    }
  }

  static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }
}
