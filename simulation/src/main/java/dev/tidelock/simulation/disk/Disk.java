package dev.tidelock.simulation.disk;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileFailure.Reason;
import dev.tidelock.engine.port.Stat;
import dev.tidelock.engine.port.Stat.Kind;
import dev.tidelock.generators.Tape;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/// A disk in memory, of inodes: the image that programs see, and the one that a power cut would
/// leave. Programs reach it as a [SimFileSystem], the user by his [Hands].
///
/// A name with an unpaired surrogate stands for one that is no UTF-8.
public final class Disk {
  private static final long VOLUME = 1;
  private static final int NAME_BYTES = 255;

  private final LongSupplier wallNanos;
  private final Tape tape;
  private final Inodes inodes = new Inodes();
  private final Journal journal = new Journal();

  /// Stands for all directories in the order of moves of directories, which a disk never reorders:
  /// else two of them could close a cycle.
  private final Node directoryMoves;

  private DiskProfile profile;
  private Node root;
  private long used;
  private long engineChanges;
  private String latestEngineChange = "nothing";

  /// @param profile what kind of disk
  /// @param wallNanos the machine's clock
  /// @param tape decides the order of listings and what a power cut takes
  public Disk(DiskProfile profile, LongSupplier wallNanos, Tape tape) {
    this.profile = profile;
    this.wallNanos = wallNanos;
    this.tape = tape;
    this.directoryMoves = new Node(Kind.DIRECTORY, "", 0, 0);
    this.root = new Node(Kind.DIRECTORY, "", 1, now());
    root.links = 1;
  }

  /// The user's hands on this disk.
  public Hands hands() {
    return new Hands(this);
  }

  /// How many changes the program under test made outside of `.tidelock`.
  public long engineChanges() {
    return engineChanges;
  }

  /// The latest of them, in words.
  public String latestEngineChange() {
    return latestEngineChange;
  }

  /// Lets `bytes` more fit on the disk from now on, and no more.
  public void limitFree(long bytes) {
    profile = profile.with(used + bytes);
  }

  /// Makes room for everything again.
  public void unlimit() {
    limitFree(DiskProfile.UNLIMITED / 2);
  }

  long free() {
    return Math.max(0, profile.capacity() - used);
  }

  void countEngineChange(String words) {
    engineChanges++;
    latestEngineChange = words;
  }

  // Looking

  Node node(TreePath path) {
    return find(path).orElseThrow(() -> new FileFailure(Reason.MISSING, path, "nothing is there"));
  }

  /// The node at a path; nothing if there is none in a directory that is there.
  Optional<Node> find(TreePath path) {
    if (path.isRoot()) {
      return Optional.of(root);
    }
    Optional<Node> found = names().find(directory(path).entries, path.name());
    if (found.isPresent() && found.get().opaque) {
      throw new FileFailure(Reason.DENIED, path, "its state cannot be read");
    }
    return found;
  }

  /// The directory that holds the last name of a path.
  Node directory(TreePath path) {
    TreePath parent = path.parent().orElseThrow();
    Node node = root;
    for (String name : parent.names()) {
      node =
          names()
              .find(enter(node, path).entries, name)
              .orElseThrow(() -> new FileFailure(Reason.MISSING, path, "no directory on the way"));
    }
    return enter(node, path);
  }

  private static Node enter(Node node, TreePath path) {
    switch (node.kind) {
      case LINK -> throw new FileFailure(Reason.LINK_ON_THE_WAY, path, "a link on the way");
      case FILE, SPECIAL -> throw new FileFailure(Reason.NOT_DIRECTORY, path, "file on the way");
      case DIRECTORY -> {
        if (!node.readable || node.opaque) {
          throw new FileFailure(Reason.DENIED, path, "a directory on the way cannot be read");
        }
      }
    }
    return node;
  }

  Stat stat(Node node) {
    return node.stat(profile.births(), VOLUME);
  }

