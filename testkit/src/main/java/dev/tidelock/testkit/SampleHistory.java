package dev.tidelock.testkit;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.object.References;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.engine.store.SealedObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Objects that hang together as those of a project do: commits, states, maps, chunks. What they
/// say is of no meaning. One thread.
public final class SampleHistory {
  private static final EnvelopeCodec CODEC = new EnvelopeCodec(new PlainCompression());

  private final Map<ObjectId, RawObject> objects = new LinkedHashMap<>();

  /// Everything that was made, each object after all that it refers to.
  public Map<ObjectId, RawObject> objects() {
    return objects;
  }

  /// The object with this id.
  public RawObject get(ObjectId id) {
    return Optional.ofNullable(objects.get(id)).orElseThrow();
  }

  /// Adds an object.
  public ObjectId add(ObjectKind kind, int level, References references, Bytes payload) {
    RawObject object = new RawObject(kind, level, references, payload);
    ObjectId id = ObjectIdentity.of(object);
    objects.put(id, object);
    return id;
  }

  /// Adds a chunk.
  public ObjectId chunk(Bytes content) {
    return add(ObjectKind.CHUNK, 0, References.none(), content);
  }

  /// Adds a map node over other objects.
  public ObjectId map(int level, List<ObjectId> children) {
    References references = new References(children, List.of(), List.of());
    return add(ObjectKind.MAP, level, references, Bytes.utf8("map"));
  }

  /// Adds a commit over a tree.
  public ObjectId commit(ObjectId tree, String message, List<ObjectId> parents) {
    References treeOnly = new References(List.of(tree), List.of(), List.of());
    ObjectId state = add(ObjectKind.STATE, 0, treeOnly, Bytes.utf8("state"));
    References references = new References(List.of(state), parents, List.of());
    return add(ObjectKind.COMMIT, 0, references, Bytes.utf8(message));
  }

  /// Adds a commit over a directory of files, each of one chunk.
  public ObjectId commit(String message, List<String> files, List<ObjectId> parents) {
    List<ObjectId> chunks = new ArrayList<>();
    files.forEach(file -> chunks.add(chunk(Bytes.utf8(file))));
    return commit(map(0, chunks), message, parents);
  }

  /// All objects that make up a commit, its ancestors apart: chunks first, the commit last.
  public List<ObjectId> tree(ObjectId commit) {
    List<ObjectId> all = new ArrayList<>();
    collect(commit, all);
    return all;
  }

  private void collect(ObjectId id, List<ObjectId> into) {
    get(id).references().strong().forEach(child -> collect(child, into));
    if (!into.contains(id)) {
      into.add(id);
    }
  }

  /// An object in its envelope.
  public SealedObject sealed(ObjectId id) {
    return CODEC.seal(get(id));
  }

  /// Sends objects.
  public void send(Remote.Push push, Iterable<ObjectId> ids) {
    ids.forEach(id -> push.send(sealed(id)));
  }
}
