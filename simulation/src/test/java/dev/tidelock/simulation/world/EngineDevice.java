package dev.tidelock.simulation.world;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.ignore.IgnoreFile;
import dev.tidelock.core.ignore.IgnoreRules;
import dev.tidelock.core.merge.Strategy;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.tree.DeviceId;
import dev.tidelock.core.tree.Term;
import dev.tidelock.engine.guard.SafetyStop;
import dev.tidelock.engine.port.Compression;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.Listing;
import dev.tidelock.engine.port.Randomness;
import dev.tidelock.engine.port.Space;
import dev.tidelock.engine.port.Stat;
import dev.tidelock.engine.port.StateStore;
import dev.tidelock.engine.remote.BlobStore;
import dev.tidelock.engine.remote.Genesis;
import dev.tidelock.engine.remote.LogRemote;
import dev.tidelock.engine.remote.ProjectId;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.remote.RemoteCache;
import dev.tidelock.engine.remote.RemoteProjects;
import dev.tidelock.engine.scan.Look;
import dev.tidelock.engine.scan.Problem;
import dev.tidelock.engine.scan.Scope;
import dev.tidelock.engine.scan.Sightings;
import dev.tidelock.engine.scan.TwoSightings;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.engine.sync.DatabaseParts;
import dev.tidelock.engine.sync.Decision;
import dev.tidelock.engine.sync.Direction;
import dev.tidelock.engine.sync.Keeping;
import dev.tidelock.engine.sync.OpenConflict;
import dev.tidelock.engine.sync.Progress;
import dev.tidelock.engine.sync.RemotePlace;
import dev.tidelock.engine.sync.SyncOutcome;
import dev.tidelock.engine.sync.SyncRequest;
import dev.tidelock.engine.sync.Verification;
import dev.tidelock.engine.sync.Workspace;
import dev.tidelock.engine.sync.WorkspaceIdentity;
import dev.tidelock.engine.sync.WorkspaceParts;
import dev.tidelock.generators.Tape;
import dev.tidelock.hubclient.HubAddress;
import dev.tidelock.hubclient.HubConnection;
import dev.tidelock.hubclient.HubProjects;
import dev.tidelock.hubclient.HubRemote;
import dev.tidelock.hubclient.Patience;
import dev.tidelock.simulation.disk.Digests;
import dev.tidelock.simulation.hub.HubLink;
import dev.tidelock.simulation.port.DeflateCompression;
import dev.tidelock.simulation.port.SimRandomness;
import dev.tidelock.structured.FileMergers;
import dev.tidelock.testkit.MemoryStateStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The real engine as a device of the simulation.
final class EngineDevice implements SimDevice {
  private static final String BRANCH = EnginePlay.BRANCH;
  private static final Genesis GENESIS = EnginePlay.PROJECT;
  private static final Bytes SEED = GENESIS.seed();
  private static final HubAddress HUB = HubAddress.parse("https://hub.example");

  /// Asks three times, and never waits.
  private static final Patience AT_ONCE =
      new Patience(Duration.ZERO, Duration.ZERO, Duration.ZERO, 3, Duration.ZERO, Duration.ZERO);

  private static final ProjectId PROJECT = GENESIS.id();

  /// Small, so that there are many packs.
  private static final int PACK_BYTES = 1 << 16;

  private static final TreePath TRASH = TreePath.parse(".tidelock/trash");

  private final Ports ports;
  private final Map<String, Station> stations = new LinkedHashMap<>();
  private final Workspace workspace;
  private final TwoSightings sightings;
  private Optional<ObjectId> head = Optional.empty();
  private List<String> held = List.of();
  private final Observations observations;
  private Set<TreePath> notApplied = Set.of();
  private Set<TreePath> awaited = Set.of();

