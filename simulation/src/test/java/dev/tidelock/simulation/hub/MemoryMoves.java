package dev.tidelock.simulation.hub;

import dev.tidelock.core.object.ObjectId;
import dev.tidelock.hub.store.Move;
import dev.tidelock.hub.store.Moves;
import dev.tidelock.simulation.hub.Journal.Table;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The moves of [MemoryTables].
///
/// @param rows the moves by project and sequence
/// @param heads the sequence of the last move of each branch
/// @param writers the sequence of the last move of each writer, by `device/incarnation`
record MemoryMoves(Table<Key, Move> rows, Table<Named, Long> heads, Table<Named, Long> writers)
    implements Moves {
  record Key(long project, long sequence) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byProject = Long.compare(project, other.project);
      return byProject == 0 ? Long.compare(sequence, other.sequence) : byProject;
    }
  }

  record Named(long project, String name) implements Comparable<Named> {
    @Override
    public int compareTo(Named other) {
      int byProject = Long.compare(project, other.project);
      return byProject == 0 ? name.compareTo(other.name) : byProject;
    }
  }

  long count() {
    return rows.rows().size();
  }

  @Override
  public Optional<Move> last(long project) {
    NavigableMap<Key, Move> all =
        rows.rows().subMap(new Key(project, 0), true, new Key(project, Long.MAX_VALUE), true);
    return Optional.ofNullable(all.lastEntry()).map(Map.Entry::getValue);
  }

  @Override
  public Optional<Move> find(long project, long sequence) {
    return rows.get(new Key(project, sequence));
  }

  @Override
  public Optional<Move> last(long project, String branch) {
    return heads.get(new Named(project, branch)).flatMap(sequence -> find(project, sequence));
  }

  @Override
  public Optional<Move> last(long project, String device, String incarnation) {
    return writers
        .get(new Named(project, device + "/" + incarnation))
        .flatMap(sequence -> find(project, sequence));
  }

  @Override
  public SortedMap<String, ObjectId> heads(long project) {
    SortedMap<String, ObjectId> found = new TreeMap<>();
    heads
        .rows()
        .forEach((branch, sequence) -> {
          if (branch.project() == project) {
            found.put(branch.name(), find(project, sequence).orElseThrow().to());
          }
        });
    return found;
  }

  @Override
  public Map<String, Long> sequences(long project) {
    Map<String, Long> found = new HashMap<>();
    writers
        .rows()
        .forEach((writer, sequence) -> {
          if (writer.project() == project) {
            found.put(writer.name(), find(project, sequence).orElseThrow().writer().sequence());
          }
        });
    return found;
  }

  @Override
  public void add(long project, Move move) {
    if (find(project, move.sequence()).isPresent()) {
      throw new IllegalStateException("two moves of the number " + move.sequence());
    }
    rows.put(new Key(project, move.sequence()), move);
    heads.put(new Named(project, move.branch()), move.sequence());
    String writer = move.writer().device() + "/" + move.writer().incarnation();
    writers.put(new Named(project, writer), move.sequence());
  }

  void restore(MemoryMoves other) {
    rows.restore(other.rows.rows());
    heads.restore(other.heads.rows());
    writers.restore(other.writers.rows());
  }
}
