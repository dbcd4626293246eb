package dev.tidelock.simulation.world;

import dev.tidelock.core.name.TreePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which paths each user changed since all was calm, and what he left there. From that follows what
/// must be seen without knowing how sides are merged: where nobody changed a path, what was there
/// is there; where one user did, and nobody else came near anything that he changed in one go with
/// it, or only before he did and his disk showed it, his word holds. What is changed in one go
/// belongs together, because an edit follows a move.
final class Touches {
  private final Map<TreePath, TreeItem> before;
  private final Map<String, NavigableMap<TreePath, Optional<TreeItem>>> left = new TreeMap<>();

  /// By user, the paths that he changed together.
  private final Map<String, List<Set<TreePath>>> deeds = new TreeMap<>();

  /// What whoever acted last had left before.
  private Map<TreePath, Optional<TreeItem>> own = Map.of();

  /// @param before what all devices showed when all was calm
  Touches(Map<TreePath, TreeItem> before) {
    this.before = Map.copyOf(before);
  }

  /// One action.
  ///
  /// @param user whose
  /// @param was what his disk showed before
  /// @param is what it shows now
  /// @param done what was done something to, be it seen or not
  /// @return all paths that are not as they were, and these
  Set<TreePath> acted(
      String user, Map<TreePath, TreeItem> was, Map<TreePath, TreeItem> is, Set<TreePath> done) {
    Set<TreePath> paths = new TreeSet<>(was.keySet());
    paths.addAll(is.keySet());
    paths.removeIf(path -> Objects.equals(was.get(path), is.get(path)));
    paths.addAll(done);
    own = Map.copyOf(left.getOrDefault(user, new TreeMap<>()));
    leaves(user, paths, is);
    return paths;
  }

  /// What a user leaves at paths that he changed in one go, and with what he changed near them
  /// before.
  private void leaves(String user, Set<TreePath> paths, Map<TreePath, TreeItem> is) {
    for (TreePath path : paths) {
      left.computeIfAbsent(user, _ -> new TreeMap<>()).put(path, Optional.ofNullable(is.get(path)));
    }
    Set<TreePath> together = new TreeSet<>(paths);
    List<Set<TreePath>> deedsNow = new ArrayList<>();
    for (Set<TreePath> deed : deeds.getOrDefault(user, List.of())) {
      if (meet(deed, paths)) {
        together.addAll(deed);
      } else {
        deedsNow.add(deed);
      }
    }
    deedsNow.add(together);
    deeds.put(user, deedsNow);
  }

  /// Who changes what he sees as somebody else left it, and all that went together with it, has the
  /// last word there: what the other left is now left by him.
  ///
  /// @param user who does
  /// @param was what his disk showed before
  /// @param is what it shows now
  /// @param paths what he changes
  void saw(
      String user, Map<TreePath, TreeItem> was, Map<TreePath, TreeItem> is, Set<TreePath> paths) {
    Set<TreePath> taken = new TreeSet<>();
    deeds.forEach((other, groups) -> {
      NavigableMap<TreePath, Optional<TreeItem>> words = left.getOrDefault(other, new TreeMap<>());
      for (Set<TreePath> group : groups) {
        boolean seen = group.stream().allMatch(path -> isSeen(path, words, was));
        if (!other.equals(user) && meet(group, paths) && seen) {
          Set<TreePath> his = new TreeSet<>(words.keySet());
          his.removeIf(path -> !group.contains(path) || !meet(Set.of(path), paths));
          words.keySet().removeAll(his);
          taken.addAll(his);
        }
      }
    });
    if (!taken.isEmpty()) {
      leaves(user, taken, is);
    }
  }

  /// Whether a word at a path can be seen where a disk shows this. Files that look as they did
  /// before, as two equal ones that changed places, tell nobody what happened to them; nor does
  /// what looks as whoever sees it left it himself.
  private boolean isSeen(
      TreePath path, Map<TreePath, Optional<TreeItem>> words, Map<TreePath, TreeItem> was) {
    Optional<TreeItem> shown = Optional.ofNullable(was.get(path));
    boolean told =
        shown.filter(TreeItem.Directory.class::isInstance).isPresent()
            || !shown.equals(own.get(path))
                && (shown.isEmpty() || !shown.equals(Optional.ofNullable(before.get(path))));
    return told && words.containsKey(path) && shown.equals(words.get(path));
  }

  private static boolean meet(Set<TreePath> some, Set<TreePath> others) {
    return some.stream()
        .anyMatch(one -> others.stream().anyMatch(it -> it.startsWith(one) || one.startsWith(it)));
  }

  /// What must stand at paths that stood there before; nothing where it must be gone. Directories
  /// are left out: one may have to stay for what is in it.
  Map<TreePath, Optional<TreeItem>> certain() {
    Map<TreePath, Optional<TreeItem>> certain = new HashMap<>();
    before.forEach((path, item) -> {
      boolean leaf = item instanceof TreeItem.File || item instanceof TreeItem.Link;
      List<String> users = near(Set.of(path));
      if (leaf && users.isEmpty()) {
        certain.put(path, Optional.of(item));
      } else if (leaf && users.size() == 1) {
        word(users.getFirst(), path).ifPresent(word -> certain.put(path, word));
      }
    });
    return certain;
  }

  /// What a user left at a path, if nobody else came near what he changed together with it.
  private Optional<Optional<TreeItem>> word(String user, TreePath path) {
    boolean alone =
        deeds.getOrDefault(user, List.of()).stream()
            .filter(deed -> meet(deed, Set.of(path)))
            .allMatch(deed -> near(deed).equals(List.of(user)));
    return Optional.ofNullable(left.getOrDefault(user, new TreeMap<>()).get(path))
        .filter(word -> alone && word.filter(TreeItem.Directory.class::isInstance).isEmpty());
  }

  /// The users who changed one of these paths, something above or something below one.
  private List<String> near(Set<TreePath> paths) {
    List<String> users = new ArrayList<>();
    left.forEach((user, changed) -> {
      if (meet(paths, changed.keySet())) {
        users.add(user);
      }
    });
    return users;
  }
}
