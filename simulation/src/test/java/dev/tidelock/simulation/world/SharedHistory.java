package dev.tidelock.simulation.world;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.chunk.ContentChunks;
import dev.tidelock.core.commit.CommitCodec;
import dev.tidelock.core.commit.ProjectState;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectSource;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.tree.Content;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.tree.Trees;
import dev.tidelock.simulation.disk.Digests;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/// What the shared storage holds of a project, read without the sync engine.
final class SharedHistory implements ObjectSource {
  private final Remote remote;
  private final String branch;
  private final Trees trees;
  private final Map<ObjectId, RawObject> known = new HashMap<>();
  private final Map<Content, Bytes> digests = new HashMap<>();

  SharedHistory(Remote remote, String branch, Bytes seed) {
    this.remote = remote;
    this.branch = branch;
    this.trees =
        new Trees(
            seed,
            this,
            object -> {
              throw new IllegalStateException("nothing is written here");
            });
  }

  @Override
  public RawObject get(ObjectId id) {
    if (!known.containsKey(id)) {
      remote.objects(Set.of(id), known::put);
    }
    RawObject object = known.get(id);
    if (object == null) {
      throw new MissingObjectException(id);
    }
    return object;
  }

  /// Everything in the tree of a commit.
  Map<TreePath, TreeItem> tree(ObjectId commit) {
    remote.refresh();
    Map<TreePath, TreeItem> tree = new TreeMap<>();
    below(commit, (path, entry) -> tree.put(path, item(entry)));
    return tree;
  }

  /// A file in the tree of a commit.
  Optional<Bytes> file(ObjectId commit, TreePath path) {
    remote.refresh();
    ObjectId state = CommitCodec.read(commit, this).state();
    return trees
        .find(ProjectState.of(get(state)).files(), path)
        .filter(Entry.File.class::isInstance)
        .map(entry -> content((Entry.File) entry));
  }

  /// Whether one commit is another one, or among its ancestors.
  boolean leads(ObjectId ancestor, ObjectId commit) {
    Set<ObjectId> seen = new HashSet<>();
    Deque<ObjectId> open = new ArrayDeque<>(Set.of(commit));
    while (!open.isEmpty() && !seen.contains(ancestor)) {
      ObjectId id = open.pop();
      if (seen.add(id)) {
        open.addAll(CommitCodec.read(id, this).parents());
      }
    }
    return seen.contains(ancestor);
  }

  private void below(ObjectId commit, BiConsumer<TreePath, Entry> visitor) {
    ObjectId state = CommitCodec.read(commit, this).state();
    trees.below(TreePath.ROOT, ProjectState.of(get(state)).files(), visitor);
  }

  /// Digests of all contents in all trees of the branch's history, but those that were pruned.
  Set<Bytes> contents() {
    Set<Bytes> found = new HashSet<>();
    Set<ObjectId> seen = new HashSet<>();
    Deque<ObjectId> open = new ArrayDeque<>();
    remote.refresh().head(branch).ifPresent(open::add);
    while (!open.isEmpty()) {
      ObjectId id = open.pop();
      if (seen.add(id)) {
        open.addAll(CommitCodec.read(id, this).parents());
        if (remote.lacking(Set.of(CommitCodec.read(id, this).state())).isEmpty()) {
          collectBelow(id, found);
        }
      }
    }
    return found;
  }

  /// What an old tree has, as far as it can be read: somebody may have lied there.
  private void collectBelow(ObjectId commit, Set<Bytes> found) {
    try {
      below(commit, (_, entry) -> collect(entry, found));
    } catch (MalformedException unreadable) {
      // Whatever else it has, no honest user wrote it.
    }
  }

  private void collect(Entry entry, Set<Bytes> found) {
    switch (entry) {
      case Entry.File file -> digest(file).ifPresent(found::add);
      case Entry.Conflict conflict -> {
        conflict.terms().forEach(term -> collect(term.entry(), found));
        conflict.base().ifPresent(base -> collect(base, found));
      }
      case Entry.Link _, Entry.Directory _ -> {}
    }
  }

  private TreeItem item(Entry entry) {
    return switch (entry) {
      case Entry.File file ->
          new TreeItem.File(digest(file).orElse(Bytes.utf8("missing")), file.executable());
      case Entry.Link link -> new TreeItem.Link(link.text());
      case Entry.Directory _ -> new TreeItem.Directory();
      case Entry.Conflict conflict ->
          new TreeItem.Conflict(conflict.terms().stream().map(term -> item(term.entry())).toList());
    };
  }

  private Optional<Bytes> digest(Entry.File file) {
    try {
      return Optional.of(digests.computeIfAbsent(file.content(), _ -> Digests.of(content(file))));
    } catch (MissingObjectException | MalformedException missing) {
      return Optional.empty();
    }
  }

  private Bytes content(Entry.File file) {
    if (file.content() instanceof Content.Inline inline) {
      return inline.bytes();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ContentChunks.of(file, this)
        .forEachRemaining(chunk -> bytes.writeBytes(get(chunk.id()).payload().toByteArray()));
    return Bytes.wrap(bytes.toByteArray());
  }
}
