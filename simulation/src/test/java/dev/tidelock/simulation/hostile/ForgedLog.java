package dev.tidelock.simulation.hostile;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.engine.remote.BlobStore;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.store.Pack;
import dev.tidelock.engine.store.PackWriter;
import dev.tidelock.engine.store.SealedObject;
import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.world.EnginePlay;
import java.io.ByteArrayOutputStream;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The log of the project at dumb storage, read and written by the letter of `docs/format.md` and
/// without any of the checks of an honest writer.
final class ForgedLog {
  private static final String HOME = "p/" + EnginePlay.PROJECT.id();
  private static final int DIGEST = 32;
  private static final int NAME = 16;
  private static final int FIELDS = 12;

  private final BlobStore blobs;
  private final Tape tape;

  /// @param tape makes names
  ForgedLog(BlobStore blobs, Tape tape) {
    this.blobs = blobs;
    this.tape = tape;
  }

  /// A pack as it lies in the store.
  ///
  /// @param name its name
  /// @param summary what its listing says
  record Packed(Bytes name, Pack.Summary summary) {}

  /// The name of the blob of an entry.
  static String entryName(long number) {
    return HOME + "/log/" + HexFormat.of().toHexDigits(number);
  }

  /// The name of the blob of a pack.
  static String packName(Bytes pack) {
    return HOME + "/packs/" + pack.toHex();
  }

  /// The number of the last entry.
  long end() {
    long end = 0;
    while (blobs.read(entryName(end + 1)).isPresent()) {
      end++;
    }
    return end;
  }

  /// Writes a pack of these objects.
  Packed pack(Collection<SealedObject> objects) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PackWriter writer =
        new PackWriter(buffer -> bytes.writeBytes(Bytes.copyOf(buffer).toByteArray()));
    objects.forEach(writer::add);
    Pack.Summary summary = writer.finish().summary();
    Bytes name = Bytes.wrap(tape.bytes(NAME));
    blobs.create(packName(name), Bytes.wrap(bytes.toByteArray()));
    return new Packed(name, summary);
  }

  /// Adds an entry to the end of the log; whether there is one.
  boolean append(List<Packed> packs, Optional<ObjectId> from, ObjectId to, Remote.Writer writer) {
    long end = end();
    String last = end == 0 ? "projects/" + EnginePlay.PROJECT.id() : entryName(end);
    if (blobs.read(last).isEmpty()) {
      return false;
    }
    Bytes before = blobs.read(last).orElseThrow();
    CborWriter out = new CborWriter().array(FIELDS).integer(0).integer(1).integer(end + 1);
    out.bytes(digest(before)).integer(end == 0 ? 0 : checkpoint(before));
    out.bytes(Bytes.wrap(tape.bytes(NAME)));
    out.text(writer.device()).text(writer.incarnation()).integer(writer.sequence());
    out.array(1).array(3).text(EnginePlay.BRANCH);
    from.ifPresentOrElse(id -> out.bytes(id.bytes()), out::nil);
    out.bytes(to.bytes());
    out.array(packs.size());
    packs.forEach(pack -> write(pack, out));
    return blobs.create(entryName(end + 1), sealed(out.nil()));
  }

  private static void write(Packed pack, CborWriter out) {
    Pack.Summary summary = pack.summary();
    out.array(6).bytes(pack.name()).integer(summary.length()).integer(summary.count());
    out.integer(summary.footerOffset()).bytes(summary.footerDigest()).array(0);
  }

  /// Something with its digest behind it.
  static Bytes sealed(CborWriter out) {
    return out.toBytes().concat(ObjectIdentity.sha256(out.toBytes()));
  }

  /// The digest that stands behind something.
  static Bytes digest(Bytes blob) {
    return blob.slice(blob.size() - DIGEST, blob.size());
  }

  /// What an entry says of the last checkpoint; 0 if it is none.
  private static long checkpoint(Bytes entry) {
    CborReader in = new CborReader(entry.slice(0, entry.size() - DIGEST));
    if (in.array() != FIELDS) {
      return 0;
    }
    in.integer();
    in.integer();
    in.integer();
    in.bytes();
    return in.integer();
  }
}
