package dev.tidelock.simulation.hostile;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.commit.CommitCodec;
import dev.tidelock.core.commit.ProjectState;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.remote.RemoteView;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.engine.store.SealedObject;
import dev.tidelock.engine.tree.Trees;
import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.port.DeflateCompression;
import dev.tidelock.simulation.world.Contents;
import dev.tidelock.simulation.world.EnginePlay;
import dev.tidelock.simulation.world.Site;
import dev.tidelock.simulation.world.Storage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A device that has a right to push, sees all that is at the place, and sends what it likes. A hub
/// looks at it; dumb storage takes everything. Good for one lie.
final class Mole extends Forge {
  private static final EnvelopeCodec CODEC = new EnvelopeCodec(new DeflateCompression());

  private final Site.Link link;
  private final Tape tape;
  private final Remote remote;
  private final RemoteView view;
  private final Map<ObjectId, RawObject> seen = new HashMap<>();
  private final Contents contents;
  private Remote.Writer writer;

  /// @param link an honest way to the place
  /// @param tape what is left to chance
  Mole(Site.Link link, Tape tape) {
    super(EnginePlay.PROJECT.seed());
    this.link = link;
    this.tape = tape;
    this.remote = EnginePlay.stranger(link, tape.fork());
    this.view = remote.refresh();
    String incarnation = Bytes.wrap(tape.bytes(8)).toHex();
    this.contents = new Contents("liar" + incarnation, _ -> {});
    this.writer = new Remote.Writer("liar", incarnation, 1);
  }

  /// Where the place stands.
  Optional<ObjectId> head() {
    return view.head(EnginePlay.BRANCH);
  }

  /// The last sequence of each writer.
  Map<String, Long> sequences() {
    return view.sequences();
  }

  /// Says that it is somebody else from now on.
  void speakAs(Remote.Writer another) {
    writer = another;
  }

  @Override
  protected RawObject get(ObjectId id) {
    RawObject made = objects().get(id);
    if (made != null) {
      return made;
    }
    if (!seen.containsKey(id)) {
      remote.objects(Set.of(id), seen::put);
    }
    return Optional.ofNullable(seen.get(id)).orElseThrow(() -> new MissingObjectException(id));
  }

  /// The files of a commit.
  Entry.Directory files(ObjectId commit) {
    return ProjectState.of(get(CommitCodec.read(commit, this::get).state())).files();
  }

  /// What stands at the top of a commit.
  Map<String, Entry> top(ObjectId commit) {
    return new LinkedHashMap<>(children(files(commit)));
  }

  /// What stands in a directory.
  Map<String, Entry> children(Entry.Directory directory) {
    return new Trees(EnginePlay.PROJECT.seed(), this::get, this::put).children(directory);
  }

  /// The commits that a commit stands on, without it: its first parents.
  List<ObjectId> before(ObjectId commit) {
    List<ObjectId> before = new ArrayList<>();
    List<ObjectId> parents = CommitCodec.read(commit, this::get).parents();
    while (!parents.isEmpty()) {
      before.add(parents.getFirst());
      parents = CommitCodec.read(parents.getFirst(), this::get).parents();
    }
    return before;
  }

  /// A file as any user might write it.
  Entry.File any() {
    return file(contents.small(tape));
  }

  /// Sends all that was made, and moves the head to this.
  boolean land(ObjectId to) {
    List<SealedObject> sealed = objects().values().stream().map(CODEC::seal).toList();
    if (link instanceof Storage.Blobs(String _, var blobs)) {
      ForgedLog log = new ForgedLog(blobs, tape);
      List<ForgedLog.Packed> packs = sealed.isEmpty() ? List.of() : List.of(log.pack(sealed));
      return log.append(packs, head(), to, writer);
    }
    try (Remote.Push push = remote.push()) {
      sealed.forEach(push::send);
      return push.move(new Remote.HeadMove(EnginePlay.BRANCH, head(), to, writer, Optional.empty()))
          instanceof Remote.Outcome.Moved;
    }
  }
}
