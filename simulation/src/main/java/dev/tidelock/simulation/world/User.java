package dev.tidelock.simulation.world;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.disk.Hands;
import dev.tidelock.simulation.disk.Shown;
import dev.tidelock.simulation.disk.TreeNames;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/// The user of one machine: edits what he finds, in the ways of the programs that people use.
final class User {
  /// Few names, so that users meet: two cases, two normal forms, some that are often ignored, some
  /// that not every disk takes.
  static final List<String> FILE_NAMES =
      List.of(
          "a", "A", "b.txt", "\u00e9.txt", "e\u0301.txt", "c.json", "\u65e5 \u672c", "x.o", "y:");

  static final List<String> DIRECTORY_NAMES = List.of("d", "e", "build", "D");

  /// What says what is ignored.
  static final TreePath IGNORE_FILE = TreePath.parse(".tidelockignore");

  private static final List<String> IGNORE_LINES =
      List.of("*.o\n", "build/\n", "*.o\nbuild/\n", "", "/a\n", "!x.o\n");
  private static final List<String> LINK_TEXTS =
      List.of("a", "d/a", "../outside", "/etc/hosts", "nowhere", "d");
  private static final String ODD_NAME = "odd\udc80";
  private static final int DEPTH = 3;

  /// Where many files are, and how their names begin.
  private static final TreePath MANY = TreePath.parse("many");

  private static final String ONE_OF_MANY = "one";

  private final Machine machine;
  private final Ledger ledger;
  private final Contents contents;
  private final Hands hands;

  User(Machine machine, Ledger ledger) {
    this.machine = machine;
    this.ledger = ledger;
    this.contents = new Contents(machine.name(), ledger::solid);
    this.hands = machine.disk().hands();
  }

  /// What a user did.
  ///
  /// @param event what kind of thing
  /// @param words the whole story
  /// @param paths what it was done to
  record Deeds(String event, String words, Set<TreePath> paths) {}

  /// Does something, if the disk lets him.
  Deeds act(Choices choices) {
    UserAction action = choices.constant(UserAction.class);
    boolean lasting = choices.constant(UserAction.Care.class) == UserAction.Care.LASTING;
    Set<Bytes> before = machine.contents();
    Map<TreePath, TreePath> called = hands.inTree();
    String words;
    String event = "user: " + action;
    try {
      words = perform(action, choices);
    } catch (FileFailure failure) {
      words = action + " failed: " + failure.getMessage();
      event += ", failed";
    }
    Set<TreePath> paths = new TreeSet<>();
    Map<TreePath, TreePath> calledNow = hands.inTree();
    for (TreePath path : hands.touched()) {
      paths.add(called.getOrDefault(path, path));
      paths.add(calledNow.getOrDefault(path, path));
    }
    if (lasting) {
      hands.sync();
    } else {
      hands.leave();
    }
    ledger.record(machine.name(), words, before, machine.contents());
    return new Deeds(event, words + (lasting ? "" : " (not made durable)"), paths);
  }

  /// Makes everything readable again and removes what no sync can carry.
  void cleanUp() {
    Set<Bytes> before = machine.contents();
    machine.disk().heal();
    ledger.record(machine.name(), "cleans up", before, machine.contents());
  }

  /// Writes something else at a path where nobody has what should be there.
  void writeAnew(TreePath path, Tape tape) {
    Set<Bytes> before = machine.contents();
    hands.makeDirectories(path.parent().orElseThrow());
    hands.write(path, contents.small(tape));
    hands.sync();
    ledger.record(machine.name(), "write anew " + path, before, machine.contents());
  }

