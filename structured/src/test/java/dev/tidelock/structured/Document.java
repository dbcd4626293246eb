package dev.tidelock.structured;

import dev.tidelock.generators.Tape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A document by what it says, written as JSON or YAML in random styles.
sealed interface Document {
  /// A scalar that both formats spell alike.
  record Leaf(String spelling) implements Document {}

  /// Entries in order.
  record Entries(LinkedHashMap<String, Document> entries) implements Document {}

  /// Items with ids when they are entries, and plain scalars otherwise.
  record Items(List<Document> items) implements Document {}

  static Document random(Tape tape, int depth) {
    if (depth == 0) {
      return leaf(tape);
    }
    return switch (tape.nextInt(5)) {
      case 0 -> leaf(tape);
      case 1 -> {
        List<Document> items = new ArrayList<>();
        for (int i = 0; i < tape.nextInt(4); i++) {
          LinkedHashMap<String, Document> item = new LinkedHashMap<>();
          item.put("id", new Leaf(Integer.toString(i)));
          item.putAll(randomEntries(tape, depth - 1, 3).entries());
          items.add(new Entries(item));
        }
        yield new Items(items);
      }
      case 2 -> new Items(List.of(leaf(tape), leaf(tape)));
      default -> randomEntries(tape, depth - 1, 5);
    };
  }

  static Entries randomEntries(Tape tape, int depth, int limit) {
    LinkedHashMap<String, Document> entries = new LinkedHashMap<>();
    int count = tape.nextInt(limit + 1);
    for (int i = 0; i < count; i++) {
      entries.put("k" + tape.nextInt(20), random(tape, depth));
    }
    return new Entries(entries);
  }

  static Leaf leaf(Tape tape) {
    return new Leaf(
        tape.pick(
            "1", "1.0", "true", "null", "\"a # b\"", "\"\\u00e9\"", "\"\uD83D\uDE00\"", "\"\""));
  }

  /// The document as JSON; `unit` is the indentation, without which it stands in one line.
  default String json(String unit) {
    return json(unit, "\n");
  }

  private String json(String unit, String newline) {
    boolean compact = unit.isEmpty();
    String inner = compact ? "" : newline + unit;
    String outer = compact ? "" : newline;
    return switch (this) {
      case Leaf(String spelling) -> spelling;
      case Entries(Map<String, Document> entries) when entries.isEmpty() -> "{}";
      case Items(List<Document> items) when items.isEmpty() -> "[]";
      case Entries(Map<String, Document> entries) -> {
        List<String> written = new ArrayList<>();
        entries.forEach((key, value) ->
            written.add(
                inner + "\"" + key + "\":" + (compact ? "" : " ") + value.json(unit, inner)));
        yield "{" + String.join(",", written) + outer + "}";
      }
      case Items(List<Document> items) -> {
        List<String> written = items.stream().map(item -> inner + item.json(unit, inner)).toList();
        yield "[" + String.join(",", written) + outer + "]";
      }
    };
  }

  /// The document as YAML: branches in lines, under some keys in brackets, with comments at some
  /// keys. Equal styles write equal documents alike.
  default String yaml(int style, String unit) {
    return switch (this) {
      case Leaf(String spelling) -> spelling + "\n";
      case Entries(Map<String, Document> entries) when entries.isEmpty() -> "{}\n";
      case Items(List<Document> items) when items.isEmpty() -> "[]\n";
      case Entries(Map<String, Document> entries) -> {
        StringBuilder text = new StringBuilder();
        entries.forEach((key, value) -> text.append(entry(key, value, style, unit)));
        yield text.toString();
      }
      case Items(List<Document> items) -> {
        StringBuilder text = new StringBuilder();
        for (Document item : items) {
          String content = inLines(item) ? item.yaml(style, unit) : flow(item);
          text.append("- ").append(indented(content, "  ").substring(2));
        }
        yield text.toString();
      }
    };
  }

  private static String entry(String key, Document value, int style, String unit) {
    String comment = key.endsWith("7") ? "# about " + key + "\n" : "";
    if (!inLines(value) || (key.hashCode() + style) % 5 == 0) {
      return comment + key + ": " + flow(value);
    }
    String open = key.endsWith("3") ? " # open " + key : "";
    return comment + key + ":" + open + "\n" + indented(value.yaml(style, unit), unit);
  }

  private static String flow(Document document) {
    return document.json("").replaceAll("\"(\\w+)\":", "$1: ") + "\n";
  }

  private static boolean inLines(Document document) {
    return switch (document) {
      case Leaf _ -> false;
      case Entries(Map<String, Document> entries) -> !entries.isEmpty();
      case Items(List<Document> items) -> !items.isEmpty();
    };
  }

  private static String indented(String text, String unit) {
    return text.replaceAll("(?m)^(?=.)", unit);
  }
}
