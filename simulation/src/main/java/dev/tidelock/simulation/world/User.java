package dev.tidelock.simulation.world;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.disk.Hands;
import dev.tidelock.simulation.disk.Shown;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// The user of one machine: edits what he finds, in the ways of the programs that people use.
final class User {
  /// Few names, so that users meet: two cases, two normal forms, some that are often ignored.
  static final List<String> FILE_NAMES =
      List.of("a", "A", "b.txt", "\u00e9.txt", "e\u0301.txt", "c.json", "\u65e5 \u672c", "x.o");

  static final List<String> DIRECTORY_NAMES = List.of("d", "e", "build");

  /// What says what is ignored.
  static final TreePath IGNORE_FILE = TreePath.parse(".tidelockignore");

  private static final List<String> IGNORE_LINES =
      List.of("*.o\n", "build/\n", "*.o\nbuild/\n", "", "/a\n", "!x.o\n");
  private static final List<String> LINK_TEXTS =
      List.of("a", "d/a", "../outside", "/etc/hosts", "nowhere", "d");
  private static final String ODD_NAME = "odd\udc80";
  private static final int DEPTH = 3;

  private final Machine machine;
  private final Ledger ledger;
  private final Contents contents;
  private final Hands hands;

  User(Machine machine, Ledger ledger, Tape tape) {
    this.machine = machine;
    this.ledger = ledger;
    this.contents = new Contents(tape, machine.name(), ledger::solid);
    this.hands = machine.disk().hands();
  }

  /// What a user did.
  ///
  /// @param event what kind of thing
  /// @param words the whole story
  /// @param paths what it was done to
  record Deeds(String event, String words, Set<TreePath> paths) {}

