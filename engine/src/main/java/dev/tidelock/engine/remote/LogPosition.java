package dev.tidelock.engine.remote;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.object.ObjectId;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/// How far the log of a project is known, and what holds there.
///
/// @param project the project
/// @param sequence the number of the last known entry; 0 if only the genesis is known
/// @param digest the digest of that entry, or of the genesis
/// @param checkpoint the number of the last entry with a checkpoint; 0 if there is none
/// @param packs how many packs the log lists
/// @param restored whether the log lost entries since this workspace last landed one
/// @param heads each branch's head
/// @param sequences the last sequence of each writer
record LogPosition(
    ProjectId project,
    long sequence,
    Bytes digest,
    long checkpoint,
    int packs,
    boolean restored,
    SortedMap<String, ObjectId> heads,
    SortedMap<String, Long> sequences) {
  /// A cache of another format is read anew.
  private static final int FORMAT = 1;

  LogPosition {
    heads = Collections.unmodifiableSortedMap(new TreeMap<>(heads));
    sequences = Collections.unmodifiableSortedMap(new TreeMap<>(sequences));
  }

  /// Before the first entry.
  static LogPosition atGenesis(ProjectId project, Bytes genesisDigest, boolean restored) {
    return new LogPosition(
        project, 0, genesisDigest, 0, 0, restored, new TreeMap<>(), new TreeMap<>());
  }

  /// At an entry that holds a checkpoint.
  LogPosition at(LogEntry entry, Bytes entryDigest, LogEntry.Checkpoint state) {
    return new LogPosition(
        project,
        entry.sequence(),
        entryDigest,
        entry.sequence(),
        state.packs().size(),
        restored,
        state.heads(),
        state.sequences());
  }

  /// After one more entry. A move counts only if its branch stands where the move says.
  LogPosition after(LogEntry entry, Bytes entryDigest) {
    SortedMap<String, ObjectId> newHeads = new TreeMap<>(heads);
    for (LogEntry.Move move : entry.moves()) {
      if (Optional.ofNullable(newHeads.get(move.branch())).equals(move.from())) {
        newHeads.put(move.branch(), move.to());
      }
    }
    return new LogPosition(
        project,
        entry.sequence(),
        entryDigest,
        entry.checkpoint(),
        packs + entry.packs().size(),
        restored,
        newHeads,
        sequences(entry.writer()));
  }

  /// After a writer wrote something, whatever it is.
  private SortedMap<String, Long> sequences(Remote.Writer writer) {
    SortedMap<String, Long> newSequences = new TreeMap<>(sequences);
    newSequences.merge(key(writer), writer.sequence(), Math::max);
    return newSequences;
  }

  /// The state after an entry of a writer that moves no branch.
  LogEntry.Checkpoint checkpoint(
      Remote.Writer writer, List<PackListing> listed, SortedSet<Bytes> condemned) {
    return new LogEntry.Checkpoint(heads, sequences(writer), listed, condemned);
  }

  /// The same, with nothing lost that this workspace did not hear of.
  LogPosition settled() {
    return new LogPosition(project, sequence, digest, checkpoint, packs, false, heads, sequences);
  }

  Optional<ObjectId> head(String branch) {
    return Optional.ofNullable(heads.get(branch));
  }

  long lastSequence(Remote.Writer writer) {
    return sequences.getOrDefault(key(writer), 0L);
  }

  private static String key(Remote.Writer writer) {
    return writer.device() + "/" + writer.incarnation();
  }

  Bytes encode() {
    CborWriter out = new CborWriter().array(9).integer(FORMAT).text(project.text());
    out.integer(sequence).bytes(digest).integer(checkpoint).integer(packs).bool(restored);
    LogEntry.writeHeads(heads, out);
    LogEntry.writeSequences(sequences, out);
    return out.toBytes();
  }

  /// Reads what [#encode] wrote; nothing if another version wrote it.
  static Optional<LogPosition> decode(Bytes value) {
    CborReader in = new CborReader(value);
    in.array(9);
    if (in.integer(0, Integer.MAX_VALUE) != FORMAT) {
      return Optional.empty();
    }
    LogPosition position =
        new LogPosition(
            new ProjectId(in.text()),
            in.integer(),
            in.bytes(Digested.DIGEST_SIZE),
            in.integer(),
            in.integer(0, Integer.MAX_VALUE),
            in.bool(),
            LogEntry.readHeads(in),
            LogEntry.readSequences(in));
    in.finish();
    return Optional.of(position);
  }
}