  EngineDevice(Ports ports) {
    this.ports = ports;
    this.sightings = new TwoSightings(ports.clock());
    ports.links().forEach(link -> stations.put(link.site(), station(link)));
    this.workspace =
        Workspace.open(
            new WorkspaceParts(
                new WorkspaceIdentity(
                    PROJECT.text(), SEED, BRANCH, new DeviceId(ports.device()), ports.device()),
                IgnoreFile.EMPTY,
                Keeping.SMALL_CONTENTS,
                ports.files(),
                ports.state(),
                ports.clock(),
                ports.randomness(),
                ports.compression(),
                new FileMergers(),
                DatabaseParts.NONE));
    this.observations = new Observations(workspace, ports.files(), ports.device());
    ports
        .state()
        .scan(
            Space.INTENTS,
            Bytes.empty(),
            Bytes.wrap(new byte[] {(byte) 0xFF}),
            (_, _) -> {
              observations.saw("recovery: of what was about to be done");
              return false;
            });
  }

  private void observe(String event) {
    observations.saw(event);
  }

  /// What a device knows of one place.
  ///
  /// @param remote the place to the engine
  /// @param shared what is read there without the engine
  /// @param create makes the project there, if it is not
  private record Station(RemotePlace remote, SharedHistory shared, Runnable create) {}

  private Station station(Site.Link link) {
    Remote remote = remote(link, ports.state(), ports.randomness(), ports.compression());
    return switch (link) {
      case Storage.Blobs(String site, BlobStore blobs) ->
          station(site, remote, () -> new RemoteProjects(blobs).create(GENESIS));
      case HubLink hub ->
          station(hub.site(), remote, () -> new HubProjects(connection(hub)).create(GENESIS));
      default -> throw new IllegalArgumentException("no way leads over " + link);
    };
  }

  private static HubConnection connection(HubLink hub) {
    return new HubConnection(HUB, Optional.of(hub.secret()), AT_ONCE, hub.transport());
  }

  private static Remote remote(
      Site.Link link, StateStore state, Randomness randomness, Compression compression) {
    EnvelopeCodec codec = new EnvelopeCodec(compression);
    return switch (link) {
      case Storage.Blobs(String site, BlobStore blobs) ->
          new LogRemote(
              blobs, PROJECT, new RemoteCache(state, site), codec, randomness, PACK_BYTES);
      case HubLink hub -> new HubRemote(connection(hub), PROJECT, state, hub.site(), codec);
      default -> throw new IllegalArgumentException("no way leads over " + link);
    };
  }

  /// Somebody who only reads at a place, with no more than a device needs to get there.
  static Observer observer(Site.Link link) {
    return EngineObserver.of(stranger(link, Tape.of(0)), BRANCH, SEED);
  }

  /// A way to a place for somebody who knows nothing of it yet.
  static Remote stranger(Site.Link link, Tape tape) {
    return remote(link, new MemoryStateStore(), new SimRandomness(tape), new DeflateCompression());
  }

  private Station station(String site, Remote remote, Runnable create) {
    return new Station(
        new RemotePlace(site, new ObservedRemote(remote, ports.device(), this::observe)),
        new SharedHistory(remote, BRANCH, SEED),
        create);
  }

  /// Where a content is asked for that is not here.
  private Optional<RemotePlace> anyPlace() {
    return stations.values().stream().map(Station::remote).findFirst();
  }

  @Override
  public Result sync(Consent consent, List<String> sites) {
    Result result = new Result(false, false, List.of());
    for (String site : sites) {
      Station station = stations.get(site);
      station.create().run();
      result = both(result, sync(Optional.empty(), look(), station.remote()));
      if (consent == Consent.ACCEPT) {
        for (String plan : held) {
          Result more = sync(Optional.of(plan), look(), station.remote());
          result = both(new Result(result.worked(), false, result.troubles()), more);
        }
      }
    }
    return result;
  }

  @Override
  public Result glance(Set<TreePath> directories, List<String> sites) {
    Result result = new Result(false, false, List.of());
    for (String site : sites) {
      Station station = stations.get(site);
      station.create().run();
      Look look = new Look(Scope.of(directories), ports.lookout(), sightings);
      result = both(result, sync(Optional.empty(), look, station.remote()));
    }
    return result;
  }

