package dev.tidelock.hubclient;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.port.StateStore;
import dev.tidelock.engine.remote.ProjectId;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.remote.RemoteView;
import dev.tidelock.engine.store.EnvelopeCodec;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A project at a hub. Of the hub it remembers the last move that it saw; everything else is asked
/// for. That the hub was restored from a backup is shown until this workspace lands a move, or an
/// instance that showed it is refreshed again.
public final class HubRemote implements Remote {
  private static final int UNASKED_BYTES = 256 << 10;

  private final HubConnection connection;
  private final ProjectId project;
  private final HubMemory memory;
  private final EnvelopeCodec codec;

  /// What turned out to be damaged there. Uploads ask for it beside this thread.
  private final Set<ObjectId> suspects = ConcurrentHashMap.newKeySet();

  private final LivePicture live;
  private boolean restoreShown;

  /// What was seen without having been asked for, and is not written down yet.
  private Optional<HubMemory.Position> unwritten = Optional.empty();

  /// @param connection the way to the hub, which the caller closes
  /// @param state where the workspace keeps what it remembers
  /// @param name the workspace's name for this remote
  public HubRemote(
      HubConnection connection,
      ProjectId project,
      StateStore state,
      String name,
      EnvelopeCodec codec) {
    this(connection, project, state, name, codec, new LivePicture());
  }

  /// @param connection the way to the hub, which the caller closes
  /// @param state where the workspace keeps what it remembers
  /// @param name the workspace's name for this remote
  /// @param live where the project stands, as far as the hub announces it
  public HubRemote(
      HubConnection connection,
      ProjectId project,
      StateStore state,
      String name,
      EnvelopeCodec codec,
      LivePicture live) {
    this.live = live;
    this.connection = connection;
    this.project = project;
    this.memory = new HubMemory(state, name);
    this.codec = codec;
  }

  private String path() {
    return "/v0/projects/" + project;
  }

  @Override
  public RemoteView refresh() {
    Optional<HubMemory.Position> before = memory.position(project.text());
    String seen = before.map(known -> "?seen=" + known.sequence() + "-" + known.token()).orElse("");
    long asked = live.asking();
    HubPicture picture = connection.message(Request.get(path() + seen), HubPicture::of);
    boolean unsettled = before.map(HubMemory.Position::restored).orElse(false) && !restoreShown;
    boolean restored = unsettled || !picture.known();
    HubMemory.Position now =
        new HubMemory.Position(project.text(), picture.sequence(), picture.token(), restored);
    if (!before.equals(Optional.of(now))) {
      memory.remember(now);
    }
    restoreShown = restored;
    unwritten = Optional.empty();
    if (restored) {
      live.closed();
    } else {
      live.answered(asked, picture);
    }
    return new RemoteView(picture.heads(), picture.sequences(), restored);
  }

  @Override
  public RemoteView recent() {
    Optional<HubMemory.Position> before =
        memory.position(project.text()).filter(known -> !known.restored());
    Optional<HubPicture> picture =
        before.flatMap(known -> live.since(known.sequence(), known.token()));
    if (picture.isEmpty()) {
      return refresh();
    }
    HubPicture now = picture.get();
    HubMemory.Position position =
        new HubMemory.Position(project.text(), now.sequence(), now.token(), false);
    unwritten = Optional.of(position).filter(each -> !before.equals(Optional.of(each)));
    restoreShown = false;
    return new RemoteView(now.heads(), now.sequences(), false);
  }

  @Override
  public void note(StateStore.Batch batch) {
    unwritten.ifPresent(position -> memory.remember(batch, position));
  }

  @Override
  public int sentUnasked() {
    return UNASKED_BYTES;
  }

  @Override
  public boolean takesDeltas() {
    return true;
  }

  @Override
  public Set<ObjectId> lacking(Collection<ObjectId> ids) {
    Set<ObjectId> asked = new HashSet<>(ids);
    if (asked.size() > MAX_ASKED) {
      throw new IllegalArgumentException(asked.size() + " objects are too many to ask about");
    }
    if (asked.isEmpty()) {
      return Set.of();
    }
    List<Bytes> body = List.of(IdList.encode(asked));
    Set<ObjectId> lacking =
        connection.ask(
            new Request("POST", path() + "/lacking", Request.IDS, body, Request.Effort.LOOK),
            answer -> {
              Set<ObjectId> named =
                  new HashSet<>(IdList.decode(answer.all(asked.size() * ObjectId.SIZE)));
              if (!asked.containsAll(named)) {
                throw new MalformedException("an object is lacking that was not asked about");
              }
              return named;
            });
    suspects.stream().filter(asked::contains).forEach(lacking::add);
    return lacking;
  }

  @Override
  public void fetch(Collection<ObjectId> wants, Scope scope, Known known, Receiver receiver) {
    new HubFetch(connection, path(), codec, receiver, suspects).reachable(wants, scope, known);
  }

  @Override
  public void objects(Collection<ObjectId> ids, Receiver receiver) {
    new HubFetch(connection, path(), codec, receiver, suspects).exactly(ids);
  }

  @Override
  public Push push() {
    return new HubPush(connection, path(), this::lacking, this::landed);
  }

  /// A move whose number is not above the last one that was seen was made by a hub that lost that.
  private void landed(HubPush.Moved moved) {
    Optional<HubMemory.Position> before = memory.position(project.text());
    boolean lost =
        before
            .filter(known ->
                moved.sequence() < known.sequence()
                    || moved.sequence() == known.sequence() && !moved.token().equals(known.token()))
            .isPresent();
    memory.remember(new HubMemory.Position(project.text(), moved.sequence(), moved.token(), lost));
    unwritten = Optional.empty();
    HeadMove move = moved.move();
    live.moved(
        new HubPicture.Moved(
            move.branch(),
            move.to(),
            moved.sequence(),
            moved.token(),
            move.writer().device() + "/" + move.writer().incarnation(),
            move.writer().sequence()));
    suspects.clear();
  }
}
