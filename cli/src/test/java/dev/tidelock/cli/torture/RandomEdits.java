package dev.tidelock.cli.torture;

import dev.tidelock.generators.Tape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One random change after the other to the directory of a device. Each has a tape of its own, so a
/// change that meets another state than in an earlier run does not shift those that follow.
public final class RandomEdits {
  static final String HOT = "hot";
  private static final int HOT_FILES = 10;
  private static final String[] STEMS = {
    "alpha",
    "beta",
    "gamma",
    "delta",
    "Alpha",
    "ünïcode",
    "u\u0308",
    "名前",
    "with space",
    "-dash",
    "%41",
    "CON",
    "quote'd",
    "epsilon",
    "zeta",
    "🚀"
  };
  private static final String[] ENDS = {".txt", ".md", ".json", ".bin", "", ".py", ".yaml"};

  private final Desk desk;
  private final Ledger ledger;
  private final String device;
  private final long seed;

  public RandomEdits(String device, Path root, Ledger ledger, long seed) {
    this.desk = new Desk(device, root, ledger);
    this.ledger = ledger;
    this.device = device;
    this.seed = seed;
  }

  /// Makes the files that both devices edit often.
  public void makeHotFiles() throws IOException {
    Tape tape = Tape.of(seed);
    Path hot = Files.createDirectories(desk.root().resolve(HOT));
    for (int i = 0; i < HOT_FILES; i++) {
      desk.save(hot.resolve("hot-" + i + ".txt"), text(tape, 30));
    }
  }

  /// Makes one change, or finds that it cannot be made now.
  public void edit() {
    int number = ledger.next();
    Tape tape = Tape.of(seed ^ number * 0x9E3779B97F4A7C15L);
    try {
      edit(tape);
    } catch (IOException e) {
      desk.note("did nothing: " + e);
    }
  }

  /// Removes more than the guard lets pass: whole trees, until nearly a third of all is gone.
  public void removeMany() {
    int number = ledger.next();
    Tape tape = Tape.of(seed ^ number * 0x9E3779B97F4A7C15L);
    try {
      long left = desk.size(desk.root()) * 3 / 10;
      for (int i = 0; i < 200 && left > 0; i++) {
        Path victim = desk.find(tape, path -> !path.endsWith(HOT)).orElse(desk.root());
        long size = desk.size(victim);
        if (size <= left) {
          desk.note("removes " + desk.name(victim) + " among many");
          desk.remove(victim);
          left -= size;
        }
      }
    } catch (IOException e) {
      desk.note("did nothing more: " + e);
    }
  }

  private void edit(Tape tape) throws IOException {
    int kind = tape.nextInt(100);
    if (kind < 25) {
      editLines(tape);
    } else if (kind < 34) {
      overwrite(tape);
    } else if (kind < 42) {
      rewrite(tape, kind < 39);
    } else if (kind < 57) {
      create(tape, kind);
    } else if (kind < 67) {
      remove(tape, kind);
    } else if (kind < 80) {
      rename(tape, kind);
    } else if (kind < 85) {
      copy(tape, kind);
    } else if (kind < 89) {
      link(tape);
    } else if (kind < 93) {
      attributes(tape, kind);
    } else if (kind < 96) {
      changeType(tape);
    } else {
      swap(tape);
    }
  }

  private Optional<Path> file(Tape tape) throws IOException {
    if (tape.chance(0.4)) {
      Path hot = desk.root().resolve(HOT).resolve("hot-" + tape.nextInt(HOT_FILES) + ".txt");
      if (Desk.isFile(hot)) {
        return Optional.of(hot);
      }
    }
    return desk.find(tape, Desk::isFile);
  }

  private Path fresh(Tape tape) throws IOException {
    String stem = STEMS[tape.nextInt(STEMS.length)];
    String number = tape.chance(0.5) ? "" : "-" + tape.nextInt(20);
    return desk.directory(tape).resolve(stem + number + ENDS[tape.nextInt(ENDS.length)]);
  }

  private void editLines(Tape tape) throws IOException {
    Optional<Path> file = file(tape);
    if (file.isEmpty()) {
      return;
    }
    byte[] before = Files.readAllBytes(file.get());
    if (!Texts.isText(before)) {
      return;
    }
    List<String> lines = new ArrayList<>(Texts.lines(before));
    for (int i = tape.nextInt(1, 3); i > 0; i--) {
      int at = tape.nextInt(lines.size() + 1);
      int how = tape.nextInt(4);
      if (how == 0 && at < lines.size()) {
        lines.remove(at);
      } else if (how == 1 && at < lines.size()) {
        lines.set(at, line(tape));
      } else {
        lines.add(at, line(tape));
      }
    }
    desk.save(file.get(), Texts.bytes(lines));
  }

  private void overwrite(Tape tape) throws IOException {
    Optional<Path> file = file(tape);
    if (file.isPresent()) {
      desk.save(file.get(), content(tape));
    }
  }

  private void rewrite(Tape tape, boolean keep) throws IOException {
    Optional<Path> file = file(tape);
    if (file.isPresent()) {
      desk.rewrite(file.get(), text(tape, tape.nextInt(1, 4)), keep);
    }
  }

