package dev.tidelock.hub.object;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.engine.store.ObjectDelta;
import dev.tidelock.hub.store.ObjectRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// The walk that answers "the trees below these, without what is in those": strong references,
/// level by level, on both sides in step. Two trees that differ little meet at what they share, and
/// neither is walked further there. What is not here is left out; the device asks for it by id.
/// Chunks are sent only if they are wanted themselves, or as far as a device wants small contents
/// to come along. What the device has another version of may go as what differs. Used once, by one
/// thread.
public final class TreeWalk {
  private static final int WINDOW = 512;

  /// How many known nodes are opened beside one wanted level. Those that match nothing wanted lead
  /// nowhere, and there may be many of them.
  private static final int KNOWN_FACTOR = 4;

  private static final int KNOWN_LEAST = 64;

  private final ProjectObjects objects;
  private final Receiver receiver;
  private final Form form;
  private final Bases bases;
  private int contents;
  private final Set<ObjectId> known = new HashSet<>();
  private final Set<ObjectId> sent = new HashSet<>();

  /// In which form objects go.
  public enum Form {
    /// In their envelopes.
    WHOLE,
    /// Beside what the device has in their place, where that is smaller.
    DELTAS
  }

  /// Takes what is found. May take long.
  public interface Receiver {
    /// @param envelope the envelope of the object, which has its digest
    void object(ObjectId id, Bytes envelope);

    /// @param delta an object beside one that the device has
    void delta(ObjectDelta delta);
  }

  /// @param objects the project's
  /// @param receiver takes what is found, each object after one that refers to it
  /// @param contents how many bytes of chunks may come along that directories refer to themselves
  /// @param form in which form they go
  public TreeWalk(ProjectObjects objects, Receiver receiver, int contents, Form form) {
    this.contents = contents;
    this.objects = objects;
    this.receiver = receiver;
    this.form = form;
    this.bases = new Bases(objects);
  }

  /// Sends what is reachable from `wants` and not met from `whole`.
  public void run(Collection<ObjectId> wants, Collection<ObjectId> whole) {
    known.addAll(whole);
    Map<ObjectId, ObjectRow> knownLevel = inner(whole);
    Set<ObjectId> unknown = new HashSet<>(wants);
    unknown.removeAll(known);
    Map<ObjectId, ObjectRow> level = objects.find(unknown);
    sent.addAll(level.keySet());
    if (form == Form.DELTAS) {
      bases.roots(level.values(), whole, knownLevel);
    }
    while (!level.isEmpty()) {
      Set<ObjectId> below = below(knownLevel.values(), level.size());
      level = send(level, below, knownLevel);
      bases.descend();
      knownLevel = inner(below);
    }
  }

  /// Sends a level and gives the next; takes what both sides share out of `belowKnown`.
  private Map<ObjectId, ObjectRow> send(
      Map<ObjectId, ObjectRow> level,
      Set<ObjectId> belowKnown,
      Map<ObjectId, ObjectRow> knownLevel) {
    Map<ObjectId, ObjectRow> next = new LinkedHashMap<>();
    Set<ObjectId> shared = new HashSet<>();
    List<ObjectRow> rows = List.copyOf(level.values());
    for (int i = 0; i < rows.size(); i += WINDOW) {
      Set<ObjectId> below = new HashSet<>();
      Set<ObjectId> inDirectories = new HashSet<>();
      List<ObjectRow> window = rows.subList(i, Math.min(i + WINDOW, rows.size()));
      bases.hold(window, knownLevel);
      objects.read(
          window,
          (row, envelope) -> {
            bases
                .delta(row, envelope)
                .ifPresentOrElse(receiver::delta, () -> receiver.object(row.id(), envelope));
            List<ObjectId> strong = EnvelopeCodec.readHeader(envelope).references().strong();
            bases.met(row.id(), strong);
            below.addAll(strong);
            if (row.kind() == ObjectKind.MAP) {
              inDirectories.addAll(strong);
            }
          });
      below.stream().filter(belowKnown::contains).forEach(shared::add);
      below.removeAll(known);
      below.removeAll(sent);
      Map<ObjectId, ObjectRow> found = find(below);
      List<ObjectRow> chunks =
          found.values().stream().filter(row -> row.kind() == ObjectKind.CHUNK).toList();
      found.values().removeAll(chunks);
      sendContents(
          chunks.stream()
              .filter(row -> inDirectories.contains(row.id()) && !belowKnown.contains(row.id()))
              .toList());
      sent.addAll(found.keySet());
      next.putAll(found);
    }
    belowKnown.removeAll(shared);
    return next;
  }

  /// Sends small contents, as long as they are.
  private void sendContents(List<ObjectRow> chunks) {
    List<ObjectRow> few = new ArrayList<>();
    for (ObjectRow row : chunks) {
      if (row.length() <= contents) {
        contents -= row.length();
        few.add(row);
      }
    }
    few.forEach(row -> sent.add(row.id()));
    objects.read(few, (row, envelope) -> receiver.object(row.id(), envelope));
  }

  /// What known nodes refer to, as far as it pays beside so many wanted ones.
  private Set<ObjectId> below(Collection<ObjectRow> nodes, int wanted) {
    List<ObjectRow> opened =
        Stream.concat(
                nodes.stream().filter(row -> bases.has(row.id())),
                nodes.stream().filter(row -> !bases.has(row.id())))
            .limit(KNOWN_LEAST + (long) KNOWN_FACTOR * wanted)
            .toList();
    Set<ObjectId> below = new HashSet<>();
    for (int i = 0; i < opened.size(); i += WINDOW) {
      objects.read(
          opened.subList(i, Math.min(i + WINDOW, opened.size())),
          (row, envelope) -> {
            List<ObjectId> strong = EnvelopeCodec.readHeader(envelope).references().strong();
            bases.opened(row.id(), strong);
            below.addAll(strong);
          });
    }
    below.removeAll(known);
    known.addAll(below);
    return below;
  }

  /// Those of some objects that are here and no chunks.
  private Map<ObjectId, ObjectRow> inner(Collection<ObjectId> ids) {
    Map<ObjectId, ObjectRow> found = find(ids);
    found.values().removeIf(row -> row.kind() == ObjectKind.CHUNK);
    return found;
  }

  private Map<ObjectId, ObjectRow> find(Collection<ObjectId> ids) {
    Map<ObjectId, ObjectRow> found = new LinkedHashMap<>();
    List<ObjectId> all = new ArrayList<>(ids);
    for (int i = 0; i < all.size(); i += WINDOW) {
      found.putAll(objects.find(all.subList(i, Math.min(i + WINDOW, all.size()))));
    }
    return found;
  }
}
