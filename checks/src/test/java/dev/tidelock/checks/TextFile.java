package dev.tidelock.checks;

import java.util.List;

/// One file of the repository.
///
/// @param name its path from the root, with `/`
/// @param text its whole content
record TextFile(String name, String text) {
  List<String> lines() {
    return text.lines().toList();
  }

  boolean isJava() {
    return name.endsWith(".java");
  }

  boolean isMarkdown() {
    return name.endsWith(".md");
  }

  /// The part of the path after the last `/`.
  String shortName() {
    return name.substring(name.lastIndexOf('/') + 1);
  }
}
