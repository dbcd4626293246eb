package dev.tidelock.workspace.json;

import java.util.Iterator;
import java.util.Map;

/// JSON values as text (RFC 8259).
public final class JsonText {
  private static final String HEX = "0123456789abcdef";

  private final StringBuilder out = new StringBuilder();
  private final String indent;

  private JsonText(String indent) {
    this.indent = indent;
  }

  /// The value on one line, without a newline.
  public static String compact(Json value) {
    return new JsonText("").write(value, "").toString();
  }

  /// The value on many lines for people to read, with a newline at the end.
  public static String readable(Json value) {
    return new JsonText("  ").write(value, "\n").append('\n').toString();
  }

  private StringBuilder write(Json value, String newline) {
    switch (value) {
      case Json.Text text -> string(text.value());
      case Json.Whole whole -> out.append(whole.value());
      case Json.Real real -> out.append(number(real.value()));
      case Json.Truth truth -> out.append(truth.value());
      case Json.Nothing _ -> out.append("null");
      case Json.Items items -> items(items, newline);
      case Json.Members members -> members(members, newline);
    }
    return out;
  }

  private static String number(double value) {
    String sign = value < 0 ? "-" : "";
    return Double.isInfinite(value) ? sign + "9e999" : Double.toString(value);
  }

  private void items(Json.Items items, String newline) {
    String inner = newline + indent;
    out.append('[');
    Iterator<Json> values = items.values().iterator();
    while (values.hasNext()) {
      out.append(inner);
      write(values.next(), inner);
      out.append(values.hasNext() ? "," : newline);
    }
    out.append(']');
  }

  private void members(Json.Members members, String newline) {
    String inner = newline + indent;
    out.append('{');
    Iterator<Map.Entry<String, Json>> values = members.values().entrySet().iterator();
    while (values.hasNext()) {
      Map.Entry<String, Json> member = values.next();
      out.append(inner);
      string(member.getKey());
      out.append(indent.isEmpty() ? ":" : ": ");
      write(member.getValue(), inner);
      out.append(values.hasNext() ? "," : newline);
    }
    out.append('}');
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20 || c == 0x7F || isLoneSurrogate(text, i)) {
            escape(c);
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static boolean isLoneSurrogate(String text, int index) {
    char c = text.charAt(index);
    if (Character.isHighSurrogate(c)) {
      return index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1));
    }
    return Character.isLowSurrogate(c)
        && (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
  }

  private void escape(char c) {
    out.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.append(HEX.charAt(c >> shift & 0xF));
    }
  }
}