  @Override
  public Result sync(Manner manner, List<String> sites) {
    Result result = new Result(false, false, List.of());
    for (String site : sites) {
      Station station = stations.get(site);
      station.create().run();
      result = both(result, sync(request(manner), station.remote()));
    }
    return result;
  }

  private static SyncRequest request(Manner manner) {
    SyncRequest usual = SyncRequest.usual();
    return switch (manner) {
      case UP -> usual.towards(Direction.UP);
      case DOWN -> usual.towards(Direction.DOWN);
      case OURS -> usual.decidingFiles(_ -> Strategy.LOCAL);
      case THEIRS -> usual.decidingFiles(_ -> Strategy.REMOTE);
      case NO_MERGES -> usual.decidingFiles(_ -> Strategy.MANUAL);
      case PREVIEW -> usual.acting(SyncRequest.Effect.PREVIEW);
      case MESSAGE -> usual.saying("as it should be");
    };
  }

  /// At everything; whoever watches is told where to.
  private Look look() {
    return new Look(Scope.EVERYTHING, ports.lookout(), Sightings.ONCE);
  }

  private static Result both(Result one, Result other) {
    List<String> troubles = new ArrayList<>(one.troubles());
    troubles.addAll(other.troubles());
    return new Result(one.worked() || other.worked(), one.held() || other.held(), troubles);
  }

  private Result sync(Optional<String> acceptance, Look look, RemotePlace place) {
    return sync(SyncRequest.usual().accepting(acceptance).looking(look), place);
  }

  private Result sync(SyncRequest request, RemotePlace place) {
    Optional<ObjectId> before = head;
    SyncOutcome outcome = workspace.sync(request, Optional.of(place), Progress.NONE);
    observations.saw(before, outcome, stations.get(place.name()).shared());
    head = outcome.commit();
    held = outcome.stops().stream().map(SafetyStop::plan).toList();
    notApplied = paths(outcome, Problem.Kind.NOT_APPLIED);
    awaited = paths(outcome, Problem.Kind.AWAITED);
    List<String> troubles = new ArrayList<>();
    outcome.problems().forEach(problem -> troubles.add(problem.toString()));
    outcome.unreachable().ifPresent(failure -> troubles.add(failure.toString()));
    boolean worked = outcome.filesUp() + outcome.filesDown() + outcome.bytesUp() > 0;
    return new Result(worked, !held.isEmpty(), troubles);
  }

  private static Set<TreePath> paths(SyncOutcome outcome, Problem.Kind kind) {
    return outcome.problems().stream()
        .filter(problem -> problem.kind() == kind)
        .map(problem -> TreePath.parse(problem.path()))
        .filter(path -> !path.isRoot())
        .collect(Collectors.toSet());
  }

  @Override
  public Map<TreePath, TreeItem> tree() {
    SharedHistory shared = stations.values().iterator().next().shared();
    return head.map(shared::tree).orElse(Map.of());
  }

  @Override
  public Set<TreePath> notApplied() {
    return notApplied;
  }

  @Override
  public Set<TreePath> awaited() {
    return awaited;
  }

  /// What a status says of the disk.
  List<Problem> problems() {
    return workspace.status(Optional.empty()).problems();
  }

  @Override
  public List<TreePath> conflicts() {
    return workspace.conflicts().stream().map(OpenConflict::path).toList();
  }

  @Override
  public Set<Bytes> disputed() {
    return workspace.conflicts().stream()
        .flatMap(conflict -> conflict.terms().stream())
        .flatMap(term -> workspace.content(term.entry(), anyPlace()).stream())
        .map(Digests::of)
        .collect(Collectors.toSet());
  }

  @Override
  public void resolve(TreePath path, Choice choice) {
    OpenConflict conflict =
        workspace.conflicts().stream()
            .filter(open -> open.path().equals(path))
            .findFirst()
            .orElseThrow();
    Optional<Term> wanted =
        conflict.terms().stream()
            .filter(term ->
                switch (choice) {
                  case OURS -> conflict.mine().filter(term.key()::equals).isPresent();
                  case THEIRS -> conflict.mine().filter(term.key()::equals).isEmpty();
                })
            .findFirst();
    wanted.ifPresent(
        term -> workspace.resolve(conflict, new Decision.TakeTerm(term.key()), anyPlace()));
  }

