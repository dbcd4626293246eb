package dev.tidelock.simulation.world;

import dev.tidelock.core.Bytes;
import dev.tidelock.generators.Tape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// File contents that prove themselves: each line and each JSON value names its author and a
/// number, and carries a hash of both, so that a torn or mixed one is recognised wherever it turns
/// up, also after a merge.
public final class Contents {
  private static final String FIRST = "begin";
  private static final String LAST = "end";
  private static final int BIG = 1 << 20;
  private static final int LARGE = 300 << 10;
  private static final Pattern JSON =
      Pattern.compile("\\{(\\s*\"k[0-9]\"\\s*:\\s*\"[^\"]*\"\\s*,?)*\\s*}\\s*");
  private static final Pattern JSON_FIELD =
      Pattern.compile("\\s*\"k[0-9]\"\\s*:\\s*\"([^\"]*)\",?");

  /// What stands in files beside lines of users: their frames, and what they ignore.
  private static final Set<String> STRUCTURE =
      Set.of(FIRST, LAST, "{", "}", "*.o", "build/", "/a", "!x.o");

  private static final List<String> ENDS =
      List.of("end\n", "}\n", "*.o\n", "build/\n", "/a\n", "!x.o\n");

  private final String author;
  private final Consumer<Bytes> solid;
  private int written;

  /// @param author whose contents these are, without `.`
  /// @param solid is told of each content that no merge can take apart
  public Contents(String author, Consumer<Bytes> solid) {
    this.solid = solid;
    this.author = author;
  }

  /// A content for a file of this name.
  Bytes fresh(Tape choice, String name) {
    if (name.endsWith(".json")) {
      return json(choice);
    }
    return switch (choice.nextInt(20)) {
      case 0 -> Bytes.empty();
      case 1, 2, 3 -> binary(choice, choice.nextInt(2, 3000));
      case 4 ->
          choice.chance(0.1) ? binary(choice, BIG + choice.nextInt(2 * BIG)) : bigText(choice);
      case 5 -> shared(choice);
      default -> text(choice.nextInt(1, 9));
    };
  }

  /// A little content.
  public Bytes small(Tape choice) {
    return text(choice.nextInt(1, 3));
  }

  /// A content of some size, but not as large as the largest.
  Bytes large(Tape choice) {
    return binary(choice, LARGE);
  }

  /// One of few contents that all users write, so that they sometimes do the same.
  private static Bytes shared(Tape choice) {
    return lines(List.of(FIRST, tagged("shared." + choice.nextInt(3)), LAST));
  }

  private Bytes binary(Tape choice, int size) {
    byte[] bytes = choice.bytes(size);
    bytes[0] = 0;
    Bytes content = Bytes.wrap(bytes);
    solid.accept(content);
    return content;
  }

  private Bytes text(int count) {
    List<String> lines = new ArrayList<>();
    lines.add(FIRST);
    for (int i = 0; i < count; i++) {
      lines.add(line());
    }
    lines.add(LAST);
    return lines(lines);
  }

  private Bytes bigText(Tape choice) {
    return choice.chance(0.02) ? text(BIG / 20 + choice.nextInt(BIG / 40)) : text(200);
  }

  private Bytes json(Tape choice) {
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < choice.nextInt(1, 5); i++) {
      fields.add("  \"k%d\": \"%s\"".formatted(i, line()));
    }
    return Bytes.utf8("{\n" + String.join(",\n", fields) + "\n}\n");
  }

  /// What a user makes of a content by a small change.
  Bytes edited(Tape choice, String name, Bytes old) {
    String text = old.toUtf8();
    if (name.endsWith(".json") && JSON.matcher(text).matches()) {
      return editedJson(choice, text);
    }
    List<String> lines = new ArrayList<>(text.lines().toList());
    if (lines.size() < 2 || !lines.getFirst().equals(FIRST)) {
      return fresh(choice, name);
    }
    int at = choice.nextInt(1, lines.size() - 1);
    boolean middle = at < lines.size() - 1;
    switch (choice.nextInt(4)) {
      case 0 -> lines.add(at, line());
      case 1 -> {
        if (middle && lines.size() > 3) {
          lines.remove(at);
        } else {
          lines.add(at, line());
        }
      }
      default -> {
        if (middle) {
          lines.set(at, line());
        } else {
          lines.add(at, line());
        }
      }
    }
    return lines(lines);
  }

  private Bytes editedJson(Tape choice, String text) {
    String key = "\"k" + choice.nextInt(6) + "\"";
    String field = key + ": \"" + line() + "\"";
    if (text.contains(key)) {
      return Bytes.utf8(text.replaceAll(key + "\\s*:\\s*\"[^\"]*\"", field));
    }
    String empty = text.contains(":") ? ",\n" : "\n";
    return Bytes.utf8(text.replaceFirst("\\{\\s*", "{\n  " + field + empty + "  "));
  }

  /// What a program makes of a content that adds to its end: the last line stands there again.
  Bytes appended(Bytes old) {
    return old.concat(lines(List.of(line(), LAST)));
  }

  private String line() {
    written++;
    return tagged(author + "." + written);
  }

  private static String tagged(String tag) {
    return tag + "." + hash(tag);
  }

  private static String hash(String tag) {
    return String.format("%08x", tag.hashCode() * 0x9E3779B1);
  }

  private static Bytes lines(List<String> lines) {
    return Bytes.utf8(String.join("\n", lines) + "\n");
  }

  /// Whether a content can be a merge of contents that users wrote: nothing but whole lines, to the
  /// end.
  ///
  /// @param others further lines that may stand in it, as they are
  static boolean isSound(Bytes content, Set<String> others) {
    List<String> lines = lines(content);
    if (others.stream().anyMatch(other -> !other.endsWith("\n"))
        && !lines.isEmpty()
        && !lines.getLast().endsWith("\n")) {
      // A merge may have taken the missing end from what was left.
      lines.add(lines.removeLast() + "\n");
    }
    return !lines.isEmpty()
        && (isLeft(lines.getLast(), others) || ENDS.contains(lines.getLast()))
        && lines.stream()
            .allMatch(line ->
                isLeft(line, others)
                    || line.endsWith("\n") && isWholeLine(line.substring(0, line.length() - 1)));
  }

  /// Whether a line is one of `others`, or such a one without an end, to which somebody gave one,
  /// or a whole line of his.
  private static boolean isLeft(String line, Set<String> others) {
    return others.contains(line)
        || others.stream()
            .filter(other -> !other.endsWith("\n") && line.startsWith(other))
            .map(other -> line.substring(other.length()).stripTrailing())
            .anyMatch(rest -> rest.isEmpty() || isWholeLine(rest));
  }

  /// The lines of a content, with their ends.
  static List<String> lines(Bytes content) {
    String text = content.toUtf8();
    List<String> lines = new ArrayList<>();
    for (int from = 0; from < text.length(); from += lines.getLast().length()) {
      int end = text.indexOf('\n', from);
      lines.add(end < 0 ? text.substring(from) : text.substring(from, end + 1));
    }
    return lines;
  }

  private static boolean isWholeLine(String line) {
    Matcher field = JSON_FIELD.matcher(line);
    return STRUCTURE.contains(line) || isTagged(field.matches() ? field.group(1) : line);
  }

  private static boolean isTagged(String line) {
    int dot = line.lastIndexOf('.');
    return dot > 0 && line.equals(tagged(line.substring(0, dot)));
  }
}