  /// Does something, if the disk lets him.
  ///
  /// @param lasting whether it survives a power cut from now on
  Deeds act(Tape tape, List<UserAction> actions, boolean lasting) {
    UserAction action = tape.pick(actions);
    Set<Bytes> before = machine.contents();
    String words;
    String event = "user: " + action;
    try {
      words = perform(action, tape);
    } catch (FileFailure failure) {
      words = action + " failed: " + failure.getMessage();
      event += ", failed";
    }
    Set<TreePath> paths = hands.touched();
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

  private String perform(UserAction action, Tape tape) {
    return switch (action) {
      case CREATE -> create(tape);
      case EDIT -> onFile(tape, "edit", path -> edit(tape, path));
      case OVERWRITE -> onFile(tape, "overwrite", path -> overwrite(tape, path));
      case APPEND -> onFile(tape, "append", this::append);
      case DELETE -> onPath(tape, "delete", shown -> !isDirectory(shown), this::delete);
      case DELETE_DIRECTORY -> onPath(tape, "delete directory", User::isDirectory, this::delete);
      case MOVE -> onPath(tape, "move", shown -> !isDirectory(shown), path -> move(tape, path));
      case MOVE_DIRECTORY ->
          onPath(tape, "move directory", User::isDirectory, path -> move(tape, path));
      case SWAP -> onPath(tape, "swap", shown -> true, path -> swap(tape, path));
      case FILE_TO_DIRECTORY -> onFile(tape, "into a directory", path -> toDirectory(tape, path));
      case DIRECTORY_TO_FILE ->
          onPath(tape, "into a file", User::isDirectory, path -> toFile(tape, path));
      case LINK -> link(tape);
      case CHMOD -> onFile(tape, "chmod", path -> chmod(tape, path));
      case TOUCH -> onFile(tape, "touch", path -> touch(tape, path));
      case COPY -> onFile(tape, "copy", path -> copy(tape, path));
      case MAKE_DIRECTORY -> makeDirectory(tape);
      case IGNORE -> ignore(tape);
      case HIDE -> onPath(tape, "hide", shown -> true, path -> hide(tape, path));
      case ODDITY -> oddity(tape);
    };
  }

  /// What is done to one path, and the rest of the sentence about it.
  private interface Deed {
    String on(TreePath path);
  }

  private String onFile(Tape tape, String verb, Deed deed) {
    return onPath(tape, verb, shown -> shown instanceof Shown.File, deed);
  }

  private String onPath(Tape tape, String verb, Predicate<Shown> wanted, Deed deed) {
    Optional<TreePath> path = choose(tape, wanted);
    return path.isEmpty()
        ? verb + ": nothing to be found"
        : verb + " " + path.get() + deed.on(path.get());
  }

  private Optional<TreePath> choose(Tape tape, Predicate<Shown> wanted) {
    List<TreePath> candidates =
        hands.look().entrySet().stream()
            .filter(entry -> !isOdd(entry.getValue()) && wanted.test(entry.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    return candidates.isEmpty() ? Optional.empty() : Optional.of(tape.pick(candidates));
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

  private String create(Tape tape) {
    TreePath path = somePath(tape, false);
    hands.makeDirectories(path.parent().orElseThrow());
    Bytes content = contents.fresh(tape, path.name());
    hands.write(path, content);
    return "create " + path + brief(content);
  }

  private String edit(Tape tape, TreePath path) {
    Bytes old = hands.read(path).orElse(Bytes.empty());
    return save(tape, path, contents.edited(tape, path.name(), old));
  }

  private String overwrite(Tape tape, TreePath path) {
    return save(tape, path, contents.fresh(tape, path.name()));
  }

  private String append(TreePath path) {
    Bytes content = contents.appended(hands.read(path).orElse(Bytes.empty()));
    hands.write(path, content);
    return brief(content);
  }

  private String save(Tape tape, TreePath path, Bytes content) {
    switch (tape.nextInt(4)) {
      case 0 -> hands.saveAtomically(path, content);
      case 1 -> hands.saveWithBackup(path, content);
      default -> hands.write(path, content);
    }
    return brief(content);
  }

  private String delete(TreePath path) {
    hands.delete(path);
    return "";
  }

  private String move(Tape tape, TreePath path) {
    boolean directory = hands.look().get(path) instanceof Shown.Directory;
    TreePath to = somePath(tape, directory);
    hands.makeDirectories(to.parent().orElseThrow());
    hands.rename(path, to);
    return " to " + to;
  }

  private String swap(Tape tape, TreePath first) {
    Optional<TreePath> second =
        choose(tape, shown -> true)
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

  private String toDirectory(Tape tape, TreePath path) {
    hands.delete(path);
    hands.makeDirectories(path);
    TreePath child = path.child(tape.pick(FILE_NAMES));
    hands.write(child, contents.fresh(tape, child.name()));
    return " with " + child.name();
  }

  private String toFile(Tape tape, TreePath path) {
    hands.delete(path);
    hands.write(path, contents.fresh(tape, path.name()));
    return "";
  }

  private String link(Tape tape) {
    TreePath path = somePath(tape, false);
    hands.makeDirectories(path.parent().orElseThrow());
    String text = tape.pick(LINK_TEXTS);
    hands.link(path, text);
    return "link " + path + " -> " + text;
  }

  private String chmod(Tape tape, TreePath path) {
    boolean executable = tape.nextBoolean();
    hands.setExecutable(path, executable);
    return executable ? " +x" : " -x";
  }

  private String touch(Tape tape, TreePath path) {
    long mtime = tape.pick(0L, -1_000_000_000L, machine.clock().wallNanos(), 4_102_444_800L << 30);
    hands.touch(path, mtime);
    return " at " + mtime;
  }

  private String copy(Tape tape, TreePath path) {
    TreePath to = somePath(tape, false);
    hands.makeDirectories(to.parent().orElseThrow());
    hands.write(to, hands.read(path).orElse(Bytes.empty()));
    return " to " + to;
  }

  private String makeDirectory(Tape tape) {
    TreePath path = somePath(tape, true);
    hands.makeDirectories(path);
    return "make directory " + path;
  }

  private String ignore(Tape tape) {
    String lines = tape.pick(IGNORE_LINES);
    hands.write(IGNORE_FILE, Bytes.utf8(lines));
    return "ignore " + lines.strip().replace('\n', ' ');
  }

  private String hide(Tape tape, TreePath path) {
    switch (tape.nextInt(4)) {
      case 0 -> hands.setReadable(path, false);
      case 1 -> hands.setWritable(path, false);
      case 2 -> hands.setOpaque(path, true);
      default -> {
        hands.setReadable(path, true);
        hands.setWritable(path, true);
        hands.setOpaque(path, false);
      }
    }
    return "";
  }

  private String oddity(Tape tape) {
    TreePath directory = someDirectory(tape);
    hands.makeDirectories(directory);
    if (tape.nextBoolean()) {
      hands.makeSpecial(directory.child("fifo"));
      return "make a FIFO in " + directory;
    }
    hands.write(directory.child(ODD_NAME), Bytes.utf8("odd"));
    return "make an undecodable name in " + directory;
  }

  private static String brief(Bytes content) {
    return " (%d bytes)".formatted(content.size());
  }

  /// Whether a path can come from users, from their editors cut short by a power cut, or from a
  /// sync that gives clashing files another name.
  static boolean isExpected(TreePath path) {
    String name =
        path.name()
            .replaceAll(" \\([0-9a-f]{4,64}\\)", "")
            .replaceFirst("^\\.(.*)\\.swp$", "$1")
            .replaceFirst("~$", "");
    return FILE_NAMES.contains(name)
        || DIRECTORY_NAMES.contains(name)
        || IGNORE_FILE.name().equals(name)
        || name.equals("swapping");
  }
}
