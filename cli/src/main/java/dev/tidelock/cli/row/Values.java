package dev.tidelock.cli.row;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.record.Value;
import dev.tidelock.engine.record.RowName;
import dev.tidelock.workspace.json.Json;
import java.util.HexFormat;
import java.util.Map;

/// Values of columns, as documents and as text.
///
/// In a document NULL is `null`, numbers are numbers and texts are strings. A blob, and a text that
/// is not UTF-8, is an object: `{"blob":"00ff"}`, `{"text":"ff"}`. What is longer than 1,024 bytes
/// is told of only: `{"large":"text","size":5000}`.
public final class Values {
  private Values() {}

  /// A value as a document.
  public static Json toJson(Value value) {
    return switch (value) {
      case Value.Null _ -> Json.NOTHING;
      case Value.Whole whole -> new Json.Whole(whole.value());
      case Value.Real real -> new Json.Real(real.value());
      case Value.Text text ->
          Bytes.utf8(text.toString()).equals(text.bytes())
              ? Json.of(text.toString())
              : Json.object().put("text", text.bytes().toHex()).build();
      case Value.Blob blob -> Json.object().put("blob", blob.bytes().toHex()).build();
      case Value.Large large ->
          Json.object()
              .put("large", large.type() == Value.LargeType.TEXT ? "text" : "blob")
              .put("size", large.size())
              .build();
    };
  }

  /// The values of a row as a document.
  public static Json toJson(Map<String, Value> fields) {
    Json.Builder document = Json.object();
    fields.forEach((column, value) -> document.put(column, toJson(value)));
    return document.build();
  }

  /// The value that a document stands for.
  ///
  /// @throws MalformedException if it stands for none
  public static Value of(Json json) {
    return switch (json) {
      case Json.Nothing _ -> Value.NULL;
      case Json.Truth truth -> Value.of(truth.value() ? 1L : 0L);
      case Json.Whole whole -> Value.of(whole.value());
      case Json.Real real -> Value.of(real.value());
      case Json.Text text -> Value.of(text.value());
      case Json.Members members -> ofHex(members);
      case Json.Items _ -> throw new MalformedException("an array is no value of a column");
    };
  }

  private static Value ofHex(Json.Members members) {
    if (members.get("large").isPresent()) {
      throw new MalformedException(
          "a long value that is to stay is left out, and a new one is given as it is");
    }
    try {
      if (members.text("blob").isPresent()) {
        return Value.of(hex(members.text("blob").get()));
      }
      if (members.text("text").isPresent()) {
        return new Value.Text(hex(members.text("text").get()));
      }
    } catch (IllegalArgumentException noHex) {
      throw new MalformedException("a blob is written in pairs of hexadecimal digits", noHex);
    }
    throw new MalformedException("an object is a value only as {\"blob\":\"00ff\"}");
  }

  private static Bytes hex(String digits) {
    return Bytes.wrap(HexFormat.of().parseHex(digits));
  }

  /// A value on one line, at most so many characters long, a text in quotes.
  public static String text(Value value, int width) {
    String plain =
        value instanceof Value.Text
            ? "'" + RowName.of(value).replace("\n", "\\n").replace("\r", "\\r") + "'"
            : RowName.of(value);
    return plain.length() <= width ? plain : plain.substring(0, Math.max(0, width - 1)) + "…";
  }
}
