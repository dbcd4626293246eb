package dev.tidelock.engine.store;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.object.References;
import dev.tidelock.engine.port.Compression;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The encoding of envelopes, described in `docs/format.md`: a readable header, then the body,
/// compressed where that pays. Decoders are total: an object whose id was checked, or a
/// [MalformedException]. Safe for use by any thread if the compression is.
public final class EnvelopeCodec {
  /// The longest envelope in bytes.
  public static final int MAX_SIZE =
      RawObject.MAX_PAYLOAD + RawObject.MAX_REFERENCES * ObjectId.SIZE + 512;

  private static final int FORMAT = 0;
  private static final int FIELDS = 12;
  private static final int PLAIN = 0;
  private static final int MAX_NONCE = 64;
  private static final int DIGEST_SIZE = 32;

  /// What a cipher may add to a body.
  private static final int MAX_STORED = RawObject.MAX_PAYLOAD + 256;

  private final Compression compression;

  /// A codec that compresses with `compression`, and opens what it compressed or nobody did.
  public EnvelopeCodec(Compression compression) {
    this.compression = compression;
  }

  /// The codec of deltas between what this one seals.
  public DeltaCodec deltas() {
    return new DeltaCodec(compression);
  }

  /// Puts an object into an envelope.
  public SealedObject seal(RawObject object) {
    return seal(ObjectIdentity.of(object), object);
  }

  /// Puts an object, whose id is known already, into an envelope.
  public SealedObject seal(ObjectId id, RawObject object) {
    return seal(id, object, compression.compress(object.payload()));
  }

  /// Begins to put an object, whose id is known already, into an envelope. What is given back ends
  /// it; to be asked by this thread.
  Supplier<SealedObject> begin(ObjectId id, RawObject object) {
    Supplier<Optional<Bytes>> smaller = compression.begin(object.payload());
    return () -> seal(id, object, smaller.get());
  }

  private SealedObject seal(ObjectId id, RawObject object, Optional<Bytes> smaller) {
    Bytes body = smaller.orElse(object.payload());
    int codec = smaller.isPresent() ? compression.code() : PLAIN;
    References references = object.references();
    CborWriter out = new CborWriter().array(FIELDS).integer(FORMAT);
    out.integer(object.kind().code()).integer(object.level());
    writeIds(references.strong(), out);
    writeIds(references.ancestor(), out);
    writeIds(references.weak(), out);
    out.integer(codec).integer(0).bytes(Bytes.empty());
    out.integer(object.payload().size()).integer(body.size());
    out.bytes(ObjectIdentity.sha256(body)).item(body);
    return new SealedObject(id, object.kind(), out.toBytes());
  }

  /// Takes an object out of its envelope.
  ///
  /// @throws MalformedException if anything about the envelope is wrong, or it holds another object
  ///   than `expected`
  public RawObject open(ObjectId expected, Bytes envelope) {
    EnvelopeHeader header = verify(envelope);
    if (header.epoch() != 0) {
      throw new MalformedException("object " + expected + " is encrypted");
    }
    Bytes body = envelope.slice(header.size(), envelope.size());
    Bytes payload = header.codec() == PLAIN ? body : decompress(header, body);
    RawObject object = new RawObject(header.kind(), header.level(), header.references(), payload);
    ObjectId actual = ObjectIdentity.of(object);
    if (!actual.equals(expected)) {
      throw new MalformedException(
          "an envelope for object " + expected + " holds object " + actual);
    }
    return object;
  }

  /// Checks all that can be checked without reading the object: the header, the lengths and the
  /// digest of the body.
  ///
  /// @throws MalformedException if something is wrong
  public static EnvelopeHeader verify(Bytes envelope) {
    EnvelopeHeader header = readHeader(envelope);
    if (header.envelopeSize() != envelope.size()) {
      throw new MalformedException(
          "an envelope of %d bytes claims %d".formatted(envelope.size(), header.envelopeSize()));
    }
    Bytes body = envelope.slice(header.size(), envelope.size());
    if (!ObjectIdentity.sha256(body).equals(header.digest())) {
      throw new MalformedException("the body of an envelope does not have its digest");
    }
    return header;
  }

  /// Reads the header that some bytes begin with; the body may be cut off.
  ///
  /// @throws MalformedException if there is none
  public static EnvelopeHeader readHeader(Bytes envelope) {
    CborReader in = new CborReader(envelope);
    in.array(FIELDS);
    in.integer(FORMAT, FORMAT);
    ObjectKind kind = ObjectKind.ofCode(in.integer(1, 255));
    int level = in.integer(0, RawObject.MAX_LEVEL);
    References references = new References(readIds(in), readIds(in), readIds(in));
    if (references.size() > RawObject.MAX_REFERENCES) {
      throw new MalformedException("an envelope lists too many references");
    }
    int codec = in.integer(PLAIN, 255);
    long epoch = in.integer(0, Integer.MAX_VALUE);
    Bytes nonce = in.bytes();
    int plainLength = in.integer(0, RawObject.MAX_PAYLOAD);
    int storedLength = in.integer(0, MAX_STORED);
    Bytes digest = in.bytes(DIGEST_SIZE);
    if (nonce.size() > MAX_NONCE || epoch == 0 && !nonce.isEmpty()) {
      throw new MalformedException("an envelope's nonce and key epoch disagree");
    }
    boolean lengthsAgree =
        epoch != 0 || (codec == PLAIN ? storedLength == plainLength : storedLength < plainLength);
    if (!lengthsAgree) {
      throw new MalformedException("an envelope's lengths and codec disagree");
    }
    return new EnvelopeHeader(
        kind,
        level,
        references,
        codec,
        epoch,
        nonce,
        plainLength,
        storedLength,
        digest,
        in.position());
  }

  private Bytes decompress(EnvelopeHeader header, Bytes body) {
    if (header.codec() != compression.code()) {
      throw new MalformedException("an envelope uses the unknown codec " + header.codec());
    }
    Bytes payload = compression.decompress(body, header.plainLength());
    if (payload.size() != header.plainLength()) {
      throw new MalformedException("an envelope's body does not have its length");
    }
    return payload;
  }

  private static void writeIds(List<ObjectId> ids, CborWriter out) {
    byte[] joined = new byte[ids.size() * ObjectId.SIZE];
    for (int i = 0; i < ids.size(); i++) {
      ids.get(i).bytes().copyInto(joined, i * ObjectId.SIZE);
    }
    out.bytes(Bytes.wrap(joined));
  }

  private static List<ObjectId> readIds(CborReader in) {
    Bytes joined = in.bytes();
    if (joined.size() % ObjectId.SIZE != 0
        || joined.size() / ObjectId.SIZE > RawObject.MAX_REFERENCES) {
      throw new MalformedException("an envelope's references are not a list of ids");
    }
    List<ObjectId> ids = new ArrayList<>(joined.size() / ObjectId.SIZE);
    for (int i = 0; i < joined.size(); i += ObjectId.SIZE) {
      ids.add(new ObjectId(joined.slice(i, i + ObjectId.SIZE)));
    }
    return ids;
  }
}
