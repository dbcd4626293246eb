package dev.tidelock.core.merge;

import dev.tidelock.core.object.ObjectId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// The search for where two histories parted. It paints from both ends towards the past, newest
/// first, and ends when all that is left to look at lies below what both have: the method of git's
/// `merge-base`, whose cost is about what the two do not share.
///
/// Times only order the work. Where they lie, bases may be found that are ancestors of others; they
/// cost time and harm no merge.
public final class MergeBases {
  private static final int ONE = 1;
  private static final int OTHER = 2;
  private static final int BOTH = ONE | OTHER;
  private static final int BELOW = 4;

  private final CommitGraph graph;
  private final Map<ObjectId, Integer> paint = new HashMap<>();
  private final PriorityQueue<ObjectId> open;
  private final Set<ObjectId> waiting = new HashSet<>();
  private final SortedSet<ObjectId> found = new TreeSet<>();
  private int openAboveCommon;

  private MergeBases(CommitGraph graph) {
    this.graph = graph;
    open = new PriorityQueue<>(graph.newestFirst());
  }

  /// The best common ancestors of two commits, in the order of their ids: those that are no
  /// ancestor of another one. None if the histories have nothing in common.
  public static List<ObjectId> between(CommitGraph graph, ObjectId one, ObjectId other) {
    if (one.equals(other)) {
      return List.of(one);
    }
    MergeBases search = new MergeBases(graph);
    search.paint(one, ONE);
    search.paint(other, OTHER);
    search.run();
    return List.copyOf(search.found);
  }

  /// Whether a commit is another one or an ancestor of it.
  public static boolean isAncestor(CommitGraph graph, ObjectId ancestor, ObjectId descendant) {
    return between(graph, ancestor, descendant).contains(ancestor);
  }

  /// The commits from below an ancestor up to a descendant, oldest first; each has the one before
  /// it as a parent, the first one the ancestor. Prefers first parents. Nothing if there is no such
  /// way, as far as times tell.
  public static Optional<List<ObjectId>> way(
      CommitGraph graph, ObjectId ancestor, ObjectId descendant) {
    Map<ObjectId, ObjectId> child = new HashMap<>();
    Deque<Link> open = new ArrayDeque<>(List.of(new Link(descendant, descendant)));
    long oldest = graph.time(ancestor);
    while (!open.isEmpty() && !child.containsKey(ancestor)) {
      Link link = open.pop();
      if (child.putIfAbsent(link.commit(), link.child()) == null) {
        for (ObjectId parent : graph.parents(link.commit()).reversed()) {
          if (graph.time(parent) >= oldest) {
            open.push(new Link(parent, link.commit()));
          }
        }
      }
    }
    if (!child.containsKey(ancestor)) {
      return Optional.empty();
    }
    Deque<ObjectId> way = new ArrayDeque<>();
    for (ObjectId at = ancestor; !at.equals(descendant); ) {
      at = child.getOrDefault(at, descendant);
      way.add(at);
    }
    return Optional.of(List.copyOf(way));
  }

  private record Link(ObjectId commit, ObjectId child) {}

  private void run() {
    while (openAboveCommon > 0) {
      step();
    }
    while (found.size() > 1 && !open.isEmpty() && graph.time(open.element()) >= oldestFound()) {
      step();
    }
  }

  private long oldestFound() {
    return found.stream().mapToLong(graph::time).min().orElseThrow();
  }

  private void step() {
    ObjectId commit = open.remove();
    waiting.remove(commit);
    int colour = colour(commit);
    if ((colour & BELOW) == 0) {
      openAboveCommon--;
    }
    boolean common = (colour & BOTH) == BOTH;
    if (common && (colour & BELOW) == 0) {
      found.add(commit);
    }
    for (ObjectId parent : graph.parents(commit)) {
      paint(parent, common ? BOTH | BELOW : colour);
    }
  }

  private void paint(ObjectId commit, int more) {
    int before = colour(commit);
    int after = before | more;
    if (before == after) {
      return;
    }
    paint.put(commit, after);
    boolean below = (after & BELOW) != 0;
    if (below) {
      found.remove(commit);
    }
    if (!waiting.add(commit)) {
      if (below && (before & BELOW) == 0) {
        openAboveCommon--;
      }
      return;
    }
    open.add(commit);
    if (!below) {
      openAboveCommon++;
    }
  }

  private int colour(ObjectId commit) {
    return paint.getOrDefault(commit, 0);
  }
}
