package dev.tidelock.simulation.world;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.disk.Disk;
import dev.tidelock.simulation.disk.DiskImage;
import dev.tidelock.simulation.disk.DiskNames;
import dev.tidelock.simulation.disk.DiskProfile;
import dev.tidelock.simulation.disk.DiskProfile.Bits;
import dev.tidelock.simulation.disk.Shown;
import dev.tidelock.simulation.disk.SimFileSystem;
import dev.tidelock.simulation.gate.Gate;
import dev.tidelock.simulation.gate.Interception;
import dev.tidelock.simulation.gate.Trace;
import dev.tidelock.simulation.port.DeflateCompression;
import dev.tidelock.simulation.port.SimClock;
import dev.tidelock.simulation.port.SimRandomness;
import dev.tidelock.simulation.port.SimStateStore;
import dev.tidelock.simulation.port.StateMemory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One computer: its disk, state and clock, which outlive processes, and the process that runs on
/// it, if any.
final class Machine {
  private static final long NOON = 1_700_000_000_000_000_000L;
  private static final long TICK_NANOS = 100_000;

  /// More calls than any sync of a simulated workspace needs.
  private static final long MANY_CALLS = 100_000;

  private final String name;
  private final Disk disk;
  private final DiskNames names;
  private final Bits bits;
  private final StateMemory state = new StateMemory();
  private final SimClock clock;
  private final List<Site> sites;
  private final Trace trace;
  private final Tape tape;
  private final Ports.Opener opener;
  private final List<String> events = new ArrayList<>();
  private Gate gate;
  private @Nullable SimDevice device;
  private SimWatch watch;

  /// What its device takes itself for: another one's name, if its disk was copied from there.
  private String identity;

  private @Nullable Backup backup;
  private long lastCalls = 100;

  /// Everything of a machine at one moment.
  private record Backup(DiskImage disk, StateMemory state, String identity, Set<Bytes> contents) {}

  /// @param bits whether executable bits are compared: only where all disks hold them
  Machine(
      String name,
      DiskProfile profile,
      Bits bits,
      List<Site> sites,
      Trace trace,
      Tape tape,
      Ports.Opener opener) {
    this.name = name;
    this.identity = name;
    this.clock = new SimClock(name, NOON);
    this.names = profile.names();
    this.disk = new Disk(profile, clock::wallNanos, tape.fork());
    this.bits = bits;
    this.sites = sites;
    this.trace = trace;
    this.tape = tape;
    this.opener = opener;
    this.watch = freshWatch();
    this.gate = new Gate(name, trace, () -> clock.advance(TICK_NANOS));
  }

  String name() {
    return name;
  }

  /// What its device takes itself for.
  String identity() {
    return identity;
  }

  Disk disk() {
    return disk;
  }

  /// How its disk treats names.
  DiskNames names() {
    return names;
  }

  StateMemory state() {
    return state;
  }

  SimClock clock() {
    return clock;
  }

  Gate gate() {
    return gate;
  }

  /// The running process, started if there is none.
  SimDevice device() {
    if (device == null) {
      watch = freshWatch();
      SimRandomness randomness = new SimRandomness(tape.fork());
      device =
          opener.open(
              new Ports(
                  identity,
                  new SimFileSystem(disk, gate),
                  new SimStateStore(state, gate),
                  clock,
                  randomness,
                  new DeflateCompression(),
                  watch,
                  sites.stream().map(site -> site.link(gate, tape.fork())).toList()));
    }
    return device;
  }

  /// Whoever watches the disk for the running process.
  SimWatch watch() {
    return watch;
  }

  private SimWatch freshWatch() {
    return new SimWatch(new SimFileSystem(disk, new Gate(name, Trace.quiet(), () -> {})));
  }

  /// Lets a process sync under an interception, whose calls are counted from the process's start if
  /// it starts now.
  SimDevice.Result sync(SimDevice.Consent consent, List<String> sites, Interception interception) {
    return intercepted(interception, device -> device.sync(consent, sites));
  }

