package dev.tidelock.engine.remote;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.object.ObjectId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// One entry of the log that keeps a project at dumb storage, described in `docs/format.md`.
///
/// @param kind what it is for
/// @param sequence its number, from 1
/// @param previous the digest of the entry before it; of the genesis for the first one
/// @param checkpoint the number of the last entry that holds a checkpoint, this one included; 0 if
///   there is none
/// @param token 16 random bytes, by which a writer knows its own entry
/// @param writer who wrote it
/// @param moves what it does to branches
/// @param packs the packs that it adds
/// @param state everything that holds after it, if it is a checkpoint
record LogEntry(
    Kind kind,
    long sequence,
    Bytes previous,
    long checkpoint,
    Bytes token,
    Remote.Writer writer,
    List<Move> moves,
    List<PackListing> packs,
    Optional<Checkpoint> state) {
  static final int TOKEN_SIZE = 16;

  private static final int FORMAT = 0;
  private static final int FIELDS = 12;

  /// What an entry is for. The code is part of the stored format; 3 is a [LogStub].
  enum Kind {
    /// It adds packs and moves branches.
    LANDING(1),
    /// Garbage was collected: what its checkpoint says of packs takes the place of what the entries
    /// before it say.
    COLLECTION(2);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    private static Kind ofCode(int code) {
      for (Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      throw new MalformedException("it was written by a newer version");
    }
  }

  LogEntry {
    moves = List.copyOf(moves);
    packs = List.copyOf(packs);
    boolean sound =
        sequence > 0
            && checkpoint >= 0
            && checkpoint <= sequence
            && state.isPresent() == (checkpoint == sequence);
    if (!sound) {
      throw new MalformedException("an entry and its checkpoint disagree");
    }
    if (kind == Kind.COLLECTION && !(moves.isEmpty() && packs.isEmpty() && state.isPresent())) {
      throw new MalformedException("a collection has a checkpoint and nothing else");
    }
  }

  /// A step of a branch. It counts only if the branch stands at `from`.
  ///
  /// @param branch the branch's name
  /// @param from where it stood; nothing if there was no such branch
  /// @param to where it stands then
  record Move(String branch, Optional<ObjectId> from, ObjectId to) {}

  /// The state of a project's log.
  ///
  /// @param heads each branch's head
  /// @param sequences the last sequence of each writer, by `device/incarnation`
  /// @param packs every pack that counts
  /// @param condemned the names of packs that may be deleted at any time, or were: no entry may add
  ///   them
  record Checkpoint(
      SortedMap<String, ObjectId> heads,
      SortedMap<String, Long> sequences,
      List<PackListing> packs,
      SortedSet<Bytes> condemned) {
    Checkpoint {
      packs = List.copyOf(packs);
      condemned = Collections.unmodifiableSortedSet(new TreeSet<>(condemned));
      for (PackListing pack : packs) {
        if (condemned.contains(pack.name())) {
          throw new MalformedException("a checkpoint lists a pack that is condemned");
        }
      }
    }
  }

  /// The blob of this entry. Its digest is what the next entry names.
  Bytes encode() {
    CborWriter out = new CborWriter().array(FIELDS).integer(FORMAT).integer(kind.code);
    out.integer(sequence).bytes(previous).integer(checkpoint).bytes(token);
    out.text(writer.device()).text(writer.incarnation()).integer(writer.sequence());
    out.array(moves.size());
    for (Move move : moves) {
      out.array(3).text(move.branch());
      move.from().ifPresentOrElse(from -> out.bytes(from.bytes()), out::nil);
      out.bytes(move.to().bytes());
    }
    writePacks(packs, out);
    state.ifPresentOrElse(checkpoint -> writeState(checkpoint, out), out::nil);
    return Digested.seal(out.toBytes());
  }

  /// Reads what [#encode] wrote.
  ///
  /// @throws MalformedException if it is anything else
  static LogEntry decode(Bytes blob) {
    CborReader in = new CborReader(Digested.open(blob));
    int fields = in.array();
    Digested.expect(FORMAT, in);
    Kind kind = Kind.ofCode(in.integer(0, Integer.MAX_VALUE));
    if (fields != FIELDS) {
      throw new MalformedException("an entry has 12 fields");
    }
    long sequence = in.integer();
    Bytes previous = in.bytes(Digested.DIGEST_SIZE);
    long checkpoint = in.integer();
    Bytes token = in.bytes(TOKEN_SIZE);
    Remote.Writer writer = new Remote.Writer(in.text(), in.text(), in.integer());
    List<Move> moves = new ArrayList<>();
    for (int i = in.array(); i > 0; i--) {
      in.array(3);
      String branch = in.text();
      Optional<ObjectId> from = in.nil() ? Optional.empty() : Optional.of(readId(in));
      moves.add(new Move(branch, from, readId(in)));
    }
    List<PackListing> packs = readPacks(in);
    Optional<Checkpoint> state = in.nil() ? Optional.empty() : Optional.of(readState(in));
    in.finish();
    return new LogEntry(kind, sequence, previous, checkpoint, token, writer, moves, packs, state);
  }

  private static void writeState(Checkpoint checkpoint, CborWriter out) {
    out.array(4);
    writeHeads(checkpoint.heads(), out);
    writeSequences(checkpoint.sequences(), out);
    writePacks(checkpoint.packs(), out);
    out.array(checkpoint.condemned().size());
    checkpoint.condemned().forEach(out::bytes);
  }

  private static Checkpoint readState(CborReader in) {
    in.array(4);
    return new Checkpoint(readHeads(in), readSequences(in), readPacks(in), readNames(in));
  }

  private static SortedSet<Bytes> readNames(CborReader in) {
    SortedSet<Bytes> names = new TreeSet<>();
    for (int i = in.array(); i > 0; i--) {
      Bytes name = in.bytes(PackListing.NAME_SIZE);
      if (!names.isEmpty() && names.last().compareTo(name) >= 0) {
        throw new MalformedException("names of packs are not in ascending order");
      }
      names.add(name);
    }
    return names;
  }

  static void writeHeads(SortedMap<String, ObjectId> heads, CborWriter out) {
    out.array(heads.size());
    heads.forEach((branch, head) -> out.array(2).text(branch).bytes(head.bytes()));
  }

  static SortedMap<String, ObjectId> readHeads(CborReader in) {
    SortedMap<String, ObjectId> heads = new TreeMap<>();
    for (int i = in.array(); i > 0; i--) {
      in.array(2);
      heads.put(next(heads, in.text()), readId(in));
    }
    return heads;
  }

  static void writeSequences(SortedMap<String, Long> sequences, CborWriter out) {
    out.array(sequences.size());
    sequences.forEach((writer, last) -> out.array(2).text(writer).integer(last));
  }

  static SortedMap<String, Long> readSequences(CborReader in) {
    SortedMap<String, Long> sequences = new TreeMap<>();
    for (int i = in.array(); i > 0; i--) {
      in.array(2);
      sequences.put(next(sequences, in.text()), in.integer());
    }
    return sequences;
  }

  /// The key itself, if it comes after all that were read before.
  private static String next(SortedMap<String, ?> before, String key) {
    if (!before.isEmpty() && before.lastKey().compareTo(key) >= 0) {
      throw new MalformedException("names are sorted and distinct");
    }
    return key;
  }

  private static void writePacks(List<PackListing> packs, CborWriter out) {
    out.array(packs.size());
    packs.forEach(pack -> pack.write(out));
  }

  private static List<PackListing> readPacks(CborReader in) {
    List<PackListing> packs = new ArrayList<>();
    for (int i = in.array(); i > 0; i--) {
      packs.add(PackListing.read(in));
    }
    return packs;
  }

  private static ObjectId readId(CborReader in) {
    return new ObjectId(in.bytes(ObjectId.SIZE));
  }
}
