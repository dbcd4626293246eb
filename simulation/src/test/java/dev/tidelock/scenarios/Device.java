package dev.tidelock.scenarios;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.content.TextMerger;
import dev.tidelock.core.ignore.IgnoreFile;
import dev.tidelock.core.merge.Strategy;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.tree.DeviceId;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.Term;
import dev.tidelock.engine.guard.SafetyStop;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.StateStore;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.scan.Look;
import dev.tidelock.engine.sync.DatabaseParts;
import dev.tidelock.engine.sync.Decision;
import dev.tidelock.engine.sync.Direction;
import dev.tidelock.engine.sync.Keeping;
import dev.tidelock.engine.sync.LogEntry;
import dev.tidelock.engine.sync.OpenConflict;
import dev.tidelock.engine.sync.Progress;
import dev.tidelock.engine.sync.RemotePlace;
import dev.tidelock.engine.sync.Resolution;
import dev.tidelock.engine.sync.Revision;
import dev.tidelock.engine.sync.SyncOutcome;
import dev.tidelock.engine.sync.SyncRequest;
import dev.tidelock.engine.sync.Workspace;
import dev.tidelock.engine.sync.WorkspaceIdentity;
import dev.tidelock.engine.sync.WorkspaceParts;
import dev.tidelock.engine.sync.WorkspaceStatus;
import dev.tidelock.platform.database.SqliteDatabases;
import dev.tidelock.platform.linux.LinuxFileSystem;
import dev.tidelock.platform.linux.SystemClock;
import dev.tidelock.platform.sqlite.SqliteStateStore;
import dev.tidelock.simulation.port.DeflateCompression;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/// A device in a scenario: a directory in which a user works, and the engine, opened anew for each
/// thing it does, as a command does it.
final class Device {
  private final World world;
  private final String name;
  private final Path root;
  private final TestClock clock = new TestClock();
  private final Random chance;
  private Place place;
  private Around around = Around.NOTHING;
  private IgnoreFile overrides = IgnoreFile.EMPTY;
  private Keeping keeping = Keeping.SMALL_CONTENTS;

  Device(World world, String name, Path root, Place place, long seed) {
    this.world = world;
    this.name = name;
    this.root = root;
    this.place = place;
    this.chance = new Random(seed);
  }

  String name() {
    return name;
  }

  Path root() {
    return root;
  }

  TestClock clock() {
    return clock;
  }

  Path path(String path) {
    return root.resolve(path);
  }

  // What its user does.

  /// Writes a file anew: what it held is overwritten in place.
  void write(String path, String text) {
    write(path, Bytes.utf8(text));
  }

  void write(String path, Bytes content) {
    abandon(path);
    run(() -> {
      Files.createDirectories(path(path).getParent());
      Files.write(path(path), content.toByteArray());
    });
  }

  void append(String path, String text) {
    abandon(path);
    run(() -> Files.writeString(path(path), text, StandardOpenOption.APPEND));
  }