  /// The same, as a user asks for it who wants something special.
  SimDevice.Result sync(SimDevice.Manner manner, List<String> sites, Interception interception) {
    return intercepted(interception, device -> device.sync(manner, sites));
  }

  /// The same, looking only at some directories of the disk.
  SimDevice.Result glance(
      Set<TreePath> directories, List<String> sites, Interception interception) {
    return intercepted(interception, device -> device.glance(directories, sites));
  }

  private SimDevice.Result intercepted(
      Interception interception, Function<SimDevice, SimDevice.Result> action) {
    gate.intercept(interception, MANY_CALLS);
    try {
      return action.apply(device());
    } finally {
      lastCalls = Math.max(10, gate.calls());
      gate.intercept(Interception.CALM);
    }
  }

  /// What happened in processes here since this was last asked.
  List<String> events() {
    if (device != null) {
      device.lookCloser();
      events.addAll(device.events());
    }
    List<String> all = List.copyOf(events);
    events.clear();
    return all;
  }

  /// How many port calls the latest sync made.
  long lastCalls() {
    return lastCalls;
  }

  /// Ends the process properly, if there is one.
  void close() {
    if (device != null) {
      events.addAll(device.events());
      device.close();
      device = null;
    }
  }

  /// Ends the process at once: nothing of it acts any more.
  void kill() {
    if (device != null) {
      events.addAll(device.events());
    }
    gate.shut();
    gate = new Gate(name, trace, () -> clock.advance(TICK_NANOS));
    device = null;
  }

  void takeBackup() {
    disk.flushAll();
    backup = new Backup(disk.image(), state.copy(), identity, contents());
  }

  /// Brings back the backup, if there is one; returns the contents that were on it.
  Optional<Set<Bytes>> restoreBackup() {
    if (backup == null) {
      return Optional.empty();
    }
    kill();
    clock.reboot();
    disk.restore(backup.disk());
    state.restore(backup.state());
    identity = backup.identity();
    return Optional.of(backup.contents());
  }

  /// Becomes a copy of another machine as that is now, but for the clock.
  void becomeCopyOf(Machine original) {
    kill();
    clock.reboot();
    original.disk.flushAll();
    disk.restore(original.disk.image());
    state.restore(original.state.copy());
    identity = original.identity;
  }

  /// Digests of all files on the disk outside of `.tidelock`.
  Set<Bytes> contents() {
    Set<Bytes> digests = new HashSet<>();
    for (Shown shown : disk.hands().look().values()) {
      if (shown instanceof Shown.File(Bytes digest, long _, boolean _)) {
        digests.add(digest);
      }
    }
    return digests;
  }

  /// What the disk shows at a path, if it is something that a state can hold.
  Optional<TreeItem> item(TreePath path) {
    return Optional.ofNullable(items().get(path));
  }

  /// What the disk shows, as far as a state can hold it.
  Map<TreePath, TreeItem> items() {
    Map<TreePath, TreeItem> items = new TreeMap<>();
    disk.hands()
        .lookAsTree()
        .forEach((path, shown) -> TreeItem.of(shown).ifPresent(item -> items.put(path, item)));
    return bits == Bits.HELD ? items : withoutBits(items);
  }

  /// The project's newest state that the running process knows, as far as it can be compared with
  /// what disks show.
  Map<TreePath, TreeItem> tree() {
    Map<TreePath, TreeItem> tree = device().tree();
    return bits == Bits.HELD ? tree : withoutBits(tree);
  }

  private static Map<TreePath, TreeItem> withoutBits(Map<TreePath, TreeItem> items) {
    Map<TreePath, TreeItem> plain = new TreeMap<>(items);
    plain.replaceAll((_, item) ->
        item instanceof TreeItem.File(Bytes digest, boolean _)
            ? new TreeItem.File(digest, false)
            : item);
    return plain;
  }
}
