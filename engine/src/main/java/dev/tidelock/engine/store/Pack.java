package dev.tidelock.engine.store;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectIdentity;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A pack: many envelopes in one file or blob, described in `docs/format.md`. A magic text, then
/// the records (id, length, envelope), then the index of all records (the *footer*), then a trailer
/// that says where the footer begins and what its digest is. Whoever has a pack can find its
/// objects without the footer, by walking from record to record.
public final class Pack {
  /// How large a pack should become before the next is begun, in bytes.
  public static final int TARGET_SIZE = 8 << 20;

  /// The length of the longest pack that is read, in bytes.
  public static final int MAX_SIZE = 256 << 20;

  static final Bytes MAGIC = Bytes.utf8("tidelock pack 0\n");
  static final int RECORD_HEAD = ObjectId.SIZE + Integer.BYTES;

  private static final Bytes END = Bytes.utf8("packend\n");
  private static final int DIGEST_SIZE = 32;
  private static final int TRAILER_SIZE = Long.BYTES + DIGEST_SIZE + END.size();

  private Pack() {}

  /// Where the bytes of a pack come from.
  public interface Input {
    /// The length of the pack in bytes.
    long size();

    /// `length` bytes from `offset` on; fewer if it ends before.
    Bytes read(long offset, int length);
  }

  /// The bytes of a whole pack as an input.
  public static Input input(Bytes pack) {
    return new Input() {
      @Override
      public long size() {
        return pack.size();
      }

      @Override
      public Bytes read(long offset, int length) {
        int from = (int) Math.min(offset, pack.size());
        return pack.slice(from, (int) Math.min((long) from + length, pack.size()));
      }
    };
  }

  /// What identifies a finished pack to whoever refers to it.
  ///
  /// @param length its length in bytes
  /// @param count how many objects it holds
  /// @param footerOffset where its footer begins
  /// @param footerDigest the SHA-256 of its footer
  public record Summary(long length, int count, long footerOffset, Bytes footerDigest) {
    public Summary {
      boolean sound =
          length <= MAX_SIZE
              && footerOffset >= MAGIC.size()
              && footerOffset <= length - TRAILER_SIZE
              && count >= 0
              && footerDigest.size() == DIGEST_SIZE;
      if (!sound) {
        throw new MalformedException("a pack of %d bytes cannot be".formatted(length));
      }
    }

    /// Whether some bytes are its footer.
    public boolean isFooter(Bytes bytes) {
      return bytes.size() == footerLength() && ObjectIdentity.sha256(bytes).equals(footerDigest);
    }

    /// The length of its footer in bytes.
    public int footerLength() {
      return (int) (length - TRAILER_SIZE - footerOffset);
    }
  }

  /// The index of a pack, as its footer tells it.
  ///
  /// @throws MalformedException if footer or trailer are damaged
  public static PackIndex index(Input pack) {
    long trailerOffset = pack.size() - TRAILER_SIZE;
    if (trailerOffset < MAGIC.size() || pack.size() > MAX_SIZE) {
      throw new MalformedException("a pack of " + pack.size() + " bytes cannot be");
    }
    Bytes trailer = pack.read(trailerOffset, TRAILER_SIZE);
    if (!pack.read(0, MAGIC.size()).equals(MAGIC)
        || trailer.size() != TRAILER_SIZE
        || !trailer.slice(Long.BYTES + DIGEST_SIZE, TRAILER_SIZE).equals(END)) {
      throw new MalformedException("not a pack, or not a whole one");
    }
    long footerOffset = trailer.asByteBuffer().getLong();
    if (footerOffset < MAGIC.size() || footerOffset > trailerOffset) {
      throw new MalformedException("a pack's footer cannot be where its trailer says");
    }
    Bytes footer = pack.read(footerOffset, (int) (trailerOffset - footerOffset));
    return index(footer, footerOffset, trailer.slice(Long.BYTES, Long.BYTES + DIGEST_SIZE));
  }

  /// The index of a pack that `summary` describes, from its footer alone.
  ///
  /// @throws MalformedException if the footer is not the one that the summary names
  public static PackIndex index(Summary summary, Bytes footer) {
    if (footer.size() != summary.footerLength()) {
      throw new MalformedException("the footer of a pack is cut off");
    }
    PackIndex index = index(footer, summary.footerOffset(), summary.footerDigest());
    if (summary.count() != index.entries().size()) {
      throw new MalformedException("a pack does not hold as many objects as it should");
    }
    return index;
  }

  /// The index of a pack that `summary` describes, from its records alone: for a pack whose footer
  /// is damaged. It is believed only if the footer that it makes is the one that the summary names.
  ///
  /// @throws MalformedException if a record is damaged, too
  public static PackIndex recover(Summary summary, Input pack) {
    PackIndex index = scan(pack);
    if (!summary.isFooter(index.encode())) {
      throw new MalformedException("neither its footer nor all of its records are intact");
    }
    return index;
  }

  private static PackIndex index(Bytes footer, long footerOffset, Bytes digest) {
    if (!ObjectIdentity.sha256(footer).equals(digest)) {
      throw new MalformedException("the footer of a pack does not have its digest");
    }
    return PackIndex.decode(footer, footerOffset);
  }

  /// The index of a pack, found by walking over its records: those whose envelope is intact. For
  /// packs whose footer is damaged. Whatever is no pack has no objects.
  public static PackIndex scan(Input pack) {
    List<PackIndex.Entry> entries = new ArrayList<>();
    long end = Math.min(pack.size(), MAX_SIZE);
    long offset = MAGIC.size();
    while (offset + RECORD_HEAD < end) {
      ByteBuffer head = pack.read(offset, RECORD_HEAD).asByteBuffer();
      int length = head.remaining() < RECORD_HEAD ? 0 : head.getInt(ObjectId.SIZE);
      offset += RECORD_HEAD;
      if (length <= 0 || length > EnvelopeCodec.MAX_SIZE || offset + length > end) {
        break;
      }
      ObjectId id = new ObjectId(Bytes.copyOf(head.limit(ObjectId.SIZE)));
      intact(id, (int) offset, pack.read(offset, length)).ifPresent(entries::add);
      offset += length;
    }
    return new PackIndex(entries);
  }

  private static Optional<PackIndex.Entry> intact(ObjectId id, int offset, Bytes envelope) {
    try {
      EnvelopeHeader header = EnvelopeCodec.verify(envelope);
      return Optional.of(new PackIndex.Entry(id, header.kind(), offset, envelope.size()));
    } catch (MalformedException _) {
      // A damaged record, or the footer taken for one: not an object that can be had.
      return Optional.empty();
    }
  }

  /// The trailer of a pack.
  static Bytes trailer(long footerOffset, Bytes footerDigest) {
    ByteBuffer trailer = ByteBuffer.allocate(TRAILER_SIZE).putLong(footerOffset);
    trailer.put(footerDigest.asByteBuffer()).put(END.asByteBuffer());
    return Bytes.wrap(trailer.array());
  }
}