  private String perform(UserAction action, Choices choices) {
    return switch (action) {
      case CREATE -> create(choices);
      case EDIT -> onFile(choices, "edit", path -> edit(choices, path));
      case OVERWRITE -> onFile(choices, "overwrite", path -> overwrite(choices, path));
      case APPEND -> onFile(choices, "append", this::append);
      case DELETE -> onPath(choices, "delete", shown -> !isDirectory(shown), this::delete);
      case DELETE_DIRECTORY -> onPath(choices, "delete directory", User::isDirectory, this::delete);
      case MOVE ->
          onPath(choices, "move", shown -> !isDirectory(shown), path -> move(choices, path));
      case MOVE_DIRECTORY ->
          onPath(choices, "move directory", User::isDirectory, path -> move(choices, path));
      case SWAP -> onPath(choices, "swap", _ -> true, path -> swap(choices, path));
      case FILE_TO_DIRECTORY ->
          onFile(choices, "into a directory", path -> toDirectory(choices, path));
      case DIRECTORY_TO_FILE ->
          onPath(choices, "into a file", User::isDirectory, path -> toFile(choices, path));
      case LINK -> link(choices);
      case CHMOD -> onFile(choices, "chmod", path -> chmod(choices, path));
      case TOUCH -> onFile(choices, "touch", path -> touch(choices, path));
      case COPY -> onFile(choices, "copy", path -> copy(choices, path));
      case MAKE_DIRECTORY -> makeDirectory(choices);
      case IGNORE -> ignore(choices);
      case HIDE -> onPath(choices, "hide", _ -> true, path -> hide(choices, path));
      case ODDITY -> oddity(choices);
      case NEST -> onPath(choices, "nest", User::isDirectory, path -> nest(choices, path));
      case FILL -> fill(choices);
      case REWRITE_ALL ->
          onPath(choices, "rewrite all in", User::isDirectory, path -> rewriteAll(choices, path));
      case CLEAR -> clear();
      case THIN_OUT -> thinOut(choices);
      case CREATE_LARGE -> createLarge(choices);
    };
  }

  /// What is done to one path, and the rest of the sentence about it.
  private interface Deed {
    String on(TreePath path);
  }

  private String onFile(Choices choices, String verb, Deed deed) {
    return onPath(choices, verb, shown -> shown instanceof Shown.File, deed);
  }

  private String onPath(Choices choices, String verb, Predicate<Shown> wanted, Deed deed) {
    Optional<TreePath> path = existing(choices, wanted);
    return path.isEmpty()
        ? verb + ": nothing to be found"
        : verb + " " + path.get() + deed.on(path.get());
  }

  /// Something that is there, if what was chosen before still is.
  private Optional<TreePath> existing(Choices choices, Predicate<Shown> wanted) {
    return choices
        .maybePath(tape -> choose(tape, wanted))
        .filter(path -> candidates(wanted).contains(path));
  }

  private Optional<TreePath> choose(Tape tape, Predicate<Shown> wanted) {
    List<TreePath> candidates = candidates(wanted);
    return candidates.isEmpty() ? Optional.empty() : Optional.of(tape.pick(candidates));
  }