  /// The entries of a directory, in no order that anybody could rely on.
  List<Map.Entry<String, Node>> list(TreePath path) {
    Node node = node(path);
    if (node.kind == Kind.LINK) {
      throw new FileFailure(Reason.LINK_ON_THE_WAY, path, "a link");
    }
    return tape.shuffle(List.copyOf(enter(node, path).entries.entrySet()));
  }

  // Changing

  Node create(Actor actor, TreePath path, Kind kind, String text) {
    Node directory = writableDirectory(path);
    requireAbsent(directory, path);
    Node node = new Node(kind, text, inodes.take(), now());
    link(directory, names().kept(path.name()), node);
    journal.add(List.of(change(directory, path, node)), List.of(), actor);
    return node;
  }

  void hardLink(Actor actor, TreePath existing, TreePath added) {
    Node node = node(existing);
    if (node.isDirectory()) {
      throw new FileFailure(Reason.IS_DIRECTORY, existing, "a directory has one name");
    }
    if (profile.steps() == DiskProfile.Steps.PLAIN) {
      throw new FileFailure(Reason.DENIED, added, "a file has one name on this disk");
    }
    Node directory = writableDirectory(added);
    requireAbsent(directory, added);
    link(directory, names().kept(added.name()), node);
    node.ctime = now();
    journal.add(List.of(change(directory, added, node)), List.of(), actor);
  }

  void rename(Actor actor, TreePath from, TreePath to) {
    Node source = node(from);
    if (from.isRoot()) {
      throw new FileFailure(Reason.BUSY, from, "the root stays");
    }
    Node target = names().find(writableDirectory(to).entries, to.name()).orElse(null);
    if (to.startsWith(from) && !to.equals(from)) {
      throw new FileFailure(Reason.BROKEN, to, "a directory cannot move into itself");
    }
    if (target != null && target.isDirectory()) {
      throw new FileFailure(Reason.IS_DIRECTORY, to, "a directory is there");
    }
    if (target != null && source.isDirectory()) {
      throw new FileFailure(Reason.NOT_DIRECTORY, to, "a directory cannot take a file's place");
    }
    Node fromDirectory = writableDirectory(from);
    Node toDirectory = writableDirectory(to);
    String fromName = standing(fromDirectory, from);
    Optional<String> taken = names().standing(toDirectory.entries, to.name());
    boolean itself = fromDirectory == toDirectory && taken.filter(fromName::equals).isPresent();
    if (target == source && !(itself && actor == Actor.USER)) {
      return; // As POSIX has it: two names of one file both stay.
    }
    List<Journal.Change> changes = new ArrayList<>();
    if (target != null && target != source) {
      changes.add(new Journal.Change(toDirectory, taken.get(), Optional.empty()));
      unlink(toDirectory, taken.get(), target);
    }
    String toName = names().kept(to.name());
    fromDirectory.entries.remove(fromName);
    toDirectory.entries.put(toName, source);
    touchDirectory(fromDirectory);
    touchDirectory(toDirectory);
    source.ctime = now();
    List<Node> ordered = source.isDirectory() ? List.of(directoryMoves) : List.of();
    changes.add(new Journal.Change(fromDirectory, fromName, Optional.empty()));
    changes.add(new Journal.Change(toDirectory, toName, Optional.of(source)));
    journal.add(changes, ordered, actor);
  }

