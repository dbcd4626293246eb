package dev.tidelock.hub.store;

import dev.tidelock.core.object.ObjectId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Where the objects of each project lie, within one transaction.
public interface Objects {
  /// Those of some objects that are here, damaged ones included.
  Map<ObjectId, ObjectRow> find(long project, Collection<ObjectId> ids);

  /// Adds objects, or puts them in place of damaged ones: how many bytes those take that it did
  /// this with.
  long add(long project, Collection<ObjectRow> objects);

  /// Sets standing and height of objects, by their rows: how many of them are still here.
  int update(long project, Collection<ObjectRow> objects);

  /// Notes that an object is damaged where it lies, so that nothing stands on it as whole any more.
  void damaged(long project, ObjectRow object);

  /// Forgets of objects what is known of what they refer to.
  void doubt(long project, Collection<ObjectId> ids);

  /// Lets an object lie elsewhere, if it still lies in `from`.
  boolean move(long project, ObjectRow object, long from);

  /// Forgets objects: how many bytes they took.
  long forget(long project, Collection<ObjectId> ids);

  /// Whether an object of the project is known to be damaged.
  boolean anyDamaged(long project);

  /// The objects that lie in a pack, in the order in which they lie.
  List<ObjectRow> in(long pack);

  /// Shows all objects of a project.
  void forEach(long project, Consumer<ObjectRow> visitor);
}
