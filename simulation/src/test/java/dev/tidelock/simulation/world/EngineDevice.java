package dev.tidelock.simulation.world;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.ignore.IgnoreFile;
import dev.tidelock.core.ignore.IgnoreRules;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.tree.DeviceId;
import dev.tidelock.core.tree.Term;
import dev.tidelock.engine.guard.SafetyStop;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.Listing;
import dev.tidelock.engine.port.Stat;
import dev.tidelock.engine.remote.Genesis;
import dev.tidelock.engine.remote.LogRemote;
import dev.tidelock.engine.remote.ProjectId;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.remote.RemoteCache;
import dev.tidelock.engine.remote.RemoteProjects;
import dev.tidelock.engine.scan.Look;
import dev.tidelock.engine.scan.Lookout;
import dev.tidelock.engine.scan.Problem;
import dev.tidelock.engine.scan.Scope;
import dev.tidelock.engine.scan.TwoSightings;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.engine.sync.Decision;
import dev.tidelock.engine.sync.Keeping;
import dev.tidelock.engine.sync.OpenConflict;
import dev.tidelock.engine.sync.Progress;
import dev.tidelock.engine.sync.RemotePlace;
import dev.tidelock.engine.sync.SyncOutcome;
import dev.tidelock.engine.sync.SyncRequest;
import dev.tidelock.engine.sync.Verification;
import dev.tidelock.engine.sync.Workspace;
import dev.tidelock.engine.sync.WorkspaceParts;
import dev.tidelock.simulation.disk.Digests;
import dev.tidelock.structured.FileMergers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The real engine as a device of the simulation.
final class EngineDevice implements SimDevice {
  private static final String BRANCH = "main";
  private static final Bytes SEED = Bytes.wrap(new byte[32]);
  private static final String STORAGE = "storage";
  private static final ProjectId PROJECT = new ProjectId("simulated-project");

  /// Small, so that there are many packs.
  private static final int PACK_BYTES = 1 << 16;

  private static final TreePath TRASH = TreePath.parse(".tidelock/trash");

  private final Ports ports;
  private final Genesis genesis = new Genesis(PROJECT, "simulated", SEED);
  private final RemotePlace place;
  private final Workspace workspace;
  private final SharedHistory shared;
  private final TwoSightings sightings;
  private Optional<ObjectId> head = Optional.empty();
  private List<String> held = List.of();
  private Set<TreePath> notApplied = Set.of();

  EngineDevice(Ports ports) {
    this.ports = ports;
    this.sightings = new TwoSightings(ports.clock());
    Remote remote =
        new LogRemote(
            ports.blobs(),
            PROJECT,
            new RemoteCache(ports.state(), STORAGE),
            new EnvelopeCodec(ports.compression()),
            ports.randomness(),
            PACK_BYTES);
    this.place = new RemotePlace(STORAGE, remote);
    this.shared = new SharedHistory(remote, BRANCH, SEED);
    this.workspace =
        Workspace.open(
            new WorkspaceParts(
                PROJECT.text(),
                SEED,
                new DeviceId(ports.device()),
                ports.device(),
                BRANCH,
                IgnoreFile.EMPTY,
                Keeping.SMALL_CONTENTS,
                ports.files(),
                ports.state(),
                ports.clock(),
                ports.randomness(),
                ports.compression(),
                new FileMergers()));
  }

  @Override
  public Result sync(Consent consent) {
    new RemoteProjects(ports.blobs()).create(genesis);
    Result result = sync(Optional.empty());
    if (consent == Consent.ACCEPT) {
      for (String plan : held) {
        Result more = sync(Optional.of(plan));
        result = new Result(result.worked() || more.worked(), more.held(), more.troubles());
      }
    }
    return result;
  }

  @Override
  public Result glance(Set<TreePath> directories) {
    new RemoteProjects(ports.blobs()).create(genesis);
    return sync(Optional.empty(), new Look(Scope.of(directories), Lookout.NONE, sightings));
  }

  private Result sync(Optional<String> acceptance) {
    return sync(acceptance, Look.ONCE);
  }

  private Result sync(Optional<String> acceptance, Look look) {
    SyncRequest usual = SyncRequest.usual();
    SyncOutcome outcome =
        workspace.sync(
            new SyncRequest(
                usual.direction(),
                usual.strategies(),
                acceptance,
                usual.effect(),
                usual.message(),
                look),
            Optional.of(place),
            Progress.NONE);
    head = outcome.commit();
    held = outcome.stops().stream().map(SafetyStop::plan).toList();
    notApplied =
        outcome.problems().stream()
            .filter(problem -> problem.kind() == Problem.Kind.NOT_APPLIED)
            .map(problem -> TreePath.parse(problem.path()))
            .collect(Collectors.toSet());
    List<String> troubles = new ArrayList<>();
    outcome.problems().forEach(problem -> troubles.add(problem.toString()));
    outcome.unreachable().ifPresent(failure -> troubles.add(failure.toString()));
    boolean worked = outcome.filesUp() + outcome.filesDown() + outcome.bytesUp() > 0;
    return new Result(worked, !held.isEmpty(), troubles);
  }

  @Override
  public Map<TreePath, TreeItem> tree() {
    return head.map(shared::tree).orElse(Map.of());
  }

  @Override
  public Set<TreePath> notApplied() {
    return notApplied;
  }

  @Override
  public List<TreePath> conflicts() {
    return workspace.conflicts().stream().map(OpenConflict::path).toList();
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
        term -> workspace.resolve(conflict, new Decision.TakeTerm(term.key()), Optional.of(place)));
  }

  @Override
  public boolean ignores(TreePath path, boolean directory) {
    return ignoreFiles().stream().anyMatch(root -> ignores(root, path, directory));
  }

  /// The ignore file that the disk shows at the top, and if it is in conflict all of its versions.
  private List<IgnoreFile> ignoreFiles() {
    List<IgnoreFile> versions = new ArrayList<>(List.of(ignoreFile(TreePath.ROOT)));
    for (OpenConflict conflict : workspace.conflicts()) {
      if (conflict.path().equals(User.IGNORE_FILE)) {
        conflict.terms().stream()
            .flatMap(term -> workspace.content(term.entry(), Optional.of(place)).stream())
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
  public Set<Bytes> reachable() {
    Set<Bytes> digests = shared.contents();
    for (Listing.Item kept : ports.files().list(TRASH).items()) {
      if (kept.stat().kind() == Stat.Kind.FILE) {
        digests.add(Digests.of(ToyScan.read(ports.files(), TRASH.child(kept.name()))));
      }
    }
    return digests;
  }

  @Override
  public List<String> verify() {
    return workspace.verify(Verification.CHECK, Optional.of(place)).damaged();
  }

  @Override
  public void close() {
    workspace.close();
  }
}
