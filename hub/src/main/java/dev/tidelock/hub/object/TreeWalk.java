package dev.tidelock.hub.object;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.engine.store.ObjectDelta;
import dev.tidelock.hub.object.RecentObjects.Recent;
import dev.tidelock.hub.store.ObjectRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
      Map<ObjectId, Met> below = below(knownLevel.values(), level.size());
      level = send(level, below, knownLevel);
      below.values().removeIf(Met.BY_BOTH::equals);
      knownLevel = inner(below.keySet());
      bases.descend(level.keySet(), origins(level.values(), knownLevel));
    }
  }

  /// What the device has of what some objects came beside.
  private Map<ObjectId, ObjectId> origins(
      Collection<ObjectRow> level, Map<ObjectId, ObjectRow> knownLevel) {
    Map<ObjectId, ObjectId> origins = new HashMap<>();
    for (ObjectRow row : level) {
      recent(row, knownLevel)
          .flatMap(Recent::delta)
          .ifPresent(delta -> origins.put(row.id(), delta.base()));
    }
    return origins;
  }

  /// An object with a delta of it beside one of the present level that the device has.
  private Optional<Recent> recent(ObjectRow row, Map<ObjectId, ObjectRow> knownLevel) {
    return form == Form.WHOLE
        ? Optional.empty()
        : objects
            .recent(row)
            .filter(
                it -> it.delta().filter(delta -> knownLevel.containsKey(delta.base())).isPresent());
  }

  /// Sends a level and gives the next; notes in `belowKnown` what both sides share.
  private Map<ObjectId, ObjectRow> send(
      Map<ObjectId, ObjectRow> level,
      Map<ObjectId, Met> belowKnown,
      Map<ObjectId, ObjectRow> knownLevel) {
    Map<ObjectId, ObjectRow> next = new LinkedHashMap<>();
    List<ObjectRow> rows = List.copyOf(level.values());
    for (int i = 0; i < rows.size(); i += WINDOW) {
      Below below = new Below(belowKnown);
      send(rows.subList(i, Math.min(i + WINDOW, rows.size())), knownLevel, below);
      Map<ObjectId, ObjectRow> found = find(below.fresh);
      List<ObjectRow> chunks =
          found.values().stream().filter(row -> row.kind() == ObjectKind.CHUNK).toList();
      found.values().removeIf(row -> row.kind() == ObjectKind.CHUNK);
      sendContents(chunks.stream().filter(row -> below.inDirectories.contains(row.id())).toList());
      sent.addAll(found.keySet());
      next.putAll(found);
    }
    return next;
  }

  private void send(List<ObjectRow> window, Map<ObjectId, ObjectRow> knownLevel, Below below) {
    List<ObjectRow> others = new ArrayList<>();
    for (ObjectRow row : window) {
      recent(row, knownLevel)
          .ifPresentOrElse(
              it -> {
                it.delta().ifPresent(receiver::delta);
                below.add(row, it.object().references().strong());
              },
              () -> others.add(row));
    }
    bases.hold(others, knownLevel);
    objects.read(
        others,
        (row, envelope) -> {
          bases
              .delta(row, envelope)
              .ifPresentOrElse(receiver::delta, () -> receiver.object(row.id(), envelope));
          below.add(row, EnvelopeCodec.readHeader(envelope).references().strong());
        });
  }

  /// By which sides something was met.
  private enum Met {
    BY_KNOWN,
    BY_BOTH
  }

  /// What some wanted objects refer to.
  private final class Below {
    private final Map<ObjectId, Met> belowKnown;
    private final Set<ObjectId> fresh = new HashSet<>();
    private final Set<ObjectId> inDirectories = new HashSet<>();

    Below(Map<ObjectId, Met> belowKnown) {
      this.belowKnown = belowKnown;
    }

    void add(ObjectRow row, List<ObjectId> strong) {
      bases.met(row.id(), strong);
      for (ObjectId id : strong) {
        boolean isShared = belowKnown.replace(id, Met.BY_BOTH) != null;
        if (!isShared && !known.contains(id) && !sent.contains(id)) {
          fresh.add(id);
          if (row.kind() == ObjectKind.MAP) {
            inDirectories.add(id);
          }
        }
      }
    }
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
  private Map<ObjectId, Met> below(Collection<ObjectRow> nodes, int wanted) {
    List<ObjectRow> opened =
        Stream.concat(
                nodes.stream().filter(row -> bases.has(row.id())),
                nodes.stream().filter(row -> !bases.has(row.id())))
            .limit(KNOWN_LEAST + (long) KNOWN_FACTOR * wanted)
            .toList();
    Map<ObjectId, Met> below = new HashMap<>();
    for (int i = 0; i < opened.size(); i += WINDOW) {
      objects.references(
          opened.subList(i, Math.min(i + WINDOW, opened.size())),
          (row, references) -> {
            bases.opened(row.id(), references.strong());
            references.strong().stream()
                .filter(known::add)
                .forEach(id -> below.put(id, Met.BY_KNOWN));
          });
    }
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