  private void create(Tape tape, int kind) throws IOException {
    Path path = fresh(tape);
    if (Desk.isDirectory(path)) {
      return;
    }
    switch (kind) {
      case 42 -> desk.save(path, tape.bytes(tape.nextInt(1 << 20, 3 << 20)));
      case 43 -> desk.save(path, new byte[0]);
      case 44, 45 -> Files.createDirectory(path);
      case 46 -> Files.createDirectories(path.resolve("deep").resolve("deeper"));
      default -> desk.save(path, content(tape));
    }
  }

  private void remove(Tape tape, int kind) throws IOException {
    Optional<Path> victim =
        kind < 65 ? desk.find(tape, path -> !Desk.isDirectory(path)) : desk.find(tape, this::small);
    if (victim.isPresent()) {
      desk.note("removes " + desk.name(victim.get()));
      desk.remove(victim.get());
    }
  }

  /// Now and then a large directory goes too, so that the guard has something to stop.
  private boolean small(Path path) {
    if (!Desk.isDirectory(path) || path.endsWith(HOT)) {
      return false;
    }
    try (Stream<Path> walk = Files.walk(path)) {
      return walk.limit(200).count() < (ledger.latest() % 5 == 0 ? 200 : 25);
    } catch (IOException e) {
      return false;
    }
  }

  private void rename(Tape tape, int kind) throws IOException {
    Optional<Path> from =
        kind < 75
            ? desk.find(tape, path -> !Desk.isDirectory(path))
            : desk.find(tape, Desk::isDirectory);
    if (from.isEmpty()) {
      return;
    }
    Path to =
        tape.chance(0.5)
            ? fresh(tape)
            : desk.directory(tape).resolve(from.get().getFileName().toString());
    if (tape.chance(0.1)) {
      to = desk.find(tape, path -> !Desk.isDirectory(path)).orElse(to);
    }
    boolean blocked = Desk.isDirectory(from.get()) ? Desk.exists(to) : Desk.isDirectory(to);
    if (!blocked && !to.startsWith(from.get())) {
      desk.move(from.get(), to);
    }
  }

  private void copy(Tape tape, int kind) throws IOException {
    Optional<Path> from = kind == 84 ? desk.find(tape, this::small) : file(tape);
    Path to = fresh(tape);
    if (from.isPresent() && !Desk.exists(to) && !to.startsWith(from.get())) {
      desk.copy(from.get(), to);
    }
  }

  private void link(Tape tape) throws IOException {
    String[] targets = {"../outside", "/nowhere/at/all", "alpha.txt", "hot/hot-1.txt", "."};
    Path path =
        tape.chance(0.3) ? desk.find(tape, Files::isSymbolicLink).orElse(fresh(tape)) : fresh(tape);
    if (!Desk.isDirectory(path)) {
      desk.link(path, targets[tape.nextInt(targets.length)] + "?" + ledger.latest());
    }
  }

  private void attributes(Tape tape, int kind) throws IOException {
    Optional<Path> file = file(tape);
    if (file.isEmpty()) {
      return;
    }
    if (kind == 92) {
      Files.setLastModifiedTime(file.get(), FileTime.fromMillis(tape.nextInt(2_000_000_000)));
      desk.touched(file.get());
      desk.note("touched " + desk.name(file.get()));
    } else {
      desk.setExecutable(file.get(), !Files.isExecutable(file.get()));
      desk.touched(file.get());
      desk.note("changed the mode of " + desk.name(file.get()));
    }
  }

  private void changeType(Tape tape) throws IOException {
    Optional<Path> path =
        tape.chance(0.6) ? desk.find(tape, Desk::isFile) : desk.find(tape, this::small);
    if (path.isEmpty()) {
      return;
    }
    boolean directory = Desk.isDirectory(path.get());
    desk.remove(path.get());
    if (directory) {
      desk.save(path.get(), content(tape));
    } else {
      Files.createDirectory(path.get());
      desk.save(path.get().resolve("inside.txt"), content(tape));
    }
  }

  private void swap(Tape tape) throws IOException {
    Optional<Path> one = desk.find(tape, Desk::isFile);
    Optional<Path> other = desk.find(tape, Desk::isFile);
    if (one.isEmpty() || other.isEmpty() || one.equals(other)) {
      return;
    }
    Path aside = one.get().resolveSibling("aside");
    if (!Desk.exists(aside)) {
      desk.move(one.get(), aside);
      desk.move(other.get(), one.get());
      desk.move(aside, other.get());
    }
  }

  private byte[] content(Tape tape) {
    return tape.chance(0.7)
        ? text(tape, tape.nextInt(1, 40))
        : tape.bytes(tape.nextInt(1, 1 << tape.nextInt(4, 17)));
  }

  private byte[] text(Tape tape, int lines) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lines; i++) {
      text.append(line(tape));
    }
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /// A line that nobody else ever writes.
  private String line(Tape tape) {
    return "edit %d on %s: %016x\n".formatted(ledger.latest(), device, tape.nextLong());
  }
}
