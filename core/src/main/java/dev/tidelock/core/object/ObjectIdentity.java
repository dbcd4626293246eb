package dev.tidelock.core.object;

import dev.tidelock.core.Bytes;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/// The function from objects to ids: SHA-256 over kind, level, references and payload. The encoding
/// before the hash is prefix-free: fixed-width counts, then the ids, then the payload. Safe for use
/// by any thread.
public final class ObjectIdentity {
  private static final Bytes DOMAIN = Bytes.utf8("tidelock object 0\n");

  private ObjectIdentity() {}

  /// The id of an object.
  public static ObjectId of(RawObject object) {
    MessageDigest digest = sha256();
    DOMAIN.feed(digest);
    References references = object.references();
    ByteBuffer header = ByteBuffer.allocate(2 + 4 * 3);
    header.put((byte) object.kind().code()).put((byte) object.level());
    header.putInt(references.strong().size());
    header.putInt(references.ancestor().size());
    header.putInt(references.weak().size());
    digest.update(header.flip());
    update(digest, references.strong());
    update(digest, references.ancestor());
    update(digest, references.weak());
    object.payload().feed(digest);
    return new ObjectId(Bytes.wrap(digest.digest()));
  }

  /// The SHA-256 of some bytes.
  public static Bytes sha256(Bytes content) {
    MessageDigest digest = sha256();
    content.feed(digest);
    return Bytes.wrap(digest.digest());
  }

  private static void update(MessageDigest digest, List<ObjectId> ids) {
    for (ObjectId id : ids) {
      id.bytes().feed(digest);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
