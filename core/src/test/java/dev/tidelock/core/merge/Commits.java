package dev.tidelock.core.merge;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.commit.Rename;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.tree.Entry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A history in memory, for tests of merges of commits.
final class Commits implements CommitHistory {
  private final Forest forest;
  private final Map<ObjectId, Known> known = new HashMap<>();

  private record Known(
      long time,
      Optional<Entry.Directory> files,
      List<ObjectId> parents,
      List<List<Rename>> renames) {}

  Commits(Forest forest) {
    this.forest = forest;
  }

  ObjectId root(Entry.Directory files) {
    return add(Optional.of(files), List.of(), List.of());
  }

  ObjectId rootWithoutTree() {
    return add(Optional.empty(), List.of(), List.of());
  }

  ObjectId after(ObjectId parent, Optional<Entry.Directory> files, List<Rename> renames) {
    return add(files, List.of(parent), List.of(renames));
  }

  MergeResult result(ObjectId first, ObjectId second) {
    return forest.merge(
        forest.base(this, first, second), files(first).orElseThrow(), files(second).orElseThrow());
  }

  ObjectId merge(ObjectId first, ObjectId second) {
    return merge(first, second, result(first, second));
  }

  ObjectId merge(ObjectId first, ObjectId second, MergeResult result) {
    return add(
        Optional.of(result.tree()),
        List.of(first, second),
        List.of(result.fromFirst(), result.fromSecond()));
  }

  private ObjectId add(
      Optional<Entry.Directory> files, List<ObjectId> parents, List<List<Rename>> renames) {
    ObjectId id = new ObjectId(ObjectIdentity.sha256(Bytes.utf8("c" + known.size())));
    known.put(id, new Known(known.size(), files, parents, renames));
    return id;
  }

  private Known get(ObjectId id) {
    return Optional.ofNullable(known.get(id)).orElseThrow();
  }

  @Override
  public List<ObjectId> parents(ObjectId commit) {
    return get(commit).parents();
  }

  @Override
  public long time(ObjectId commit) {
    return get(commit).time();
  }

  @Override
  public Renames renames(ObjectId parent, ObjectId commit) {
    return Renames.of(get(commit).renames().get(get(commit).parents().indexOf(parent)));
  }

  @Override
  public Optional<Entry.Directory> files(ObjectId commit) {
    return get(commit).files();
  }
}
