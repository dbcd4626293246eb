package dev.tidelock.engine.scan;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.ignore.IgnoreFile;
import dev.tidelock.core.ignore.IgnoreRules;
import dev.tidelock.core.name.NameVerdict;
import dev.tidelock.core.name.Names;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.Listing;
import dev.tidelock.engine.port.Stat;
import dev.tidelock.engine.shown.Shown;
import dev.tidelock.engine.shown.ShownIndex;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Finds how the disk differs from what was shown. One scan is one instance, used once, by one
/// thread.
///
/// Every directory is listed; a file is read only if its [Stat] is not the one remembered. Nothing
/// is concluded from what could not be seen: a directory that cannot be listed, a name that cannot
/// be decoded, a path that an ignore rule covers, another volume in a directory's place are
/// *unknown* and produce no change.
public final class Scanner {
  private static final int MAX_DEPTH = 900;
  private static final List<String> LOGS = List.of("-wal", "-journal");

  private final FileSystem files;
  private final ShownIndex shown;
  private final LeafReader leaves;
  private final ScanOptions options;
  private final Inodes inodes;
  private final long rootVolume;

  private final SortedMap<TreePath, Change> changes = new TreeMap<>();
  private final SortedMap<TreePath, Shown> refreshed = new TreeMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<Absence> absences = new ArrayList<>();
  private final Set<TreePath> forgotten = new HashSet<>();
  private final Set<TreePath> logged = new HashSet<>();

  /// @param files the disk
  /// @param shown what it showed
  /// @param leaves reads what changed
  /// @param options what to go by
  public Scanner(FileSystem files, ShownIndex shown, LeafReader leaves, ScanOptions options) {
    this.files = files;
    this.shown = shown;
    this.leaves = leaves;
    this.options = options;
    this.inodes = new Inodes(files, shown);
    this.rootVolume = files.stat(TreePath.ROOT).map(Stat::volume).orElse(0L);
  }

  /// Looks at everything.
  ///
  /// @throws FileFailure if the root itself cannot be listed
  public ScanResult scan() {
    Listing root = files.list(TreePath.ROOT);
    IgnoreRules rules = IgnoreRules.root(options.overrides(), ignoreFile(TreePath.ROOT, root));
    contents(TreePath.ROOT, Optional.of(TreePath.ROOT), root, rules);
    absences.forEach(this::conclude);
    return new ScanResult(inodes.moves(), changes, refreshed, forgotten, problems);
  }

  private void directory(TreePath path, Optional<TreePath> before, IgnoreRules parent) {
    Listing listing;
    try {
      listing = files.list(path);
    } catch (FileFailure failure) {
      problem(path, Problem.Kind.UNREADABLE, failure.getMessage());
      return;
    }
    IgnoreRules rules = parent.enter(path.name(), ignoreFile(path, listing));
    contents(path, before, listing, rules);
  }

  private void contents(
      TreePath path, Optional<TreePath> before, Listing listing, IgnoreRules rules) {
    SortedMap<String, Shown> expected = before.map(shown::children).orElseGet(TreeMap::new);
    for (Listing.Unreadable unreadable : listing.unreadable()) {
      expected.remove(unreadable.shownName());
      String at = path.isRoot() ? unreadable.shownName() : path + "/" + unreadable.shownName();
      problems.add(
          unreadable.reason() == FileFailure.Reason.UNDECODABLE
              ? new Problem(at, Problem.Kind.NAME, "its name is not UTF-8; rename it to sync it")
              : new Problem(at, Problem.Kind.UNREADABLE, "cannot be read: " + unreadable.reason()));
    }
    noteLogs(path, listing);
    List<Listing.Item> items = new ArrayList<>(listing.items());
    items.sort(Comparator.comparing(Listing.Item::name));
    for (Listing.Item item : items) {
      Optional<Shown> then = Optional.ofNullable(expected.remove(item.name()));
      if (carried(path, item, then, rules)) {
        Optional<TreePath> origin = before.map(directory -> directory.child(item.name()));
        item(path.child(item.name()), item.stat(), then, origin, rules);
      }
    }
    expected.forEach((name, then) -> absent(path, before.orElseThrow(), name, then, rules));
  }

