package dev.tidelock.engine.scan;

import dev.tidelock.core.commit.Rename;
import dev.tidelock.core.ignore.IgnoreFile;
import dev.tidelock.core.ignore.IgnoreRules;
import dev.tidelock.core.name.NameVerdict;
import dev.tidelock.core.name.Names;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.Listing;
import dev.tidelock.engine.port.Stat;
import dev.tidelock.engine.shown.Shown;
import dev.tidelock.engine.shown.ShownIndex;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Finds how the disk differs from what was shown. One scan is one instance, used once, by one
/// thread.
///
/// Every directory of the [Scope] is listed, and with it, whole, every directory found there that
/// is new, was moved or replaced, or that nobody watches. On the way to a directory of the scope
/// nothing is listed, unless the way is not as it was shown: then the last directory that is stands
/// in for what is behind it. A file is read only if its [Stat] is not the one remembered.
///
/// Nothing is concluded from what could not be seen: a directory that is not listed, or cannot be,
/// a name that cannot be decoded, a path that an ignore rule covers, another volume in a
/// directory's place are *unknown* and produce no change. What is gone produces one only once the
/// [Sightings] confirm it.
public final class Scanner {
  private static final int MAX_DEPTH = 300;
  private static final List<String> LOGS = List.of("-wal", "-journal");

  private final FileSystem files;
  private final ShownIndex shown;
  private final LeafReader leaves;
  private final ScanOptions options;
  private final Look look;
  private final Inodes inodes;
  private final IgnoreFiles ignores;
  private final RulesBefore rulesBefore;
  private final long rootVolume;

