package dev.tidelock.checks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The rules that files obey. Each takes one file and gives its findings, one line of text each.
final class Tidiness {
  static final int FILE_LINES = 500;

  // Written in two parts, so that this file passes its own rule.
  private static final Pattern PROMISE = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
  private static final Set<String> EMPTY_PACKAGES =
      Set.of("util", "utils", "common", "helper", "helpers", "impl", "misc", "shared");
  private static final Pattern EMPTY_TYPE =
      Pattern.compile(".*(Impl|Helper|Manager|Utils?|Common)");
  private static final Pattern LINK = Pattern.compile("\\[[^\\]\\n]*\\]\\(([^)\\s]+)\\)");
  private static final Pattern FENCE = Pattern.compile("(?ms)^```.*?^```");

  private Tidiness() {}

  static Stream<String> length(TextFile file) {
    int lines = file.lines().size();
    return file.isJava() && lines > FILE_LINES
        ? Stream.of(file.name() + ": " + lines + " lines, more than " + FILE_LINES)
        : Stream.empty();
  }

  static Stream<String> characters(TextFile file) {
    List<String> findings = new ArrayList<>();
    List<String> lines = file.lines();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.indexOf('\t') >= 0) {
        findings.add(at(file, i) + "a tab");
      }
      if (!line.equals(line.stripTrailing())) {
        findings.add(at(file, i) + "space at the end of the line");
      }
      if (PROMISE.matcher(line).find()) {
        findings.add(at(file, i) + "a promise instead of the work");
      }
    }
    if (file.text().indexOf('\r') >= 0) {
      findings.add(file.name() + ": a carriage return");
    }
    if (!file.text().isEmpty() && !file.text().endsWith("\n")) {
      findings.add(file.name() + ": no newline at the end");
    }
    return findings.stream();
  }

  /// A name that would fit any type says nothing about this one.
  static Stream<String> names(TextFile file) {
    if (!file.isJava()) {
      return Stream.empty();
    }
    List<String> findings = new ArrayList<>();
    String type = file.shortName().replace(".java", "");
    if (EMPTY_TYPE.matcher(type.replaceAll("Tests?$", "")).matches()) {
      findings.add(file.name() + ": the type's name says nothing");
    }
    for (String part : file.name().split("/")) {
      if (EMPTY_PACKAGES.contains(part)) {
        findings.add(file.name() + ": the package name '" + part + "' says nothing");
      }
    }
    return findings.stream();
  }

  static Stream<String> moduleDescriptors(TextFile file) {
    if (!file.shortName().equals("module-info.java")) {
      return Stream.empty();
    }
    boolean marked = file.text().contains("\n@NullMarked\n");
    boolean documented = file.text().contains("\n/// ");
    return marked && documented
        ? Stream.empty()
        : Stream.of(file.name() + ": needs a /// sentence and @NullMarked");
  }

  /// Links inside the repository lead somewhere.
  static Stream<String> links(TextFile file, Path root) {
    if (!file.isMarkdown()) {
      return Stream.empty();
    }
    List<String> findings = new ArrayList<>();
    Path directory = root.resolve(file.name()).getParent();
    Matcher matcher = LINK.matcher(FENCE.matcher(file.text()).replaceAll(""));
    while (matcher.find()) {
      String target = matcher.group(1).replaceFirst("#.*", "");
      boolean outside = target.matches("[a-z][a-z+.-]*:.*");
      if (!target.isEmpty() && !outside && !Files.exists(directory.resolve(target).normalize())) {
        findings.add(file.name() + ": the link to '" + target + "' leads nowhere");
      }
    }
    return findings.stream();
  }

  private static String at(TextFile file, int line) {
    return file.name() + ":" + (line + 1) + ": ";
  }
}
