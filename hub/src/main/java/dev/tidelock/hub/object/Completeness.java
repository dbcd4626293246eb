package dev.tidelock.hub.object;

import dev.tidelock.core.MalformedException;
import dev.tidelock.core.commit.CommitCodec;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.References;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.hub.store.ObjectRow;
import dev.tidelock.hub.store.Standing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// A walk that finds out whether a commit has all that it needs, and what became whole with it.
///
/// First the lineage: from the commit over its ancestors to those whose lineage is known, with
/// their details. Then the trees of all new commits, down to what is whole. The tree of the commit
/// itself must be there; those of its ancestors need not, but what of them is whole is found out on
/// the way. Both walks cost what is new, and hold one entry per new object that is no leaf: leaves
/// are whole since they came. Used once, by one thread.
public final class Completeness {
  private static final int WINDOW = 1024;
  private static final int NAMED = 1000;

  private final ProjectObjects objects;
  private final ObjectId head;
  private final Map<ObjectId, Node> commits = new LinkedHashMap<>();
  private final Map<ObjectId, Long> knownHeights = new HashMap<>();
  private final Set<ObjectId> details = new HashSet<>();
  private final Map<ObjectId, Node> inner = new LinkedHashMap<>();
  private final SortedSet<ObjectId> missingAncestors = new TreeSet<>();
  private final Set<ObjectId> absent = new HashSet<>();
  private final Set<ObjectId> broken = new HashSet<>();

  private Completeness(ProjectObjects objects, ObjectId head) {
    this.objects = objects;
    this.head = head;
  }

  /// What a walk found.
  ///
  /// @param missing some of what is needed and not here, in order; none if the commit is whole
  /// @param rows the objects whose standing is a better one now; only if none is missing
  public record Finding(List<ObjectId> missing, List<ObjectRow> rows) {
    public Finding {
      missing = List.copyOf(missing);
      rows = List.copyOf(rows);
    }
  }

  /// Looks at a commit.
  ///
  /// @throws MalformedException if it is no commit, or one of the new commits is none
  public static Finding of(ProjectObjects objects, ObjectId head) {
    return new Completeness(objects, head).walk();
  }

  private Finding walk() {
    walkLineage();
    walkTrees();
    spreadAbsence();
    SortedSet<ObjectId> missing = new TreeSet<>(missingAncestors);
    missing.addAll(missingBelow());
    if (!missing.isEmpty()) {
      return new Finding(missing.stream().limit(NAMED).toList(), List.of());
    }
    return new Finding(List.of(), rows());
  }

