package dev.tidelock.fuzz;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.ObjectSource;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.object.References;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Objects that refer to each other, out of any bytes: what a liar with all the ids right can make.
/// Ids are hashes, so mutating them leads nowhere; here a reference is the distance to an earlier
/// object instead.
///
/// Object by object: kind, level, the counts of its references by kind (one byte each), one byte
/// per reference, the length of its payload (two bytes), the payload. The last one is the root.
public final class ObjectWorld implements ObjectSource {
  private static final int MOST = 4096;

  private final Map<ObjectId, RawObject> objects = new LinkedHashMap<>();
  private final List<ObjectId> order = new ArrayList<>();

  /// The objects that some bytes stand for; the rest of a cut one is taken as zeros.
  public static ObjectWorld read(Bytes input) {
    ObjectWorld world = new ObjectWorld();
    Reader in = new Reader(input);
    while (!in.atEnd() && world.order.size() < MOST) {
      ObjectKind kind = ObjectKind.ofCode(1 + in.next() % 6);
      int level = in.next() % (RawObject.MAX_LEVEL + 1);
      int strong = in.next();
      int ancestor = in.next();
      int weak = in.next();
      References references =
          new References(world.ids(strong, in), world.ids(ancestor, in), world.ids(weak, in));
      Bytes payload = in.run(in.next() << 8 | in.next());
      world.add(new RawObject(kind, level, references, payload));
    }
    return world;
  }

  /// The bytes that stand for some objects, each after all that it refers to.
  public static Bytes write(Map<ObjectId, RawObject> objects) {
    ObjectWorld world = new ObjectWorld();
    Bytes all = Bytes.empty();
    for (RawObject object : objects.values()) {
      References references = object.references();
      byte[] head = {
        (byte) (object.kind().code() - 1),
        (byte) object.level(),
        (byte) references.strong().size(),
        (byte) references.ancestor().size(),
        (byte) references.weak().size()
      };
      byte[] distances = new byte[references.size()];
      List<ObjectId> ids = new ArrayList<>(references.strong());
      ids.addAll(references.ancestor());
      ids.addAll(references.weak());
      for (int i = 0; i < distances.length; i++) {
        distances[i] = (byte) world.distance(ids.get(i));
      }
      int size = object.payload().size();
      byte[] length = {(byte) (size >> 8), (byte) size};
      all = all.concat(Bytes.wrap(head)).concat(Bytes.wrap(distances));
      all = all.concat(Bytes.wrap(length)).concat(object.payload());
      world.add(object);
    }
    return all;
  }

  private int distance(ObjectId id) {
    int index = order.lastIndexOf(id);
    return index < 0 ? 0 : order.size() - index;
  }

  private void add(RawObject object) {
    ObjectId id = ObjectIdentity.of(object);
    objects.put(id, object);
    order.add(id);
  }

  private List<ObjectId> ids(int count, Reader in) {
    List<ObjectId> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int distance = in.next();
      boolean known = distance > 0 && distance <= order.size();
      ids.add(known ? order.get(order.size() - distance) : absent(distance));
    }
    return ids;
  }

  private static ObjectId absent(int number) {
    return new ObjectId(ObjectIdentity.sha256(Bytes.wrap(new byte[] {(byte) number})));
  }

  /// The last object, if there is any.
  public Optional<ObjectId> root() {
    return order.isEmpty() ? Optional.empty() : Optional.of(order.getLast());
  }

  /// All ids, in order.
  public List<ObjectId> ids() {
    return List.copyOf(order);
  }

  @Override
  public RawObject get(ObjectId id) {
    RawObject object = objects.get(id);
    if (object == null) {
      throw new MissingObjectException(id);
    }
    return object;
  }

  private static final class Reader {
    private final Bytes input;
    private int at;

    Reader(Bytes input) {
      this.input = input;
    }

    boolean atEnd() {
      return at >= input.size();
    }

    int next() {
      return atEnd() ? 0 : input.get(at++) & 0xff;
    }

    Bytes run(int length) {
      int end = Math.min(input.size(), at + length);
      Bytes run = input.slice(at, end);
      at = end;
      return run;
    }
  }
}
