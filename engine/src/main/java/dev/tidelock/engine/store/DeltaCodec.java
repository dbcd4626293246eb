package dev.tidelock.engine.store;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.object.References;
import dev.tidelock.engine.port.Compression;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The encoding of deltas, described in `docs/protocol.md`: an object's bytes, references included,
/// compressed with those of its base as what came before. Opening is total: an object whose id was
/// checked, or a [MalformedException]. Safe for use by any thread if the compression is.
public final class DeltaCodec {
  /// The longest object that travels so, and the longest base, in bytes: both are held in memory at
  /// once. Nodes of maps are far below it.
  public static final int MAX_PLAIN = 1 << 20;

  private static final int BODY_HEAD = 1 + Integer.BYTES;
  private static final int PLAIN_HEAD = 2 + 3 * Integer.BYTES;

  /// What no delta is shorter than, ids included.
  private static final int LEAST = 2 * ObjectId.SIZE + BODY_HEAD;

  private final Compression compression;

  DeltaCodec(Compression compression) {
    this.compression = compression;
  }

  /// The delta of an object, if it is clearly smaller than its envelope.
  ///
  /// @param object the object
  /// @param envelope the size of its envelope in bytes
  /// @param base the object that the other side has
  public Optional<ObjectDelta> encode(
      ObjectId id, RawObject object, int envelope, ObjectId baseId, RawObject base) {
    long most = envelope * 3L / 4;
    if (object.kind() == ObjectKind.CHUNK
        || object.kind() != base.kind()
        || most <= LEAST
        || size(object) > MAX_PLAIN
        || size(base) > MAX_PLAIN) {
      return Optional.empty();
    }
    Bytes plain = plain(object);
    return compression
        .compress(plain, plain(base))
        .map(packed -> {
          ByteBuffer body = ByteBuffer.allocate(BODY_HEAD + packed.size());
          body.put((byte) compression.code()).putInt(plain.size()).put(packed.asByteBuffer());
          return new ObjectDelta(id, baseId, Bytes.wrap(body.array()));
        })
        .filter(delta -> delta.size() < most);
  }

  /// The object of a delta.
  ///
  /// @param base the object that the delta names as its base
  /// @throws MalformedException if anything about it is wrong, or it is of another object
  public RawObject open(ObjectDelta delta, RawObject base) {
    ByteBuffer body = delta.body().asByteBuffer();
    if (body.remaining() < BODY_HEAD || size(base) > MAX_PLAIN) {
      throw new MalformedException("a delta of object " + delta.id() + " that cannot be");
    }
    int codec = body.get() & 0xff;
    int size = body.getInt();
    if (codec != compression.code()) {
      throw new MalformedException("a delta uses the unknown codec " + codec);
    }
    if (size < PLAIN_HEAD || size > MAX_PLAIN) {
      throw new MalformedException("a delta of an object of " + size + " bytes");
    }
    RawObject object = parse(compression.decompress(Bytes.copyOf(body), plain(base), size));
    ObjectId actual = ObjectIdentity.of(object);
    if (!actual.equals(delta.id())) {
      throw new MalformedException("a delta for object " + delta.id() + " holds object " + actual);
    }
    return object;
  }

  private static long size(RawObject object) {
    return PLAIN_HEAD + (long) object.references().size() * ObjectId.SIZE + object.payload().size();
  }

  /// What the id of an object is the hash of.
  private static Bytes plain(RawObject object) {
    References references = object.references();
    ByteBuffer plain = ByteBuffer.allocate((int) size(object));
    plain.put((byte) object.kind().code()).put((byte) object.level());
    plain.putInt(references.strong().size());
    plain.putInt(references.ancestor().size());
    plain.putInt(references.weak().size());
    references.strong().forEach(id -> plain.put(id.bytes().asByteBuffer()));
    references.ancestor().forEach(id -> plain.put(id.bytes().asByteBuffer()));
    references.weak().forEach(id -> plain.put(id.bytes().asByteBuffer()));
    plain.put(object.payload().asByteBuffer());
    return Bytes.wrap(plain.array());
  }

  private static RawObject parse(Bytes plain) {
    ByteBuffer in = plain.asByteBuffer();
    ObjectKind kind = ObjectKind.ofCode(in.get() & 0xff);
    int level = in.get();
    int strong = in.getInt();
    int ancestor = in.getInt();
    int weak = in.getInt();
    References references = new References(ids(in, strong), ids(in, ancestor), ids(in, weak));
    return new RawObject(kind, level, references, Bytes.copyOf(in));
  }

  private static List<ObjectId> ids(ByteBuffer in, int count) {
    if (count < 0 || count > in.remaining() / ObjectId.SIZE) {
      throw new MalformedException("an object that names more references than it has");
    }
    List<ObjectId> ids = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      byte[] id = new byte[ObjectId.SIZE];
      in.get(id);
      ids.add(new ObjectId(Bytes.wrap(id)));
    }
    return ids;
  }
}
