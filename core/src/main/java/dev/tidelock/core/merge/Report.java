package dev.tidelock.core.merge;

import dev.tidelock.core.commit.Note;
import dev.tidelock.core.name.TreePath;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// What a merge tells beside its tree, collected while it runs. A note may be made before it is
/// known where its subject comes to stand.
final class Report {
  private final List<Pending> pending = new ArrayList<>();
  private final List<Note> notes = new ArrayList<>();
  private final SortedSet<TreePath> merged = new TreeSet<>();
  private final SortedSet<TreePath> decided = new TreeSet<>();
  private final SortedSet<TreePath> opened = new TreeSet<>();

  private record Pending(Note.Kind kind, Node node, TreePath detail) {}

  /// Notes something of what will stand where the node comes to stand.
  void note(Note.Kind kind, Node node, TreePath detail) {
    pending.add(new Pending(kind, node, detail));
  }

  void note(Note.Kind kind, TreePath path, String detail) {
    notes.add(new Note(kind, path, detail));
  }

  void merged(TreePath path) {
    merged.add(path);
    note(Note.Kind.CONTENT_MERGED, path, "");
  }

  void decided(TreePath path, Strategy strategy) {
    decided.add(path);
    note(Note.Kind.STRATEGY_APPLIED, path, strategy.name().toLowerCase(Locale.ROOT));
  }

  void opened(TreePath path) {
    opened.add(path);
  }

  /// Follows something that was decided under a path to the name that it was given instead.
  void moved(TreePath from, TreePath to) {
    for (SortedSet<TreePath> paths : List.of(merged, decided, opened)) {
      if (paths.remove(from)) {
        paths.add(to);
      }
    }
    notes.replaceAll(
        note -> note.path().equals(from) ? new Note(note.kind(), to, note.detail()) : note);
  }

  /// All notes, by path. Of moves that were decided, those count that the merge did not bring to
  /// the same place after all.
  List<Note> notes() {
    List<Note> all = new ArrayList<>(notes);
    for (Pending one : pending) {
      Optional<Node.Spot> spot = one.node().spot();
      TreePath path = spot.map(Node.Spot::path).orElse(TreePath.ROOT);
      if (one.kind() != Note.Kind.RENAME_DECIDED || !secondGotItsPlace(one.node())) {
        all.add(new Note(one.kind(), path, one.detail().toString()));
      }
    }
    return all.stream()
        .distinct()
        .sorted(
            Comparator.comparing(Note::path).thenComparing(Note::kind).thenComparing(Note::detail))
        .toList();
  }

  private static boolean secondGotItsPlace(Node node) {
    Optional<Node.Place> wanted = node.present(Which.SECOND).flatMap(Node.State.Present::place);
    return wanted.isPresent()
        && wanted.get().parent().group().equals(node.spot().map(Node.Spot::parent))
        && node.spot().map(Node.Spot::name).equals(Optional.of(wanted.get().name()));
  }

  List<TreePath> mergedPaths() {
    return List.copyOf(merged);
  }

  List<TreePath> decidedPaths() {
    return List.copyOf(decided);
  }

  List<TreePath> openedPaths() {
    return List.copyOf(opened);
  }
}
