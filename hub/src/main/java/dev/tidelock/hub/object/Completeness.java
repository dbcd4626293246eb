package dev.tidelock.hub.object;

import dev.tidelock.core.MalformedException;
import dev.tidelock.core.commit.CommitCodec;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.References;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.engine.store.ReferencePairs;
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
/// are whole since they came. What a new object shares with a whole one in whose place it stands is
/// not asked for: of a node of which one leaf changed, that is all but one. Used once, by one
/// thread.
public final class Completeness {
  private static final int WINDOW = 1024;
  private static final int NAMED = 1000;

  private final ProjectObjects objects;
  private final ObjectId head;
  private final Optional<ObjectId> before;
  private final Map<ObjectId, Node> commits = new LinkedHashMap<>();
  private final Map<ObjectId, Long> knownHeights = new HashMap<>();
  private final Set<ObjectId> details = new HashSet<>();
  private final Map<ObjectId, Node> inner = new LinkedHashMap<>();
  private final SortedSet<ObjectId> missingAncestors = new TreeSet<>();
  private final Set<ObjectId> absent = new HashSet<>();
  private final Set<ObjectId> broken = new HashSet<>();

  /// In whose place new objects stand, as far as they were not looked at yet.
  private final Map<ObjectId, ObjectId> places = new HashMap<>();

  private final Map<ObjectId, ObjectRow> displaced = new HashMap<>();

  private Completeness(ProjectObjects objects, ObjectId head, Optional<ObjectId> before) {
    this.objects = objects;
    this.head = head;
    this.before = before;
  }

  /// What a walk found.
  ///
  /// @param missing some of what is needed and not here, in order; none if the commit is whole
  /// @param rows the objects whose standing is a better one now; only if none is missing
  /// @param displaced whole objects in whose place some of them stand
  public record Finding(
      List<ObjectId> missing, List<ObjectRow> rows, Map<ObjectId, ObjectRow> displaced) {
    public Finding {
      missing = List.copyOf(missing);
      rows = List.copyOf(rows);
      displaced = Map.copyOf(displaced);
    }

    /// Where everything lay that was looked at.
    public Map<ObjectId, ObjectRow> seen() {
      Map<ObjectId, ObjectRow> seen = new HashMap<>(displaced);
      rows.forEach(row -> seen.put(row.id(), row));
      return seen;
    }
  }

  /// Looks at a commit.
  ///
  /// @param before a commit that it may follow on; what both share costs little, if that is whole
  /// @throws MalformedException if it is no commit, or one of the new commits is none
  public static Finding of(ProjectObjects objects, ObjectId head, Optional<ObjectId> before) {
    return new Completeness(objects, head, before).walk();
  }

  private Finding walk() {
    walkLineage();
    walkTrees();
    spreadAbsence();
    SortedSet<ObjectId> missing = new TreeSet<>(missingAncestors);
    missing.addAll(missingBelow());
    if (!missing.isEmpty()) {
      return new Finding(missing.stream().limit(NAMED).toList(), List.of(), Map.of());
    }
    return new Finding(List.of(), rows(), displaced);
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
    before.ifPresent(known -> places.put(head, known));
    descend(commits, open);
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
        if (row == null || row.standing() == Standing.WHOLE) {
          places.remove(id);
        }
      }
      Map<ObjectId, Node> fresh = new LinkedHashMap<>();
      objects.references(
          unread,
          (row, references) -> fresh.put(row.id(), new Node(row, references.strong(), List.of())));
      inner.putAll(fresh);
      descend(fresh, open);
    }
  }

  /// Goes on to what new objects refer to and those do not in whose places they stand.
  private void descend(Map<ObjectId, Node> fresh, Deque<ObjectId> open) {
    Map<ObjectId, ObjectId> stead = new HashMap<>();
    fresh.keySet().stream()
        .filter(places::containsKey)
        .forEach(id -> stead.put(id, Optional.ofNullable(places.remove(id)).orElseThrow()));
    Map<ObjectId, List<ObjectId>> whole = whole(stead.values());
    fresh.forEach((id, node) -> {
      List<ObjectId> theirs =
          Optional.ofNullable(stead.get(id))
              .flatMap(other -> Optional.ofNullable(whole.get(other)))
              .orElse(List.of());
      ReferencePairs pairs = ReferencePairs.of(node.strong(), theirs);
      places.putAll(pairs.bases());
      node.strong().stream()
          .filter(child -> !pairs.isThere(child) && !inner.containsKey(child))
          .forEach(open::push);
    });
  }

  /// What those of some objects refer to that are whole.
  private Map<ObjectId, List<ObjectId>> whole(Collection<ObjectId> ids) {
    Map<ObjectId, ObjectRow> rows = objects.find(Set.copyOf(ids));
    rows.values().removeIf(row -> row.standing() != Standing.WHOLE);
    displaced.putAll(rows);
    Map<ObjectId, List<ObjectId>> whole = new HashMap<>();
    objects.references(
        rows.values(), (row, references) -> whole.put(row.id(), references.strong()));
    return whole;
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
