package dev.tidelock.testkit;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.remote.ProjectId;
import dev.tidelock.engine.remote.Remote.HeadMove;
import dev.tidelock.engine.remote.Remote.Outcome;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.remote.RemoteFailure.Reason;
import dev.tidelock.engine.store.SealedObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The projects that [MemoryRemote]s speak of, and what each workspace remembers of them. Safe for
/// use by any thread.
public final class MemoryShelf {
  private final Map<ProjectId, Content> projects = new HashMap<>();
  private final Map<String, Picture> pictures = new HashMap<>();

  /// What a project is at one moment.
  ///
  /// @param landings one mark for each move that landed, that no other has
  private record Content(
      List<Object> landings,
      Map<ObjectId, SealedObject> objects,
      Map<String, ObjectId> heads,
      Map<String, Long> sequences) {
    Content {
      landings = List.copyOf(landings);
      objects = Map.copyOf(objects);
      heads = Map.copyOf(heads);
      sequences = Map.copyOf(sequences);
    }

    static Content empty() {
      return new Content(List.of(), Map.of(), Map.of(), Map.of());
    }

    /// Whether everything that landed in `earlier` is part of this.
    boolean continues(Content earlier) {
      int known = earlier.landings.size();
      return landings.size() >= known && landings.subList(0, known).equals(earlier.landings);
    }
  }

  /// A project as a workspace saw it last.
  ///
  /// @param suspects objects that turned out damaged
  /// @param restored whether landings were lost
  record Picture(Content content, Set<ObjectId> suspects, boolean restored) {
    Map<ObjectId, SealedObject> objects() {
      return content.objects();
    }

    Map<String, ObjectId> heads() {
      return content.heads();
    }

    Map<String, Long> sequences() {
      return content.sequences();
    }
  }

  /// Makes an empty project.
  public synchronized void create(ProjectId project) {
    projects.putIfAbsent(project, Content.empty());
  }

  /// Changes a byte in every object.
  public synchronized void damage() {
    projects.replaceAll((_, content) -> {
      Map<ObjectId, SealedObject> damaged = new HashMap<>(content.objects());
      damaged.replaceAll((_, object) -> damaged(object));
      return new Content(content.landings(), damaged, content.heads(), content.sequences());
    });
  }

  private static SealedObject damaged(SealedObject object) {
    byte[] bytes = object.envelope().toByteArray();
    bytes[bytes.length - 1] ^= 1;
    return new SealedObject(object.id(), object.kind(), Bytes.wrap(bytes));
  }

  /// Remembers all projects; running the result brings them back. Workspaces keep their memory.
  public synchronized Runnable snapshot() {
    Map<ProjectId, Content> kept = Map.copyOf(projects);
    return () -> restore(kept);
  }

  private synchronized void restore(Map<ProjectId, Content> kept) {
    projects.clear();
    projects.putAll(kept);
  }

  private Content content(ProjectId project) {
    return Optional.ofNullable(projects.get(project))
        .orElseThrow(() -> new RemoteFailure(Reason.NOT_FOUND, "there is no project " + project));
  }

  private static String key(ProjectId project, String workspace) {
    return project + "/" + workspace;
  }

  synchronized boolean has(ProjectId project) {
    return projects.containsKey(project);
  }

  synchronized Picture remembered(ProjectId project, String workspace) {
    Picture none = new Picture(Content.empty(), new HashSet<>(), false);
    return pictures.getOrDefault(key(project, workspace), none);
  }

  /// Brings a workspace's picture up to date.
  synchronized Picture look(ProjectId project, String workspace) {
    Content now = content(project);
    Picture before = remembered(project, workspace);
    Set<ObjectId> suspects = new HashSet<>(before.suspects());
    suspects.removeIf(id -> !Optional.ofNullable(now.objects().get(id)).equals(known(before, id)));
    boolean restored = before.restored() || !now.continues(before.content());
    Picture picture = new Picture(now, suspects, restored);
    pictures.put(key(project, workspace), picture);
    return picture;
  }

  private static Optional<SealedObject> known(Picture picture, ObjectId id) {
    return Optional.ofNullable(picture.objects().get(id));
  }

  /// Notes that a workspace heard of a restore.
  synchronized void settle(ProjectId project, String workspace) {
    Picture before = remembered(project, workspace);
    pictures.put(key(project, workspace), new Picture(before.content(), before.suspects(), false));
  }

  /// Takes what was sent and moves the branch, or does nothing.
  synchronized Outcome land(
      ProjectId project, String workspace, Map<ObjectId, SealedObject> sent, HeadMove move) {
    Content now = content(project);
    Optional<ObjectId> head = Optional.ofNullable(now.heads().get(move.branch()));
    String writer = move.writer().device() + "/" + move.writer().incarnation();
    boolean stale =
        !now.continues(remembered(project, workspace).content())
            || now.sequences().getOrDefault(writer, 0L) >= move.writer().sequence();
    if (head.filter(move.to()::equals).isPresent()) {
      return new Outcome.Moved();
    }
    if (stale || !head.equals(move.from())) {
      return new Outcome.Lost(head);
    }
    Map<String, ObjectId> heads = new HashMap<>(now.heads());
    heads.put(move.branch(), move.to());
    Map<String, Long> sequences = new HashMap<>(now.sequences());
    sequences.put(writer, move.writer().sequence());
    put(project, workspace, now, sent, heads, sequences);
    return new Outcome.Moved();
  }

  /// Takes what was sent, or does nothing.
  synchronized Outcome deposit(
      ProjectId project, String workspace, Map<ObjectId, SealedObject> sent) {
    Content now = content(project);
    if (!now.continues(remembered(project, workspace).content())) {
      return new Outcome.Lost(Optional.empty());
    }
    if (!sent.isEmpty()) {
      put(project, workspace, now, sent, now.heads(), now.sequences());
    }
    return new Outcome.Moved();
  }

  private void put(
      ProjectId project,
      String workspace,
      Content now,
      Map<ObjectId, SealedObject> sent,
      Map<String, ObjectId> heads,
      Map<String, Long> sequences) {
    List<Object> landings = new ArrayList<>(now.landings());
    landings.add(new Object());
    Map<ObjectId, SealedObject> objects = new HashMap<>(now.objects());
    objects.putAll(sent);
    projects.put(project, new Content(landings, objects, heads, sequences));
    settle(project, workspace);
    look(project, workspace);
  }
}