  /// A database that has a log beside it may say something new although its file stands still.
  private void noteLogs(TreePath directory, Listing listing) {
    for (Listing.Item item : listing.items()) {
      for (String suffix : LOGS) {
        String name = item.name();
        if (name.endsWith(suffix) && name.length() > suffix.length() && item.stat().size() > 0) {
          logged.add(directory.child(name.substring(0, name.length() - suffix.length())));
        }
      }
    }
  }

  private boolean carried(
      TreePath directory, Listing.Item item, Optional<Shown> then, IgnoreRules rules) {
    TreePath path = directory.child(item.name());
    boolean ignored =
        item.stat().kind() == Stat.Kind.DIRECTORY
            ? rules.ignoresDirectory(item.name())
            : rules.ignoresFile(item.name());
    if (ignored || item.stat().kind() == Stat.Kind.FILE && leaves.isSideFile(path)) {
      return false;
    }
    if (item.stat().kind() == Stat.Kind.DIRECTORY && path.names().size() > MAX_DEPTH) {
      problem(path, Problem.Kind.NAME, "directories more than 900 deep are not carried");
      return false;
    }
    NameVerdict verdict = Names.check(item.name());
    if (!verdict.accepted()) {
      problem(path, Problem.Kind.NAME, verdict.reason());
      return false;
    }
    if (item.stat().kind() == Stat.Kind.SPECIAL) {
      problem(path, Problem.Kind.SPECIAL, "a FIFO, socket or device is never synced");
      return false;
    }
    if (then.orElse(null) instanceof Shown.Directory directoryThen
        && item.stat().kind() == Stat.Kind.DIRECTORY
        && directoryThen.elsewhere() != (item.stat().volume() != rootVolume)) {
      problem(path, Problem.Kind.VOLUME, "another volume was here before");
      return false;
    }
    return true;
  }

  private void item(
      TreePath path, Stat now, Optional<Shown> then, Optional<TreePath> place, IgnoreRules rules) {
    boolean stayed = then.filter(shownThen -> sameInode(shownThen.stat(), now)).isPresent();
    Optional<TreePath> origin = stayed ? Optional.empty() : inodes.origin(path, now);
    Optional<TreePath> before = origin.or(() -> then.isPresent() ? place : Optional.empty());
    Optional<Shown> known = origin.isPresent() ? shown.get(origin.get()) : then;
    if (now.kind() == Stat.Kind.DIRECTORY) {
      subdirectory(path, now, known, before, rules);
      return;
    }
    Optional<Shown.Leaf> leafThen =
        known.filter(Shown.Leaf.class::isInstance).map(Shown.Leaf.class::cast);
    if (origin.isEmpty()
        && leafThen.filter(leaf -> settled(leaf, now)).isPresent()
        && !logged.contains(path)) {
      return;
    }
    switch (leaves.read(path, now)) {
      case LeafReader.Read read -> leaf(path, read, leafThen);
      case LeafReader.Left left -> problem(path, left.kind(), left.reason());
      case LeafReader.Vanished _ -> problem(path, Problem.Kind.BUSY, "went while it was read");
    }
  }

  private void leaf(TreePath path, LeafReader.Read read, Optional<Shown.Leaf> then) {
    Shown.Leaf now = new Shown.Leaf(read.entry(), read.stat(), read.trust(), Optional.empty());
    if (then.isEmpty()) {
      changes.put(path, new Change.Put(now));
    } else if (then.get().entry().sameAs(read.entry())) {
      refreshed.put(path, then.get().at(read.stat(), read.trust()));
    } else {
      changes.put(path, new Change.Put(now.as(then.get().term())));
    }
  }