  private final SortedMap<TreePath, Change> changes = new TreeMap<>();
  private final SortedMap<TreePath, Shown> refreshed = new TreeMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<Absence> absences = new ArrayList<>();
  private final List<Replacement> replacements = new ArrayList<>();
  private final List<Cover> covers = new ArrayList<>();
  private final Map<TreePath, Within> relocated = new HashMap<>();
  private final Set<TreePath> covered = new HashSet<>();
  private final Set<TreePath> forgotten = new HashSet<>();
  private final Map<TreePath, Shown.Directory> leftOver = new HashMap<>();
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
    this.look = options.look();
    this.inodes = new Inodes(files, shown);
    this.rulesBefore = new RulesBefore(shown, options);
    this.ignores = new IgnoreFiles(files, rulesBefore, problems::add);
    this.rootVolume = files.stat(TreePath.ROOT).map(Stat::volume).orElse(0L);
  }

  /// Looks.
  ///
  /// @throws FileFailure if the root itself cannot be listed
  public ScanResult scan() {
    Optional<TreePath> root = Optional.of(TreePath.ROOT);
    if (isWanted(TreePath.ROOT) || !pass(TreePath.ROOT, rootRules(ignores.in(TreePath.ROOT)))) {
      look.lookout().entering(TreePath.ROOT);
      Listing listing = files.list(TreePath.ROOT);
      contents(TreePath.ROOT, root, listing, rootRules(ignores.in(TreePath.ROOT, listing)));
    }
    // Only now is it known what moved.
    for (int i = 0; i < replacements.size(); i++) {
      replacements.get(i).conclude();
    }
    inodes.left().forEach(this::anew);
    absences.forEach(this::conclude);
    covers.forEach(this::conclude);
    List<Rename> moves = inodes.moves();
    moves.forEach(move -> takeUp(move.to()));
    look.sightings().end(look.scope());
    return new ScanResult(
        moves, changes, refreshed, forgotten, covered, leftOver.keySet(), problems);
  }

  private Within rootRules(IgnoreFile file) {
    return new Within(IgnoreRules.root(options.overrides(), file), Depth.SCOPE);
  }

  private boolean isWanted(TreePath directory) {
    return look.scope().covers(directory) || !look.lookout().watches(directory);
  }

  /// Goes on toward what is in scope below a directory that is not. Does nothing and answers false
  /// if something on the way is not as it was shown.
  private boolean pass(TreePath path, Within within) {
    List<Listing.Item> way = new ArrayList<>();
    for (String name : look.scope().toward(path)) {
      Optional<Stat> now = unmoved(path.child(name));
      if (now.isEmpty()) {
        return false;
      }
      way.add(new Listing.Item(name, now.get()));
    }
    for (Listing.Item item : way) {
      Optional<Shown> then = shown.get(path.child(item.name()));
      if (carried(path, item, then, within.rules())) {
        item(
            path.child(item.name()),
            item.stat(),
            then,
            then.map(_ -> path.child(item.name())),
            within);
      }
    }
    return true;
  }

  /// The state of a directory that stands where it was shown.
  private Optional<Stat> unmoved(TreePath directory) {
    try {
      return files
          .stat(directory)
          .filter(now -> now.kind() == Stat.Kind.DIRECTORY)
          .filter(now -> shown.get(directory).filter(it -> sameInode(it.stat(), now)).isPresent());
    } catch (FileFailure _) {
      // The listing of its parent tells what is the matter.
      return Optional.empty();
    }
  }

  private void directory(TreePath path, Optional<TreePath> before, Within parent) {
    if (parent.depth() == Depth.SCOPE
        && !isWanted(path)
        && pass(path, parent.enter(path.name(), ignores.in(path)))) {
      return;
    }
    look.lookout().entering(path);
    Listing listing;
    try {
      listing = files.list(path);
    } catch (FileFailure failure) {
      problem(path, Problem.Kind.UNREADABLE, failure.getMessage());
      return;
    }
    contents(path, before, listing, parent.enter(path.name(), ignores.in(path, listing)));
  }

  private void contents(TreePath path, Optional<TreePath> before, Listing listing, Within within) {
    if (before.filter(it -> !it.equals(path)).isPresent()) {
      relocated.put(path, within);
    }
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
      if (carried(path, item, then, within.rules())) {
        Optional<TreePath> origin = before.map(directory -> directory.child(item.name()));
        item(path.child(item.name()), item.stat(), then, origin, within);
      }
    }
    expected.forEach(
        (name, then) -> absent(path, before.orElseThrow(), name, then, within.rules()));
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
    if (ignored && then.filter(it -> otherKind(it, item.stat())).isPresent()) {
      problem(
          path,
          Problem.Kind.NOT_APPLIED,
          "something that is ignored stands in its place; move it away to get this");
    }
    if (ignored || item.stat().kind() == Stat.Kind.FILE && leaves.isSideFile(path)) {
      return false;
    }
    if (item.stat().kind() == Stat.Kind.DIRECTORY && path.names().size() > MAX_DEPTH) {
      problem(path, Problem.Kind.NAME, "directories more than 300 deep are not carried");
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
      TreePath path, Stat now, Optional<Shown> then, Optional<TreePath> place, Within within) {
    if (then.isPresent() && otherKind(then.get(), now) && !look.sightings().confirm(path)) {
      replacements.add(new Replacement(path, now, then.get(), place, within));
      return;
    }
    seen(path, now, then, place, within);
  }

  /// Whether what was shown is gone although something stands in its place.
  private static boolean otherKind(Shown then, Stat now) {
    return now.kind() == Stat.Kind.DIRECTORY
        ? then instanceof Shown.Leaf
        : then instanceof Shown.Directory directory
            && directory.standing() == Shown.Standing.TRACKED;
  }

  private void seen(
      TreePath path, Stat now, Optional<Shown> then, Optional<TreePath> place, Within within) {
    boolean stayed = then.filter(shownThen -> sameInode(shownThen.stat(), now)).isPresent();
    if (stayed) {
      inodes.stands(place.orElse(path), now);
    } else if (inodes.fled(path, now)) {
      problem(path, Problem.Kind.BUSY, "was moved while it was looked at");
      return;
    }
    Optional<TreePath> origin = stayed ? Optional.empty() : inodes.origin(path, now);
    Optional<TreePath> before = origin.or(() -> then.isPresent() ? place : Optional.empty());
    if (then.isPresent() && (origin.isPresent() || otherKind(then.get(), now))) {
      covers.add(new Cover(place.orElse(path), within.rules()));
    }
    Optional<Shown> known = origin.isPresent() ? shown.get(origin.get()) : then;
    if (now.kind() == Stat.Kind.DIRECTORY) {
      subdirectory(path, now, known, before, stayed ? within : within.whole());
      return;
    }
    Optional<Shown.Leaf> leafThen =
        known.filter(Shown.Leaf.class::isInstance).map(Shown.Leaf.class::cast);
    if (origin.isEmpty()
        && leafThen.filter(leaf -> settled(leaf, now)).isPresent()
        && !logged.contains(path)) {
      return;
    }
    switch (leaves.read(path, now, leafThen)) {
      case LeafReader.Read read -> leaf(path, read, leafThen);
      case LeafReader.Left left -> problem(path, left.kind(), left.reason());
      case LeafReader.Vanished _ -> problem(path, Problem.Kind.BUSY, "went while it was read");
    }
  }

  /// What was compared with something that was then found elsewhere is new: however equal it is,
  /// the other's move took that away from here.
  private void anew(TreePath path) {
    TreePath parent = path.parent().orElseThrow();
    Optional<Within> within = Optional.ofNullable(relocated.get(parent));
    Optional<Stat> now;
    try {
      now = within.flatMap(_ -> files.standing(path));
    } catch (FileFailure _) {
      // The listing of its parent told what is the matter.
      return;
    }
    if (now.isEmpty()
        || !carried(
            parent,
            new Listing.Item(path.name(), now.get()),
            Optional.empty(),
            within.get().rules())) {
      return;
    }
    refreshed.keySet().removeIf(it -> it.startsWith(path));
    changes.keySet().removeIf(it -> it.startsWith(path));
    absences.removeIf(it -> it.path().startsWith(path));
    seen(path, now.get(), Optional.empty(), Optional.empty(), within.get());
  }

  private void leaf(TreePath path, LeafReader.Read read, Optional<Shown.Leaf> then) {
    Shown.Leaf now = new Shown.Leaf(read.entry(), read.stat(), read.trust(), Optional.empty());
    if (then.filter(leaf -> leaf.entry().sameAs(read.entry())).isPresent()) {
      refreshed.put(path, then.get().at(read.stat(), read.trust()));
      return;
    }
    changes.put(path, new Change.Put(now.as(then.flatMap(Shown.Leaf::term))));
    if (read.entry() instanceof Entry.Link link && LinkTarget.leadsOut(path, link)) {
      problem(path, Problem.Kind.LEADS_OUT, "points out of the project: only its text is synced");
    }
  }

  private void subdirectory(
      TreePath path, Stat now, Optional<Shown> known, Optional<TreePath> before, Within within) {
    boolean wasDirectory = known.filter(Shown.Directory.class::isInstance).isPresent();
    Shown.Directory tracked = directory(now, Shown.Standing.TRACKED);
    if (!wasDirectory) {
      changes.put(path, new Change.MakeDirectory(tracked));
      directory(path, Optional.empty(), within);
      return;
    }
    Shown.Directory then = (Shown.Directory) known.orElseThrow();
    int changesBefore = changes.size();
    directory(path, before, within);
    if (then.standing() == Shown.Standing.LEFT_OVER) {
      if (changes.size() > changesBefore) {
        changes.put(path, new Change.MakeDirectory(tracked));
      } else {
        leftOver.put(path, tracked);
      }
    } else if (!sameInode(then.stat(), now)) {
      refreshed.put(path, tracked);
    }
  }

  /// What moves brings the directories that were left back into the project: those around it, and
  /// itself.
  private void takeUp(TreePath target) {
    Optional<TreePath> here = Optional.of(target);
    while (here.isPresent()) {
      TreePath path = here.get();
      Optional.ofNullable(leftOver.remove(path))
          .ifPresent(directory -> changes.put(path, new Change.MakeDirectory(directory)));
      here = path.parent();
    }
  }

  private void absent(
      TreePath directory, TreePath before, String name, Shown then, IgnoreRules rules) {
    if (then instanceof Shown.Directory inner && inner.elsewhere() && !elsewhere(before)) {
      problem(directory.child(name), Problem.Kind.VOLUME, "another volume was here before");
      return;
    }
    absences.add(new Absence(directory.child(name), before.child(name), then, rules));
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
    boolean ignored = rulesBefore.ignored(absence.before(), absence.then(), absence.rules());
    if (leftOver || ignored || options.absence() == ScanOptions.Absence.UNKNOWN) {
      forgotten.add(absence.path());
    } else if (look.sightings().confirm(absence.path())) {
      changes.put(absence.path(), new Change.Gone());
      rulesBefore.ignoredBelow(
          absence.before(),
          absence.rules(),
          inodes::moved,
          path -> forgotten.add(path.rebase(absence.before(), absence.path())));
    }
  }

  /// What is ignored in a directory goes with it, but was deleted by nobody.
  private void conclude(Cover cover) {
    if (!inodes.moved(cover.before())) {
      rulesBefore.ignoredBelow(cover.before(), cover.rules(), inodes::moved, covered::add);
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

  /// How far down is looked.
  private enum Depth {
    /// As the scope says.
    SCOPE,
    /// To the bottom.
    WHOLE
  }

  /// What holds inside a directory.
  ///
  /// @param rules what is ignored
  /// @param depth how far down is looked
  private record Within(IgnoreRules rules, Depth depth) {
    Within enter(String name, IgnoreFile file) {
      return new Within(rules.enter(name, file), depth);
    }

    Within whole() {
      return new Within(rules, Depth.WHOLE);
    }
  }

  /// Something of another kind than what was shown in its place.
  private final class Replacement {
    private final TreePath path;
    private final Stat now;
    private final Shown then;
    private final Optional<TreePath> place;
    private final Within within;

    Replacement(TreePath path, Stat now, Shown then, Optional<TreePath> place, Within within) {
      this.path = path;
      this.now = now;
      this.then = then;
      this.place = place;
      this.within = within;
    }

    /// What was shown may only have moved; else its being gone has to be confirmed first.
    void conclude() {
      if (place.filter(inodes::moved).isPresent()) {
        seen(path, now, Optional.of(then), place, within);
      }
    }
  }

  /// Something shown that is not there.
  ///
  /// @param path where it would be now, after moves
  /// @param before where it was shown
  /// @param then what was shown
  /// @param rules the rules in force where it would be
  private record Absence(TreePath path, TreePath before, Shown then, IgnoreRules rules) {}

  /// Something that took the place of what was shown.
  ///
  /// @param before where that was shown
  /// @param rules the rules in force there
  private record Cover(TreePath before, IgnoreRules rules) {}
}