  /// Whether there is such a step.
  boolean exchange(Actor actor, TreePath one, TreePath other) {
    if (profile.steps() == DiskProfile.Steps.PLAIN) {
      return false;
    }
    Node first = node(one);
    Node second = node(other);
    if (one.startsWith(other) || other.startsWith(one)) {
      throw new FileFailure(Reason.BROKEN, other, "one is within the other");
    }
    Node firstDirectory = writableDirectory(one);
    Node secondDirectory = writableDirectory(other);
    String firstName = standing(firstDirectory, one);
    String secondName = standing(secondDirectory, other);
    firstDirectory.entries.put(firstName, second);
    secondDirectory.entries.put(secondName, first);
    touchDirectory(firstDirectory);
    touchDirectory(secondDirectory);
    first.ctime = now();
    second.ctime = now();
    journal.add(
        List.of(
            new Journal.Change(firstDirectory, firstName, Optional.of(second)),
            new Journal.Change(secondDirectory, secondName, Optional.of(first))),
        first.isDirectory() || second.isDirectory() ? List.of(directoryMoves) : List.of(),
        actor);
    return true;
  }

  void move(Actor actor, TreePath from, TreePath to) {
    node(from);
    requireAbsent(writableDirectory(to), to);
    rename(actor, from, to);
  }

  DiskNames names() {
    return profile.names();
  }

  /// The name under which something that is there is kept.
  private String standing(Node directory, TreePath path) {
    return names().standing(directory.entries, path.name()).orElseThrow();
  }

  private void requireAbsent(Node directory, TreePath path) {
    if (names().standing(directory.entries, path.name()).isPresent()) {
      throw new FileFailure(Reason.EXISTS, path, "something is there");
    }
  }

  void delete(Actor actor, TreePath path) {
    Node node = node(path);
    if (node.isDirectory()) {
      throw new FileFailure(Reason.IS_DIRECTORY, path, "it is a directory");
    }
    Node directory = writableDirectory(path);
    String name = standing(directory, path);
    unlink(directory, name, node);
    journal.add(List.of(new Journal.Change(directory, name, Optional.empty())), List.of(), actor);
  }

  void removeDirectory(Actor actor, TreePath path) {
    Node node = node(path);
    if (!node.isDirectory()) {
      throw new FileFailure(Reason.NOT_DIRECTORY, path, "it is no directory");
    }
    if (!node.entries.isEmpty()) {
      throw new FileFailure(Reason.NOT_EMPTY, path, "something is in it");
    }
    Node directory = writableDirectory(path);
    String name = standing(directory, path);
    unlink(directory, name, node);
    journal.add(
        List.of(new Journal.Change(directory, name, Optional.empty())), List.of(node), actor);
  }

  /// Appends what fits; the rest stays in the buffer.
  void append(Actor actor, Node node, ByteBuffer buffer) {
    int length = (int) Math.min(buffer.remaining(), free());
    node.data = node.data.append(buffer, length);
    used += length;
    written(actor, node);
  }

  void overwrite(Actor actor, Node node, Bytes content) {
    used += content.size() - node.data.size();
    node.data = FileData.of(content);
    written(actor, node);
  }

  private void written(Actor actor, Node node) {
    node.mtime = now();
    node.ctime = node.mtime;
    node.dirtiedByUser |= actor == Actor.USER;
  }

  void setAttributes(Actor actor, Node node, boolean executable, long mtime) {
    node.executable = executable && profile.bits() == DiskProfile.Bits.HELD;
    node.mtime = grain(mtime);
    node.ctime = now();
    node.dirtiedByUser |= actor == Actor.USER;
  }

  void changed(Node node) {
    node.ctime = now();
  }

  void opened(Node node) {
    node.handles++;
  }

  void closed(Node node) {
    node.handles--;
    releaseIfGone(node);
  }

  // Surviving

  void flush(Node node) {
    if (node.isDirectory()) {
      journal.flush(node);
    } else {
      node.makeDurable();
    }
  }

  /// Makes everything durable.
  public void flushAll() {
    journal.flushAll();
    Crash.nodesOf(root).forEach(Node::makeDurable);
  }

  /// Cuts the power: what no barrier covered is lost, kept or torn, as the tape has it.
  public CrashReport crash() {
    CrashReport report = new Crash(root, tape, now()).run(journal, profile.loss());
    settle();
    return report;
  }