  @Override
  public boolean ignores(TreePath path, boolean directory) {
    return ignoreFiles().stream().anyMatch(root -> ignores(root, path, directory));
  }

  /// The ignore file that the disk shows at the top, and if that cannot show the tree's, or it is
  /// in conflict, all of its versions.
  private List<IgnoreFile> ignoreFiles() {
    List<IgnoreFile> versions = new ArrayList<>(List.of(ignoreFile(TreePath.ROOT)));
    if (notApplied.contains(User.IGNORE_FILE)) {
      SharedHistory shared = stations.values().iterator().next().shared();
      head.flatMap(id -> shared.file(id, User.IGNORE_FILE))
          .map(IgnoreFile::parse)
          .ifPresent(versions::add);
    }
    for (OpenConflict conflict : workspace.conflicts()) {
      if (conflict.path().equals(User.IGNORE_FILE)) {
        conflict.terms().stream()
            .flatMap(term -> workspace.content(term.entry(), anyPlace()).stream())
            .map(IgnoreFile::parse)
            .forEach(versions::add);
      }
    }
    return versions;
  }

  private boolean ignores(IgnoreFile root, TreePath path, boolean directory) {
    IgnoreRules rules = IgnoreRules.root(IgnoreFile.EMPTY, root);
    TreePath here = TreePath.ROOT;
    List<String> names = path.names();
    for (String name : names.subList(0, names.size() - 1)) {
      if (rules.ignoresDirectory(name)) {
        return true;
      }
      here = here.child(name);
      rules = rules.enter(name, ignoreFile(here));
    }
    return directory ? rules.ignoresDirectory(path.name()) : rules.ignoresFile(path.name());
  }

  private IgnoreFile ignoreFile(TreePath directory) {
    TreePath path = directory.child(IgnoreFile.NAME);
    boolean there;
    try {
      there = ports.files().stat(path).map(Stat::kind).filter(Stat.Kind.FILE::equals).isPresent();
    } catch (FileFailure noDirectory) {
      there = false;
    }
    return there ? IgnoreFile.parse(ToyScan.read(ports.files(), path)) : IgnoreFile.EMPTY;
  }

  @Override
  public Map<ObjectId, String> history() {
    Map<ObjectId, String> commits = new LinkedHashMap<>();
    workspace
        .log(Optional.empty(), Integer.MAX_VALUE)
        .forEach(entry -> commits.put(entry.id(), entry.commit().device().text()));
    return commits;
  }

  @Override
  public Set<Bytes> reachable() {
    Set<Bytes> digests = kept();
    stations.values().forEach(station -> digests.addAll(station.shared().contents()));
    return digests;
  }

  @Override
  public Set<Bytes> kept() {
    Set<Bytes> digests = new HashSet<>();
    for (Listing.Item kept : ports.files().list(TRASH).items()) {
      if (kept.stat().kind() == Stat.Kind.FILE) {
        digests.add(Digests.of(ToyScan.read(ports.files(), TRASH.child(kept.name()))));
      }
    }
    return digests;
  }

  @Override
  public void lookCloser() {
    observations.lookCloser();
  }

  @Override
  public List<String> events() {
    return observations.take();
  }

  @Override
  public List<String> verify() {
    observations.note();
    problems().stream()
        .filter(problem -> problem.kind() == Problem.Kind.ESCAPED)
        .forEach(problem -> observations.saw("problem: " + problem.kind()));
    List<String> findings = new ArrayList<>();
    stations.forEach((site, station) -> {
      findings.addAll(
          workspace.verify(Verification.CHECK, Optional.of(station.remote())).damaged());
      Optional<ObjectId> there = station.remote().remote().refresh().head(BRANCH);
      if (!there.equals(head)) {
        findings.add(site + " stands at " + there + " and not at " + head);
      }
    });
    return findings;
  }

  @Override
  public void close() {
    workspace.close();
  }
}
