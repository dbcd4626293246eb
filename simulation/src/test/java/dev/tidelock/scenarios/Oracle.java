package dev.tidelock.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.tree.Content;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.Term;
import dev.tidelock.engine.sync.LogEntry;
import dev.tidelock.engine.sync.OpenConflict;
import dev.tidelock.engine.sync.PathDiff;
import dev.tidelock.engine.sync.RemotePlace;
import dev.tidelock.engine.sync.Revision;
import dev.tidelock.engine.sync.SyncOutcome;
import dev.tidelock.engine.sync.Verification;
import dev.tidelock.engine.sync.VerifyReport;
import dev.tidelock.engine.sync.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What must hold at the end of every scenario, whatever happened in it: the devices come to rest;
/// they and a newcomer see the same, except where a conflict is open; nothing that anybody wrote is
/// lost; nothing private shows; and what is stored is whole.
final class Oracle {
  private static final int ROUNDS = 12;

  private final World world;

  Oracle(World world) {
    this.world = world;
  }

  void judge() {
    List<Device> devices = world.devices();
    if (devices.isEmpty()) {
      return;
    }
    comeToRest(devices);
    Device newcomer = world.device("Newcomer");
    newcomer.sync();
    agree(devices.getFirst(), newcomer);
    rest(world.devices());
    world.devices().forEach(other -> agree(devices.getFirst(), other));
    world.devices().forEach(Oracle::isTidy);
    nothingIsLost();
    world.devices().forEach(Oracle::isWhole);
  }

  /// Syncs all until a whole round changes nothing.
  private static void comeToRest(List<Device> devices) {
    boolean moving = true;
    for (int round = 0; moving; round++) {
      assertThat(round).as("rounds until nothing moves").isLessThan(ROUNDS);
      moving = false;
      for (Device device : devices) {
        Optional<ObjectId> before = head(device);
        SyncOutcome outcome = device.sync();
        assertThat(outcome.stops()).as("held back on " + device).isEmpty();
        moving |=
            !before.equals(outcome.commit()) || outcome.filesUp() > 0 || outcome.filesDown() > 0;
      }
    }
  }

  /// One more sync does nothing, here or there.
  private void rest(List<Device> devices) {
    SortedMap<String, Long> there = world.main().inventory();
    for (Device device : devices) {
      SortedMap<String, Sight> here = device.sees();
      Optional<ObjectId> before = head(device);
      SyncOutcome outcome = device.sync();
      assertThat(outcome.commit()).as("a second sync of " + device).isEqualTo(before);
      assertThat(outcome.filesUp() + outcome.filesDown() + outcome.bytesUp())
          .as("work of a second sync of " + device)
          .isZero();
      assertThat(device.sees()).as("what " + device + " shows").isEqualTo(here);
    }
    assertThat(world.main().inventory()).as("what the remote holds").isEqualTo(there);
  }

  private void agree(Device one, Device other) {
    Map<String, List<Term>> conflicts = conflicts(one);
    assertThat(conflicts(other)).as("conflicts on " + other).isEqualTo(conflicts);
    assertThat(head(other)).as("head of " + other).isEqualTo(head(one));
    assertThat(visible(other, conflicts.keySet()))
        .as("what %s shows, compared with %s", other, one)
        .isEqualTo(visible(one, conflicts.keySet()));
  }

  private SortedMap<String, Sight> visible(Device device, Set<String> open) {
    SortedMap<String, Sight> visible = new TreeMap<>(device.sees());
    visible.keySet().removeIf(path -> open.contains(path) || world.isApart(path));
    return visible;
  }

  private static Map<String, List<Term>> conflicts(Device device) {
    Map<String, List<Term>> conflicts = new TreeMap<>();
    for (OpenConflict conflict : device.conflicts()) {
      conflicts.put(conflict.path().toString(), conflict.terms());
    }
    return conflicts;
  }

  private static Optional<ObjectId> head(Device device) {
    return device.open(workspace -> workspace.findCommit("HEAD"));
  }

  /// Whatever is visible is of the project, and nothing is left of what was being built.
  private static void isTidy(Device device) {
    assertThat(names(device.path(".tidelock/tmp"))).as("being built on " + device).isEmpty();
    assertThat(device.status().pending()).as("not synced on " + device).isEmpty();
  }

  private static List<String> names(Path directory) {
    try (Stream<Path> children = Files.list(directory)) {
      return children.map(child -> child.getFileName().toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void isWhole(Device device) {
    VerifyReport report =
        device.open(workspace -> workspace.verify(Verification.CHECK, Optional.empty()));
    assertThat(report.damaged()).as("damaged on " + device).isEmpty();
  }

  private void nothingIsLost() {
    Map<Bytes, String> missing = new HashMap<>(world.ledger().written());
    for (Device device : world.devices()) {
      device
          .sees()
          .values()
          .forEach(sight -> {
            if (sight instanceof Sight.OfFile file) {
              missing.remove(file.content());
            }
          });
      trash(device).forEach(missing::remove);
    }
    if (missing.isEmpty()) {
      return;
    }
    Map<Content, Entry.File> kept = new HashMap<>();
    for (Device device : world.devices()) {
      kept.putAll(device.open(Oracle::history));
    }
    Device reader = world.devices().getLast();
    missing.forEach((bytes, where) -> {
      Optional<Entry.File> file = Optional.ofNullable(kept.get(Ledger.content(bytes)));
      assertThat(file).as("the history has what was written at " + where).isPresent();
      assertThat(Fetched.bytes(reader, file.orElseThrow()))
          .as("what was written at " + where)
          .isEqualTo(bytes);
    });
  }

  private static Set<Bytes> trash(Device device) {
    Set<Bytes> contents = new HashSet<>();
    for (Sight sight : Sight.of(device.path(".tidelock/trash")).values()) {
      if (sight instanceof Sight.OfFile file) {
        contents.add(file.content());
      }
    }
    return contents;
  }

  /// Every file that any commit has, the values of conflicts included.
  private static Map<Content, Entry.File> history(
      Workspace workspace, Optional<RemotePlace> remote) {
    Map<Content, Entry.File> files = new HashMap<>();
    for (LogEntry entry : workspace.log(Optional.empty(), Integer.MAX_VALUE)) {
      for (PathDiff diff :
          workspace.diff(
              new Revision.Nothing(), new Revision.Of(entry.id()), Optional.empty(), remote)) {
        diff.after().ifPresent(after -> collect(after, files));
      }
    }
    return files;
  }

  private static void collect(Entry entry, Map<Content, Entry.File> files) {
    switch (entry) {
      case Entry.File file -> files.put(file.content(), file);
      case Entry.Conflict conflict -> {
        conflict.base().ifPresent(base -> collect(base, files));
        conflict.terms().forEach(term -> collect(term.entry(), files));
      }
      case Entry.Link _, Entry.Directory _ -> {}
    }
  }
}
