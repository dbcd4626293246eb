package dev.tidelock.core.name;

import dev.tidelock.core.MalformedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The place of an entry in a tree: the names from the root down, the root itself being the empty
/// path. An immutable value.
///
/// Its structure is always sound: no name is empty, `.`, `..`, or holds `/` or NUL. Whether a name
/// is acceptable in a tree at all is for [Names] to say. Paths are ordered as a walk over the tree
/// meets them: a directory before what is in it, siblings by their unsigned UTF-8 bytes.
///
/// It is one string inside, because a scan holds millions.
public final class TreePath implements Comparable<TreePath> {
  /// The root of a tree.
  public static final TreePath ROOT = new TreePath("");

  private final String path;

  private TreePath(String path) {
    this.path = path;
  }

  /// The path of these names, from the root down.
  ///
  /// @throws IllegalArgumentException if one of them cannot be part of a path
  public static TreePath of(Collection<String> names) {
    names.forEach(TreePath::requireName);
    return names.isEmpty() ? ROOT : new TreePath(String.join("/", names));
  }

  /// The path written as `text`, names joined by `/`; the empty text is the root. It takes exactly
  /// what [#toString()] writes.
  ///
  /// @throws IllegalArgumentException if the text is anything else; the message says what is wrong,
  ///   in words for the user who typed it
  public static TreePath parse(String text) {
    if (text.isEmpty()) {
      return ROOT;
    }
    if (text.startsWith("/")) {
      throw new IllegalArgumentException("path '" + text + "' must not start with '/'");
    }
    if (text.endsWith("/")) {
      throw new IllegalArgumentException("path '" + text + "' must not end with '/'");
    }
    int start = 0;
    while (start <= text.length()) {
      int slash = text.indexOf('/', start);
      int end = slash < 0 ? text.length() : slash;
      String defect = structuralDefect(text, start, end);
      if (!defect.isEmpty()) {
        throw new IllegalArgumentException("path '" + text + "' " + defect);
      }
      start = end + 1;
    }
    return new TreePath(text);
  }

  /// The path that stands in what is decoded.
  ///
  /// @throws MalformedException if it is none
  public static TreePath decode(String text) {
    try {
      return parse(text);
    } catch (IllegalArgumentException e) {
      throw new MalformedException("it names a path that cannot be", e);
    }
  }

  /// Whether this is the root.
  public boolean isRoot() {
    return path.isEmpty();
  }

  /// The last name.
  ///
  /// @throws IllegalStateException on the root, which has none
  public String name() {
    if (isRoot()) {
      throw new IllegalStateException("the root has no name");
    }
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /// The directory that the entry is in; empty for the root.
  public Optional<TreePath> parent() {
    if (isRoot()) {
      return Optional.empty();
    }
    int slash = path.lastIndexOf('/');
    return Optional.of(slash < 0 ? ROOT : new TreePath(path.substring(0, slash)));
  }

  /// The names from the root down; empty for the root.
  public List<String> names() {
    if (isRoot()) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    int start = 0;
    for (int slash; (slash = path.indexOf('/', start)) >= 0; start = slash + 1) {
      names.add(path.substring(start, slash));
    }
    names.add(path.substring(start));
    return List.copyOf(names);
  }

  /// The path of the entry `name` in this directory.
  ///
  /// @throws IllegalArgumentException if the name cannot be part of a path
  public TreePath child(String name) {
    requireName(name);
    return new TreePath(isRoot() ? name : path + '/' + name);
  }

  /// The path that leads from the root to here and then along `rest`.
  public TreePath resolve(TreePath rest) {
    if (rest.isRoot()) {
      return this;
    }
    return isRoot() ? rest : new TreePath(path + '/' + rest.path);
  }

  /// Whether this path is `ancestor` or below it.
  public boolean startsWith(TreePath ancestor) {
    int length = ancestor.path.length();
    return length == 0
        || (path.startsWith(ancestor.path)
            && (path.length() == length || path.charAt(length) == '/'));
  }

  /// The path that leads from here to `descendant`, so that resolving it against this path gives
  /// `descendant` again.
  ///
  /// @throws IllegalArgumentException if `descendant` does not start with this path
  public TreePath relativize(TreePath descendant) {
    if (!descendant.startsWith(this)) {
      throw new IllegalArgumentException("'" + descendant + "' is not below '" + this + "'");
    }
    if (isRoot()) {
      return descendant;
    }
    if (path.length() == descendant.path.length()) {
      return ROOT;
    }
    return new TreePath(descendant.path.substring(path.length() + 1));
  }

  /// Where this path leads once the directory or entry `from` is called `to`.
  ///
  /// @throws IllegalArgumentException if this path does not start with `from`
  public TreePath rebase(TreePath from, TreePath to) {
    return to.resolve(from.relativize(this));
  }

  /// Tree order: name by name from the root, each by its unsigned UTF-8 bytes, a directory before
  /// what is below it.
  @Override
  public int compareTo(TreePath other) {
    int common = Math.min(path.length(), other.path.length());
    for (int i = 0; i < common; i++) {
      char mine = path.charAt(i);
      char theirs = other.path.charAt(i);
      if (mine != theirs) {
        return Integer.compare(rank(mine), rank(theirs));
      }
    }
    return Integer.compare(path.length(), other.path.length());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TreePath that && path.equals(that.path);
  }

  @Override
  public int hashCode() {
    return path.hashCode();
  }

  /// The names joined by `/`; empty for the root.
  @Override
  public String toString() {
    return path;
  }

  /// The place of a UTF-16 unit in the order of UTF-8 bytes, which is that of code points:
  /// surrogates stand for the highest ones. The separator ends a name, so it comes before all.
  private static int rank(char unit) {
    if (unit == '/') {
      return 0;
    }
    return Character.isSurrogate(unit) ? unit + 0x10000 : unit;
  }

  private static void requireName(String name) {
    String defect =
        name.indexOf('/') >= 0
            ? NameVerdict.SLASH.reason()
            : structuralDefect(name, 0, name.length());
    if (!defect.isEmpty()) {
      throw new IllegalArgumentException("name '" + name + "' " + defect);
    }
  }

  /// What keeps `text[start, end)` from being a name, as the rest of a sentence; empty if nothing.
  private static String structuralDefect(String text, int start, int end) {
    int length = end - start;
    if (length == 0) {
      return "has an empty name";
    }
    if (text.startsWith(".", start) && length == 1) {
      return "has the name '.'";
    }
    if (text.startsWith("..", start) && length == 2) {
      return "has the name '..'";
    }
    int nul = text.indexOf('\0', start, end);
    return nul >= 0 ? "has a NUL character" : "";
  }
}
