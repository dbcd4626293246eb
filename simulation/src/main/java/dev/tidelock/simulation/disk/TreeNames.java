package dev.tidelock.simulation.disk;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.TreePath;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the paths that a disk shows stand for in a tree, by the rule for names that a disk cannot
/// show. Written a second time here, so that the first is not judged by itself.
public final class TreeNames {
  private static final Pattern ESCAPED = Pattern.compile("([^~]*)~([0-9a-f]{8})(\\.\\w{1,16})?");

  private final DiskNames names;

  TreeNames(DiskNames names) {
    this.names = names;
  }

  /// For each path of the disk, in order and with all its directories, the path in the tree.
  Map<TreePath, TreePath> of(Collection<TreePath> shown) {
    Map<TreePath, List<String>> directories = new TreeMap<>();
    for (TreePath path : shown) {
      directories
          .computeIfAbsent(path.parent().orElseThrow(), _ -> new ArrayList<>())
          .add(path.name());
    }
    Map<TreePath, TreePath> known = new TreeMap<>(Map.of(TreePath.ROOT, TreePath.ROOT));
    directories.forEach((directory, children) -> {
      TreePath path = known.getOrDefault(directory, directory);
      inDirectory(children)
          .forEach((name, shownName) -> known.put(directory.child(shownName), path.child(name)));
    });
    known.remove(TreePath.ROOT);
    return known;
  }

  /// By name in the tree, the name on the disk.
  private Map<String, String> inDirectory(List<String> shown) {
    Map<String, String> found = new TreeMap<>();
    List<String> shortFirst = new ArrayList<>(shown);
    shortFirst.sort(Comparator.comparingInt(String::length).thenComparing(name -> name));
    for (String name : shortFirst) {
      if (names.equals(DiskNames.EXACT) || meaning(name).equals(name)) {
        found.putIfAbsent(told(name), name);
      }
    }
    for (String name : shortFirst) {
      if (!found.containsValue(name)) {
        found.put(found.containsKey(meaning(name)) ? name : meaning(name), name);
      }
    }
    return found;
  }

  private String told(String name) {
    return names.forms() == DiskNames.Forms.DECOMPOSED
        ? Normalizer.normalize(name, Normalizer.Form.NFC)
        : name;
  }

  /// What an escaped name stands for; any other stands for itself.
  public static String meaning(String name) {
    Matcher parts = ESCAPED.matcher(name);
    if (!parts.matches()) {
      return name;
    }
    String stem = parts.group(1).replace("+", "%2b");
    try {
      String plain =
          URLDecoder.decode(stem, StandardCharsets.UTF_8)
              + (parts.group(3) == null ? "" : parts.group(3));
      String digest = Digests.of(Bytes.utf8(plain)).toHex();
      return digest.startsWith(parts.group(2)) ? plain : name;
    } catch (IllegalArgumentException noEscape) {
      return name;
    }
  }
}