  /// Writes beside a file and renames over it, as careful editors do.
  void replace(String path, String text) {
    abandon(path);
    run(() -> {
      Path beside = path(path + "~new");
      Files.writeString(beside, text);
      Files.move(
          beside, path(path), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    });
  }

  void delete(String path) {
    if (has(path)) {
      abandon(path);
    }
    Disks.delete(path(path));
  }

  void move(String from, String to) {
    run(() -> {
      Files.createDirectories(path(to).getParent());
      Files.move(path(from), path(to));
    });
  }

  void makeDirectory(String path) {
    run(() -> Files.createDirectories(path(path)));
  }

  void link(String path, String text) {
    run(() -> {
      Files.deleteIfExists(path(path));
      Files.createSymbolicLink(path(path), Path.of(text));
    });
  }

  void setExecutable(String path, boolean executable) {
    run(() -> {
      Set<PosixFilePermission> now = new HashSet<>(Files.getPosixFilePermissions(path(path)));
      if (executable) {
        now.add(PosixFilePermission.OWNER_EXECUTE);
      } else {
        now.removeIf(permission -> permission.name().endsWith("EXECUTE"));
      }
      Files.setPosixFilePermissions(path(path), now);
    });
  }

  /// What stands at a path, or below it, is about to be no more.
  private void abandon(String path) {
    if (Files.isRegularFile(path(path), LinkOption.NOFOLLOW_LINKS)) {
      abandon(path, Bytes.wrap(call(() -> Files.readAllBytes(path(path)))));
    } else if (Files.isDirectory(path(path), LinkOption.NOFOLLOW_LINKS)) {
      Sight.of(path(path))
          .forEach((below, sight) -> {
            if (sight instanceof Sight.OfFile file) {
              abandon(path + "/" + below, file.content());
            }
          });
    }
  }

  private void abandon(String path, Bytes content) {
    if (world.isApart(path)) {
      world.ledger().abandonUnshared(this, content);
    } else {
      world.ledger().abandon(this, content);
    }
  }

  // What its user sees.

  SortedMap<String, Sight> sees() {
    return Sight.of(root);
  }

  String text(String path) {
    return call(() -> Files.readString(path(path)));
  }

  boolean has(String path) {
    return Files.exists(path(path), LinkOption.NOFOLLOW_LINKS);
  }

  long inode(String path) {
    return call(() -> (Long) Files.getAttribute(path(path), "unix:ino"));
  }

  // What it does.

  /// From now on it syncs with another place.
  void use(Place other) {
    place = other;
  }

  /// Its own ignore patterns from now on.
  void override(String patterns) {
    overrides = IgnoreFile.parse(Bytes.utf8(patterns));
  }

  /// From now on it keeps these contents itself.
  void keep(Keeping contents) {
    keeping = contents;
  }

  /// From now on something stands between the engine and its ports.
  void surround(Around by) {
    around = by;
  }

  SyncOutcome sync() {
    return sync(SyncRequest.usual());
  }

  SyncOutcome sync(Direction direction) {
    return sync(SyncRequest.usual().towards(direction));
  }

  SyncOutcome sync(Strategy strategy) {
    return sync(SyncRequest.usual().decidingFiles(_ -> strategy).saying("chosen"));
  }

  SyncOutcome sync(Look look) {
    return sync(SyncRequest.usual().looking(look));
  }

  /// Syncs with several places in turn, as one program.
  List<SyncOutcome> syncWith(Place... places) {
    world.ledger().witness(this);
    List<SyncOutcome> outcomes = new ArrayList<>();
    List<Place.Connection> open = new ArrayList<>();
    try (LinuxFileSystem files = LinuxFileSystem.open(root);
        StateStore state = SqliteStateStore.open(path(".tidelock/state.db"));
        Workspace workspace = Workspace.open(parts(files, state))) {
      for (Place each : places) {
        Place.Connection connection = each.connect(state, this::random);
        open.add(connection);
        RemotePlace remote = new RemotePlace(each.name(), connection.remote());
        outcomes.add(workspace.sync(SyncRequest.usual(), Optional.of(remote), Progress.NONE));
      }
    } finally {
      open.forEach(Place.Connection::close);
    }
    return outcomes;
  }

  /// Syncs and lets a set pass that was held back.
  SyncOutcome accept(SafetyStop stop) {
    return accept(stop.plan());
  }

  SyncOutcome accept(String plan) {
    return sync(SyncRequest.usual().accepting(Optional.of(plan)));
  }

  SyncOutcome preview() {
    return sync(SyncRequest.usual().acting(SyncRequest.Effect.PREVIEW));
  }

  SyncOutcome sync(SyncRequest request) {
    world.ledger().witness(this);
    SyncOutcome outcome = syncUnwitnessed(request);
    boolean sends =
        request.direction() != Direction.DOWN
            && request.effect() == SyncRequest.Effect.REAL
            && outcome.unreachable().isEmpty();
    if (sends) {
      world.ledger().sent(this);
    }
    return outcome;
  }

  /// Syncs without a look at what the disk shows, which this user may not read.
  SyncOutcome syncUnwitnessed() {
    return syncUnwitnessed(SyncRequest.usual());
  }

  private SyncOutcome syncUnwitnessed(SyncRequest request) {
    return open((workspace, remote) -> workspace.sync(request, remote, Progress.NONE));
  }

  /// Keeps the disk's state in the local history; nothing is sent.
  SyncOutcome keep() {
    return open(
        (workspace, _) -> workspace.sync(SyncRequest.usual(), Optional.empty(), Progress.NONE));
  }

  /// Its place is removed: it knows nothing of it any more.
  void forgetPlace() {
    open(workspace -> {
      workspace.forget(place.name());
      return true;
    });
  }

  WorkspaceStatus status() {
    return open((workspace, _) -> workspace.status(Optional.of(place.name())));
  }

  List<OpenConflict> conflicts() {
    return open((workspace, _) -> workspace.conflicts());
  }

  OpenConflict conflict(String path) {
    return conflicts().stream()
        .filter(conflict -> conflict.path().equals(TreePath.parse(path)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no conflict at " + path + " but " + conflicts()));
  }

  /// The texts of a conflict's terms.
  List<String> terms(String path) {
    return conflict(path).terms().stream().map(term -> content(term.entry())).toList();
  }

  String content(Entry.Leaf leaf) {
    return bytes(leaf).toUtf8();
  }

  Bytes bytes(Entry.Leaf leaf) {
    return open((workspace, remote) -> workspace.content(leaf, remote))
        .orElseThrow(() -> new AssertionError("the content cannot be had: " + leaf));
  }

  /// The different contents that the history can give back for a path, the newest first.
  List<Bytes> past(String path) {
    TreePath at = TreePath.parse(path);
    return open((workspace, remote) ->
            workspace.log(Optional.empty(), Integer.MAX_VALUE).stream()
                .map(LogEntry::id)
                .map(Revision.Of::new)
                .map(then -> workspace.diff(new Revision.Nothing(), then, Optional.of(at), remote))
                .flatMap(List::stream)
                .filter(diff -> diff.path().equals(at))
                .flatMap(diff -> diff.after().stream())
                .toList())
        .stream()
        .filter(Entry.File.class::isInstance)
        .map(entry -> Fetched.bytes(this, (Entry.File) entry))
        .distinct()
        .toList();
  }

  /// Ends a conflict: the term with this text stays.
  Resolution take(String path, String text) {
    OpenConflict conflict = conflict(path);
    Term chosen =
        conflict.terms().stream()
            .filter(term -> content(term.entry()).equals(text))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no such term: " + terms(path)));
    return resolve(path, new Decision.TakeTerm(chosen.key()));
  }

  Resolution resolve(String path, Decision decision) {
    world.ledger().witness(this);
    OpenConflict conflict = conflict(path);
    return open((workspace, remote) -> workspace.resolve(conflict, decision, remote));
  }

  List<LogEntry> log() {
    return open((workspace, _) -> workspace.log(Optional.empty(), Integer.MAX_VALUE));
  }

  List<LogEntry> log(String path) {
    return open(
        (workspace, _) -> workspace.log(Optional.of(TreePath.parse(path)), Integer.MAX_VALUE));
  }

  <T> T open(Function<Workspace, T> use) {
    return open((workspace, _) -> use.apply(workspace));
  }

  /// Opens the workspace and the way to its place, if it can be reached, and closes both again.
  <T> T open(BiFunction<Workspace, Optional<RemotePlace>, T> use) {
    makeDirectory(".tidelock");
    try (LinuxFileSystem files = LinuxFileSystem.open(root);
        StateStore state = around.state(SqliteStateStore.open(path(".tidelock/state.db")))) {
      try (Workspace workspace = Workspace.open(parts(around.files(files), state));
          Place.Connection connection = place.connect(state, this::random)) {
        Remote remote = around.remote(connection.remote());
        return use.apply(workspace, Optional.of(new RemotePlace(place.name(), remote)));
      }
    }
  }

  private WorkspaceParts parts(FileSystem files, StateStore state) {
    return new WorkspaceParts(
        new WorkspaceIdentity(
            World.PROJECT.text(), World.SEED, "main", new DeviceId(name), "user of " + name),
        overrides,
        keeping,
        files,
        state,
        clock,
        this::random,
        new DeflateCompression(),
        _ -> new TextMerger(),
        DatabaseParts.of(around.databases(new SqliteDatabases(new SystemClock(), root))));
  }

  private Bytes random(int size) {
    byte[] bytes = new byte[size];
    chance.nextBytes(bytes);
    return Bytes.wrap(bytes);
  }

  @Override
  public String toString() {
    return "device " + name;
  }

  private static void run(Work work) {
    call(() -> {
      work.run();
      return true;
    });
  }

  private static <T> T call(Question<T> question) {
    try {
      return question.ask();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @FunctionalInterface
  private interface Work {
    void run() throws IOException;
  }

  @FunctionalInterface
  private interface Question<T> {
    T ask() throws IOException;
  }
}