  private void walkLineage() {
    Set<ObjectId> seen = new HashSet<>(Set.of(head));
    Deque<ObjectId> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      Set<ObjectId> window = next(open);
      Map<ObjectId, ObjectRow> found = objects.find(window);
      List<ObjectRow> unread = new ArrayList<>();
      for (ObjectId id : window) {
        ObjectRow row = found.get(id);
        if (row == null) {
          missingAncestors.add(id);
        } else if (row.kind() == ObjectKind.DETAIL && !id.equals(head)) {
          details.add(id);
        } else if (row.kind() != ObjectKind.COMMIT) {
          throw new MalformedException("object " + id + " is a " + row.kind() + ", no commit");
        } else if (isKnown(row)) {
          knownHeights.put(id, row.height());
        } else {
          unread.add(row);
        }
      }
      objects.read(
          unread,
          (row, envelope) -> {
            References references = EnvelopeCodec.readHeader(envelope).references();
            commits.put(row.id(), new Node(row, references.strong(), references.ancestor()));
            references.ancestor().stream().filter(seen::add).forEach(open::add);
          });
    }
    if (missingAncestors.isEmpty()) {
      // With their details at hand, commits can be read to the end.
      commits.forEach((id, commit) -> {
        if (commit.ancestor().stream().anyMatch(details::contains)) {
          CommitCodec.read(id, objects);
        }
      });
    }
  }

  /// Whether nothing is to be found out about a commit: the head needs its tree, others need not.
  private boolean isKnown(ObjectRow row) {
    return row.standing() == Standing.WHOLE
        || row.standing() == Standing.LINEAGE && !row.id().equals(head);
  }

  private void walkTrees() {
    Deque<ObjectId> open = new ArrayDeque<>();
    commits.values().forEach(commit -> open.addAll(commit.strong()));
    while (!open.isEmpty()) {
      Set<ObjectId> window = next(open);
      window.removeIf(id -> inner.containsKey(id) || absent.contains(id));
      Map<ObjectId, ObjectRow> found = objects.find(window);
      List<ObjectRow> unread = new ArrayList<>();
      for (ObjectId id : window) {
        ObjectRow row = found.get(id);
        if (row == null) {
          absent.add(id);
        } else if (row.standing() != Standing.WHOLE) {
          unread.add(row);
        }
      }
      objects.read(
          unread,
          (row, envelope) -> {
            List<ObjectId> strong = EnvelopeCodec.readHeader(envelope).references().strong();
            inner.put(row.id(), new Node(row, strong, List.of()));
            strong.stream().filter(id -> !inner.containsKey(id)).forEach(open::push);
          });
    }
  }

  /// Takes some of what is to be looked at, the newest first: that keeps the rest short.
  private static Set<ObjectId> next(Deque<ObjectId> open) {
    Set<ObjectId> window = new HashSet<>();
    while (window.size() < WINDOW && !open.isEmpty()) {
      window.add(open.pop());
    }
    return window;
  }

  /// Finds what refers, directly or not, to something that is not here.
  private void spreadAbsence() {
    Map<ObjectId, List<ObjectId>> above = new HashMap<>();
    Deque<ObjectId> open = new ArrayDeque<>();
    inner.forEach((id, node) -> {
      for (ObjectId child : node.strong()) {
        if (inner.containsKey(child)) {
          above.computeIfAbsent(child, _ -> new ArrayList<>()).add(id);
        } else if (absent.contains(child) && broken.add(id)) {
          open.add(id);
        }
      }
    });
    while (!open.isEmpty()) {
      for (ObjectId parent : above.getOrDefault(open.pop(), List.of())) {
        if (broken.add(parent)) {
          open.add(parent);
        }
      }
    }
  }

  private Collection<ObjectId> missingBelow() {
    Node top = commits.get(head);
    Set<ObjectId> missing = new HashSet<>();
    Set<ObjectId> seen = new HashSet<>();
    Deque<ObjectId> open = new ArrayDeque<>(top == null ? List.of() : top.strong());
    while (!open.isEmpty()) {
      ObjectId id = open.pop();
      if (absent.contains(id)) {
        missing.add(id);
      } else if (broken.contains(id) && seen.add(id)) {
        open.addAll(node(inner, id).strong());
      }
    }
    return missing;
  }

  private List<ObjectRow> rows() {
    List<ObjectRow> rows = new ArrayList<>();
    inner.forEach((id, node) -> {
      if (!broken.contains(id)) {
        rows.add(node.row().with(Standing.WHOLE, 0));
      }
    });
    heights()
        .forEach((id, height) -> {
          Node commit = node(commits, id);
          boolean whole = commit.strong().stream().noneMatch(this::isBroken);
          rows.add(commit.row().with(whole ? Standing.WHOLE : Standing.LINEAGE, height));
        });
    return rows;
  }

  private boolean isBroken(ObjectId id) {
    return absent.contains(id) || broken.contains(id);
  }

  /// The height of each new commit: parents before children.
  private Map<ObjectId, Long> heights() {
    Map<ObjectId, Long> heights = new LinkedHashMap<>();
    Deque<ObjectId> open = new ArrayDeque<>(commits.keySet());
    while (!open.isEmpty()) {
      ObjectId id = open.peek();
      Node commit = node(commits, id);
      List<ObjectId> first =
          commit.ancestor().stream()
              .filter(each -> commits.containsKey(each) && !heights.containsKey(each))
              .toList();
      if (!first.isEmpty() && !heights.containsKey(id)) {
        first.forEach(open::push);
        continue;
      }
      open.pop();
      long height = 0;
      for (ObjectId ancestor : commit.ancestor()) {
        height = Math.max(height, heights.getOrDefault(ancestor, heightOf(ancestor)));
      }
      heights.put(id, height + 1);
    }
    return heights;
  }

  private static Node node(Map<ObjectId, Node> nodes, ObjectId id) {
    return Optional.ofNullable(nodes.get(id)).orElseThrow();
  }

  private long heightOf(ObjectId known) {
    return knownHeights.getOrDefault(known, 0L);
  }

  /// A new object that refers to others.
  private record Node(ObjectRow row, List<ObjectId> strong, List<ObjectId> ancestor) {}
}