  /// Everything on the disk, as a backup of the whole machine would hold it.
  public DiskImage image() {
    return DiskImage.of(root, profile);
  }

  /// Puts everything back to how it was there, with other inodes; the disk is of that kind then.
  public void restore(DiskImage image) {
    journal.flushAll();
    profile = image.profile();
    root = image.restored(inodes);
    root.links = 1;
    flushAll();
    settle();
  }

  private void settle() {
    List<Node> living = Crash.nodesOf(root);
    inodes.settle(living);
    used = living.stream().mapToLong(node -> node.data.size()).sum();
  }

  Map<TreePath, Shown> look() {
    Map<TreePath, Shown> found = new TreeMap<>();
    look(root, TreePath.ROOT, found);
    return found;
  }

  private static void look(Node directory, TreePath path, Map<TreePath, Shown> found) {
    directory.entries.forEach((name, node) -> {
      if (path.isRoot() && name.equals(".tidelock")) {
        return;
      }
      TreePath child = path.child(name);
      found.put(child, shown(node, name));
      if (node.isDirectory()) {
        look(node, child, found);
      }
    });
  }

  private static Shown shown(Node node, String name) {
    if (!isDecodable(name)) {
      return new Shown.Undecodable();
    }
    return switch (node.kind) {
      case FILE -> new Shown.File(node.data.digest(), node.data.size(), node.executable);
      case DIRECTORY -> new Shown.Directory();
      case LINK -> new Shown.Link(node.text);
      case SPECIAL -> new Shown.Special();
    };
  }

  /// Makes everything readable and writable, and removes what no sync can carry: special files and
  /// names that are no UTF-8.
  public void heal() {
    unlimit();
    heal(root, TreePath.ROOT);
  }

  private void heal(Node node, TreePath path) {
    node.readable = true;
    node.writable = true;
    node.opaque = false;
    for (Map.Entry<String, Node> entry : List.copyOf(node.entries.entrySet())) {
      TreePath child = path.child(entry.getKey());
      heal(entry.getValue(), child);
      if (entry.getValue().kind == Kind.SPECIAL || !isDecodable(entry.getKey())) {
        hands().delete(child);
      }
    }
  }

  static boolean isDecodable(String name) {
    return name.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
  }

  private Node writableDirectory(TreePath path) {
    if (path.isRoot()) {
      throw new FileFailure(Reason.EXISTS, path, "the root stays");
    }
    if (path.name().getBytes(StandardCharsets.UTF_8).length > NAME_BYTES) {
      throw new FileFailure(Reason.TOO_LONG, path, "its name is too long");
    }
    if (!names().takes(path.name())) {
      throw new FileFailure(Reason.BROKEN, path, "this disk takes no such name");
    }
    Node directory = directory(path);
    if (!directory.writable) {
      throw new FileFailure(Reason.DENIED, path, "its directory cannot be written");
    }
    return directory;
  }

  private void link(Node directory, String name, Node node) {
    node.links++;
    directory.entries.put(name, node);
    touchDirectory(directory);
  }

  private void unlink(Node directory, String name, Node node) {
    directory.entries.remove(name);
    node.links--;
    node.ctime = now();
    touchDirectory(directory);
    releaseIfGone(node);
  }

  private void releaseIfGone(Node node) {
    if (node.links == 0 && node.handles == 0) {
      used -= node.data.size();
      inodes.release(node.number);
    }
  }

  private void touchDirectory(Node directory) {
    directory.mtime = now();
    directory.ctime = directory.mtime;
  }

  private Journal.Change change(Node directory, TreePath path, Node node) {
    return new Journal.Change(directory, names().kept(path.name()), Optional.of(node));
  }

  private long now() {
    return grain(wallNanos.getAsLong());
  }

  private long grain(long nanos) {
    return Math.floorDiv(nanos, profile.resolution()) * profile.resolution();
  }
}
