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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A project at a hub. Of the hub it remembers the last move that it saw; everything else is asked
/// for. That the hub was restored from a backup is shown until this workspace lands a move, or an
/// instance that showed it is refreshed again.
public final class HubRemote implements Remote {
  private static final int UNASKED_BYTES = 256 << 10;

  private final HubConnection connection;
  private final ProjectId project;
  private final HubMemory memory;
  private final EnvelopeCodec codec;
  private final Set<ObjectId> suspects = new HashSet<>();
  private boolean restoreShown;

  /// @param connection the way to the hub, which the caller closes
  /// @param state where the workspace keeps what it remembers
  /// @param name the workspace's name for this remote
  public HubRemote(
      HubConnection connection,
      ProjectId project,
      StateStore state,
      String name,
      EnvelopeCodec codec) {
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
    Picture picture = connection.message(Request.get(path() + seen), Picture::of);
    boolean unsettled = before.map(HubMemory.Position::restored).orElse(false) && !restoreShown;
    boolean restored = unsettled || !picture.known();
    HubMemory.Position now =
        new HubMemory.Position(project.text(), picture.sequence(), picture.token(), restored);
    if (!before.equals(Optional.of(now))) {
      memory.remember(now);
    }
    restoreShown = restored;
    return new RemoteView(picture.heads(), picture.sequences(), restored);
  }

  /// What a hub says of a project.
  private record Picture(
      long sequence,
      String token,
      boolean known,
      Map<String, ObjectId> heads,
      Map<String, Long> sequences) {
    static Picture of(Message answer) {
      Map<String, ObjectId> heads = new HashMap<>();
      Message branches = answer.message("heads");
      branches.names().forEach(name -> heads.put(name, ObjectId.parse(branches.text(name))));
      Map<String, Long> sequences = new HashMap<>();
      Message writers = answer.message("sequences");
      writers.names().forEach(name -> sequences.put(name, writers.number(name)));
      String token = answer.text("token");
      if (!token.matches("[0-9a-f]{1,128}")) {
        throw new MalformedException("a move's token is not hexadecimal");
      }
      return new Picture(answer.number("sequence"), token, answer.truth("known"), heads, sequences);
    }
  }

  @Override
  public int sentUnasked() {
    return UNASKED_BYTES;
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
    suspects.clear();
  }
}