  private void subdirectory(
      TreePath path,
      Stat now,
      Optional<Shown> known,
      Optional<TreePath> before,
      IgnoreRules rules) {
    boolean wasDirectory = known.filter(Shown.Directory.class::isInstance).isPresent();
    Shown.Directory tracked = directory(now, Shown.Standing.TRACKED);
    if (!wasDirectory) {
      changes.put(path, new Change.MakeDirectory(tracked));
      directory(path, Optional.empty(), rules);
      return;
    }
    Shown.Directory then = (Shown.Directory) known.orElseThrow();
    int changesBefore = changes.size();
    directory(path, before, rules);
    if (then.standing() == Shown.Standing.LEFT_OVER) {
      if (changes.size() > changesBefore) {
        changes.put(path, new Change.MakeDirectory(tracked));
      }
    } else if (!sameInode(then.stat(), now)) {
      refreshed.put(path, tracked);
    }
  }

  private void absent(
      TreePath directory, TreePath before, String name, Shown then, IgnoreRules rules) {
    boolean ignored =
        then instanceof Shown.Directory ? rules.ignoresDirectory(name) : rules.ignoresFile(name);
    if (then instanceof Shown.Directory inner && inner.elsewhere() && !elsewhere(before)) {
      problem(directory.child(name), Problem.Kind.VOLUME, "another volume was here before");
      return;
    }
    absences.add(new Absence(directory.child(name), before.child(name), then, ignored));
  }

  private boolean elsewhere(TreePath before) {
    return !before.isRoot()
        && shown.get(before).orElse(null) instanceof Shown.Directory directory
        && directory.elsewhere();
  }

  private void conclude(Absence absence) {
    if (inodes.moved(absence.before())) {
      return;
    }
    boolean leftOver =
        absence.then() instanceof Shown.Directory directory
            && directory.standing() == Shown.Standing.LEFT_OVER;
    // What goes while it is ignored was deleted by nobody, also once the rule is gone.
    if (leftOver || absence.ignored() || options.absence() == ScanOptions.Absence.UNKNOWN) {
      forgotten.add(absence.path());
    } else {
      changes.put(absence.path(), new Change.Gone());
    }
  }

  private IgnoreFile ignoreFile(TreePath directory, Listing listing) {
    boolean there =
        listing.items().stream()
            .anyMatch(item ->
                item.name().equals(IgnoreFile.NAME) && item.stat().kind() == Stat.Kind.FILE);
    if (!there) {
      return IgnoreFile.EMPTY;
    }
    TreePath path = directory.child(IgnoreFile.NAME);
    try {
      IgnoreFile file = IgnoreFile.parse(readStart(path));
      for (IgnoreFile.Warning warning : file.warnings()) {
        problem(
            path, Problem.Kind.IGNORE_FILE, "line " + warning.line() + ": " + warning.message());
      }
      return file;
    } catch (FileFailure failure) {
      problem(path, Problem.Kind.UNREADABLE, failure.getMessage());
      return IgnoreFile.EMPTY;
    }
  }

  private Bytes readStart(TreePath path) {
    try (FileSystem.Source source = files.open(path)) {
      long size = Math.min(source.stat().size(), IgnoreFile.MAX_BYTES + 1L);
      ByteBuffer buffer = ByteBuffer.allocate((int) size);
      while (buffer.hasRemaining() && source.read(buffer, buffer.position()) >= 0) {
        // The buffer's position says how far it is.
      }
      return Bytes.copyOf(buffer.flip());
    }
  }

  private Shown.Directory directory(Stat stat, Shown.Standing standing) {
    return new Shown.Directory(stat, standing, stat.volume() != rootVolume);
  }

  private static boolean settled(Shown.Leaf leaf, Stat now) {
    return leaf.trust() == Shown.Trust.SETTLED && leaf.matches(now);
  }

  private static boolean sameInode(Stat then, Stat now) {
    return then.inode() == now.inode()
        && then.kind() == now.kind()
        && then.birth().equals(now.birth());
  }

  private void problem(TreePath path, Problem.Kind kind, String detail) {
    problems.add(new Problem(path.toString(), kind, detail));
  }

  /// Something shown that is not there.
  ///
  /// @param path where it would be now, after moves
  /// @param before where it was shown
  /// @param then what was shown
  /// @param ignored whether the rules in force cover it
  private record Absence(TreePath path, TreePath before, Shown then, boolean ignored) {}
}