  private List<TreePath> candidates(Predicate<Shown> wanted) {
    return hands.look().entrySet().stream()
        .filter(entry -> !isOdd(entry.getValue()) && wanted.test(entry.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static boolean isOdd(Shown shown) {
    return shown instanceof Shown.Special || shown instanceof Shown.Undecodable;
  }

  private static boolean isDirectory(Shown shown) {
    return shown instanceof Shown.Directory;
  }

  /// A directory of the alphabet, there or not, at most [#DEPTH] - 1 deep.
  private TreePath someDirectory(Tape tape) {
    if (tape.chance(0.5)) {
      Optional<TreePath> existing = choose(tape, User::isDirectory);
      if (existing.isPresent() && existing.get().names().size() < DEPTH) {
        return existing.get();
      }
    }
    TreePath path = TreePath.ROOT;
    for (int depth = tape.nextSize(DEPTH); depth > 0; depth--) {
      path = path.child(tape.pick(DIRECTORY_NAMES));
    }
    return path;
  }

  private TreePath somePath(Tape tape, boolean directory) {
    List<String> names =
        directory && tape.chance(0.9)
            ? DIRECTORY_NAMES
            : tape.chance(0.05) ? DIRECTORY_NAMES : FILE_NAMES;
    return someDirectory(tape).child(tape.pick(names));
  }

  private String create(Choices choices) {
    TreePath path = choices.path(tape -> somePath(tape, false));
    hands.makeDirectories(path.parent().orElseThrow());
    Bytes content = contents.fresh(choices.detail(), path.name());
    hands.write(path, content);
    return "create " + path + brief(content);
  }

  private String edit(Choices choices, TreePath path) {
    Bytes old = hands.read(path).orElse(Bytes.empty());
    return save(choices, path, contents.edited(choices.detail(), path.name(), old));
  }

  private String overwrite(Choices choices, TreePath path) {
    return save(choices, path, contents.fresh(choices.detail(), path.name()));
  }

  private String append(TreePath path) {
    Bytes content = contents.appended(hands.read(path).orElse(Bytes.empty()));
    hands.write(path, content);
    return brief(content);
  }

  /// How programs save a file.
  private enum Saving {
    IN_PLACE,
    BY_RENAME,
    WITH_BACKUP
  }

  private String save(Choices choices, TreePath path, Bytes content) {
    Saving saving =
        choices.constant(
            Saving.class,
            tape ->
                tape.pick(Saving.BY_RENAME, Saving.WITH_BACKUP, Saving.IN_PLACE, Saving.IN_PLACE));
    switch (saving) {
      case BY_RENAME -> hands.saveAtomically(path, content);
      case WITH_BACKUP -> hands.saveWithBackup(path, content);
      case IN_PLACE -> hands.write(path, content);
    }
    return brief(content);
  }

  private String delete(TreePath path) {
    hands.delete(path);
    return "";
  }

  private String move(Choices choices, TreePath path) {
    boolean directory = hands.look().get(path) instanceof Shown.Directory;
    TreePath to = choices.path(tape -> somePath(tape, directory));
    hands.makeDirectories(to.parent().orElseThrow());
    hands.rename(path, to);
    return " to " + to;
  }

  private String swap(Choices choices, TreePath first) {
    Optional<TreePath> second =
        existing(choices, _ -> true)
            .filter(other -> !other.startsWith(first) && !first.startsWith(other));
    if (second.isEmpty()) {
      return ": with nothing";
    }
    TreePath aside = TreePath.ROOT.child("swapping");
    hands.rename(first, aside);
    hands.rename(second.get(), first);
    hands.rename(aside, second.get());
    return " with " + second.get();
  }

  private String toDirectory(Choices choices, TreePath path) {
    hands.delete(path);
    hands.makeDirectories(path);
    TreePath child = path.child(choices.word(tape -> tape.pick(FILE_NAMES)));
    hands.write(child, contents.fresh(choices.detail(), child.name()));
    return " with " + child.name();
  }

  private String toFile(Choices choices, TreePath path) {
    hands.delete(path);
    hands.write(path, contents.fresh(choices.detail(), path.name()));
    return "";
  }

  private String link(Choices choices) {
    TreePath path = choices.path(tape -> somePath(tape, false));
    hands.makeDirectories(path.parent().orElseThrow());
    String text = choices.word(tape -> tape.pick(LINK_TEXTS));
    hands.link(path, text);
    return "link " + path + " -> " + text;
  }

  private String chmod(Choices choices, TreePath path) {
    String mode = choices.word(tape -> tape.pick("+x", "-x"));
    hands.setExecutable(path, mode.equals("+x"));
    return " " + mode;
  }

  private String touch(Choices choices, TreePath path) {
    String mtime =
        choices.word(tape ->
            Long.toString(
                tape.pick(0L, -1_000_000_000L, machine.clock().wallNanos(), 4_102_444_800L << 30)));
    hands.touch(path, Long.parseLong(mtime));
    return " at " + mtime;
  }

  private String copy(Choices choices, TreePath path) {
    TreePath to = choices.path(tape -> somePath(tape, false));
    hands.makeDirectories(to.parent().orElseThrow());
    hands.write(to, hands.read(path).orElse(Bytes.empty()));
    return " to " + to;
  }

  private String makeDirectory(Choices choices) {
    TreePath path = choices.path(tape -> somePath(tape, true));
    hands.makeDirectories(path);
    return "make directory " + path;
  }

  private String ignore(Choices choices) {
    String lines = choices.word(tape -> tape.pick(IGNORE_LINES));
    hands.write(IGNORE_FILE, Bytes.utf8(lines));
    return "ignore " + lines.strip().replace('\n', ' ');
  }

  /// How access to something changes.
  private enum Hiding {
    UNREADABLE,
    UNWRITABLE,
    OPAQUE,
    PLAIN
  }

  private String hide(Choices choices, TreePath path) {
    Hiding hiding = choices.constant(Hiding.class);
    switch (hiding) {
      case UNREADABLE -> hands.setReadable(path, false);
      case UNWRITABLE -> hands.setWritable(path, false);
      case OPAQUE -> hands.setOpaque(path, true);
      case PLAIN -> {
        hands.setReadable(path, true);
        hands.setWritable(path, true);
        hands.setOpaque(path, false);
      }
    }
    return " until it is " + hiding;
  }

  private String oddity(Choices choices) {
    TreePath directory = choices.path(this::someDirectory);
    hands.makeDirectories(directory);
    if (choices.word(tape -> tape.pick("fifo", "undecodable")).equals("fifo")) {
      hands.makeSpecial(directory.child("fifo"));
      return "make a FIFO in " + directory;
    }
    hands.write(directory.child(ODD_NAME), Bytes.utf8("odd"));
    return "make an undecodable name in " + directory;
  }

  private String nest(Choices choices, TreePath inner) {
    Optional<TreePath> outer =
        existing(choices, User::isDirectory).filter(it -> !it.startsWith(inner));
    if (outer.isEmpty() || outer.get().names().size() >= DEPTH) {
      return ": in nothing";
    }
    hands.rename(inner, outer.get().child(inner.name()));
    return " in " + outer.get();
  }

  private String fill(Choices choices) {
    int count = choices.number(tape -> tape.nextInt(22, 70));
    Tape detail = choices.detail();
    hands.makeDirectories(MANY);
    for (int i = 0; i < count; i++) {
      hands.write(MANY.child(ONE_OF_MANY + i), contents.small(detail));
    }
    return "fill " + MANY + " with " + count;
  }

  private String rewriteAll(Choices choices, TreePath directory) {
    Tape detail = choices.detail();
    int count = 0;
    for (TreePath path : candidates(shown -> shown instanceof Shown.File)) {
      if (path.startsWith(directory)) {
        hands.write(path, contents.small(detail));
        count++;
      }
    }
    return ": " + count;
  }

  private String clear() {
    for (TreePath path : candidates(_ -> true)) {
      if (path.names().size() == 1 && !path.equals(IGNORE_FILE)) {
        hands.delete(path);
      }
    }
    return "delete everything";
  }

  private String thinOut(Choices choices) {
    Tape detail = choices.detail();
    int deleted = 0;
    for (TreePath path : candidates(shown -> shown instanceof Shown.File)) {
      if (detail.nextBoolean()) {
        hands.delete(path);
        deleted++;
      }
    }
    return "delete " + deleted + " files";
  }

  private String createLarge(Choices choices) {
    TreePath path = choices.path(tape -> somePath(tape, false));
    hands.makeDirectories(path.parent().orElseThrow());
    Bytes content = contents.large(choices.detail());
    hands.write(path, content);
    return "create " + path + brief(content);
  }

  /// Whether a file is there that its user can read and delete.
  boolean canTakeAway(TreePath path) {
    try {
      return hands.look().get(path) instanceof Shown.File && hands.read(path).isPresent();
    } catch (FileFailure hidden) {
      return false;
    }
  }

  /// Takes a file away; what brings it back, unless something else stands there by then.
  Runnable takeAway(TreePath path) {
    Bytes content = hands.read(path).orElse(Bytes.empty());
    boolean executable = hands.look().get(path) instanceof Shown.File file && file.executable();
    hands.delete(path);
    return () -> {
      if (!hands.look().containsKey(path)) {
        hands.write(path, content);
        hands.setExecutable(path, executable);
      }
      hands.sync();
    };
  }

  private static String brief(Bytes content) {
    return " (%d bytes)".formatted(content.size());
  }

  /// Whether a path can come from users, from their editors cut short by a power cut, or from a
  /// sync that gives clashing files another name.
  static boolean isExpected(TreePath path) {
    String saved = path.name().replaceFirst("^\\.(.*)\\.swp$", "$1").replaceFirst("~$", "");
    String meaning = TreeNames.meaning(saved);
    while (!meaning.equals(saved)) {
      saved = meaning;
      meaning = TreeNames.meaning(saved);
    }
    String name = meaning.replaceAll(" \\([0-9a-f]{4,64}\\)", "");
    return FILE_NAMES.contains(name)
        || DIRECTORY_NAMES.contains(name)
        || IGNORE_FILE.name().equals(name)
        || name.equals("swapping")
        || name.equals(MANY.name())
        || name.startsWith(ONE_OF_MANY);
  }
}
