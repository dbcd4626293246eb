package dev.tidelock.simulation.port;

import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.store.SealedObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// What a shared remote holds, apart from any device that reaches it: objects in the order of their
/// arrival, heads, and what each writer landed.
public final class RemoteVault {
  private final LinkedHashMap<ObjectId, Stored> objects = new LinkedHashMap<>();
  private final TreeMap<String, ObjectId> heads = new TreeMap<>();
  private final TreeMap<String, Long> sequences = new TreeMap<>();
  private long arrivals;
  private long moves;
  private long restores;

  /// An object, and the how-manieth it was.
  record Stored(SealedObject object, long arrival) {}

  /// Everything at one moment.
  public static final class Backup {
    private final Map<ObjectId, Stored> objects;
    private final Map<String, ObjectId> heads;
    private final Map<String, Long> sequences;

    private Backup(RemoteVault vault) {
      objects = new LinkedHashMap<>(vault.objects);
      heads = Map.copyOf(vault.heads);
      sequences = Map.copyOf(vault.sequences);
    }
  }

  Map<ObjectId, Stored> objects() {
    return objects;
  }

  Map<String, ObjectId> heads() {
    return heads;
  }

  Map<String, Long> sequences() {
    return sequences;
  }

  void add(SealedObject object) {
    objects.computeIfAbsent(object.id(), _ -> new Stored(object, arrivals++));
  }

  long arrivals() {
    return arrivals;
  }

  void move(String branch, ObjectId head, String writer, long sequence) {
    heads.put(branch, head);
    sequences.put(writer, sequence);
    moves++;
  }

  /// How many heads were moved so far.
  public long moves() {
    return moves;
  }

  /// How often an older state came back.
  long restores() {
    return restores;
  }

  /// A backup of everything.
  public Backup backup() {
    return new Backup(this);
  }

  /// Puts everything back to how it was at a backup.
  public void restore(Backup backup) {
    objects.clear();
    objects.putAll(backup.objects);
    heads.clear();
    heads.putAll(backup.heads);
    sequences.clear();
    sequences.putAll(backup.sequences);
    restores++;
  }
}
