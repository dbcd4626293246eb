package dev.tidelock.core.ignore;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.TreePath;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The patterns of one ignore file, in gitignore's syntax. Immutable.
///
/// Reading is total and bounded: what cannot be a pattern, and what is beyond [#MAX_BYTES] or
/// [#MAX_PATTERNS], is reported as a [Warning] and has no effect.
public final class IgnoreFile {
  /// Something that is wrong in a line.
  ///
  /// @param line the line, from 1
  /// @param message what is wrong and what becomes of it, for the user
  public record Warning(int line, String message) {}

  /// The name of an ignore file; each directory may have one.
  public static final String NAME = ".tidelockignore";

  /// How much of a file is read.
  public static final int MAX_BYTES = 1 << 20;

  /// How many patterns of a file count.
  public static final int MAX_PATTERNS = 10_000;

  /// How many lines are reported; a file that is not text at all would have a warning for each.
  static final int MAX_WARNINGS = 100;

  /// A file without patterns, for a directory that has none.
  public static final IgnoreFile EMPTY = new IgnoreFile(List.of(), List.of());

  private final List<Pattern> patterns;
  private final List<Warning> warnings;
  // Each list has the later patterns, which decide, first.
  private final Map<String, List<Pattern.OfName>> literals = new HashMap<>();
  private final List<Pattern.OfName> wildcards = new ArrayList<>();
  private final List<Pattern.OfPath> paths = new ArrayList<>();

  private IgnoreFile(List<Pattern> patterns, List<Warning> warnings) {
    this.patterns = List.copyOf(patterns);
    this.warnings = List.copyOf(warnings);
    for (Pattern pattern : patterns.reversed()) {
      switch (pattern) {
        case Pattern.OfPath path -> paths.add(path);
        case Pattern.OfName name ->
            name.spelledName()
                .map(spelled -> literals.computeIfAbsent(spelled, _ -> new ArrayList<>()))
                .orElse(wildcards)
                .add(name);
      }
    }
  }

  /// Reads the content of an ignore file: UTF-8, with or without a byte order mark, lines ended by
  /// LF or CRLF.
  public static IgnoreFile parse(Bytes content) {
    return new Reader(content).read();
  }

  /// This file's patterns and then another's, which decide.
  public IgnoreFile and(IgnoreFile later) {
    List<Pattern> all = new ArrayList<>(patterns);
    all.addAll(later.patterns);
    List<Warning> told = new ArrayList<>(warnings);
    told.addAll(later.warnings);
    return new IgnoreFile(all, told);
  }

  /// A file that ignores just this path, below the directory that the file is in.
  public static IgnoreFile of(TreePath path) {
    StringBuilder line = new StringBuilder("/");
    for (char c : path.toString().toCharArray()) {
      if ("\\*?[]!# ".indexOf(c) >= 0) {
        line.append('\\');
      }
      line.append(c);
    }
    return parse(Bytes.utf8(line.toString()));
  }

  /// What was wrong with the file, in the order of its lines.
  public List<Warning> warnings() {
    return warnings;
  }

  /// Whether no pattern is in force.
  public boolean isEmpty() {
    return literals.isEmpty() && wildcards.isEmpty() && paths.isEmpty();
  }

  /// Whether any pattern holds for names at all depths.
  boolean matchesAnywhere() {
    return !literals.isEmpty() || !wildcards.isEmpty();
  }

  /// The patterns for paths, the later ones first.
  List<Pattern.OfPath> paths() {
    return Collections.unmodifiableList(paths);
  }

  /// The last pattern for names at any depth that decides about the candidate.
  Optional<Pattern> lastMatchAnywhere(Candidate candidate) {
    Optional<Pattern> spelled = lastSpelled(candidate);
    int decided = spelled.map(Pattern::line).orElse(0);
    for (Pattern.OfName pattern : wildcards) {
      if (pattern.line() < decided) {
        return spelled;
      }
      if (pattern.appliesTo(candidate) && pattern.name().matches(candidate.name())) {
        return Optional.of(pattern);
      }
    }
    return spelled;
  }

  private Optional<Pattern> lastSpelled(Candidate candidate) {
    for (Pattern.OfName pattern : literals.getOrDefault(candidate.name(), List.of())) {
      if (pattern.appliesTo(candidate)) {
        return Optional.of(pattern);
      }
    }
    return Optional.empty();
  }

  /// Reads a file line by line.
  private static final class Reader {
    private static final Bytes BYTE_ORDER_MARK = Bytes.utf8("\uFEFF");

    private final byte[] content;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final List<Pattern> patterns = new ArrayList<>();
    private final List<Warning> warnings = new ArrayList<>();
    private int number;

    Reader(Bytes content) {
      Bytes text =
          content.startsWith(BYTE_ORDER_MARK)
              ? content.slice(BYTE_ORDER_MARK.size(), content.size())
              : content;
      this.content = text.toByteArray();
    }

    IgnoreFile read() {
      int start = 0;
      while (start < content.length) {
        number++;
        int end = endOfLine(start);
        if (end > MAX_BYTES) {
          warn("the file is larger than " + MAX_BYTES + " bytes; from here on it is not read");
          break;
        }
        if (patterns.size() == MAX_PATTERNS) {
          warn("there are more than " + MAX_PATTERNS + " patterns; from here on none counts");
          break;
        }
        boolean carriageReturn = end > start && content[end - 1] == '\r';
        readLine(ByteBuffer.wrap(content, start, end - start - (carriageReturn ? 1 : 0)));
        start = end + 1;
      }
      return new IgnoreFile(patterns, warnings);
    }

    private int endOfLine(int start) {
      int end = start;
      while (end < content.length && content[end] != '\n') {
        end++;
      }
      return end;
    }

    private void readLine(ByteBuffer bytes) {
      String line;
      try {
        line = decoder.decode(bytes).toString();
      } catch (CharacterCodingException notUtf8) {
        warn("not UTF-8, so it has no effect");
        return;
      }
      switch (PatternParser.parse(line, number)) {
        case PatternParser.Line.Blank.BLANK -> {}
        case PatternParser.Line.Rule(Pattern pattern) -> patterns.add(pattern);
        case PatternParser.Line.Useless(String reason) ->
            warn("the pattern '" + excerpt(line) + "' matches nothing: " + reason);
      }
    }

    private void warn(String message) {
      if (warnings.size() < MAX_WARNINGS) {
        warnings.add(new Warning(number, message));
      } else if (warnings.size() == MAX_WARNINGS) {
        warnings.add(new Warning(number, "there are more lines like these"));
      }
    }

    private static String excerpt(String line) {
      int limit = 80;
      return line.length() <= limit ? line : line.substring(0, limit) + "…";
    }
  }
}
