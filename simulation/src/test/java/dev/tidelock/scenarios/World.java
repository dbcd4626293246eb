package dev.tidelock.scenarios;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.remote.Genesis;
import dev.tidelock.engine.remote.ProjectId;
import dev.tidelock.engine.remote.RemoteProjects;
import dev.tidelock.platform.directory.DirectoryBlobStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// The devices and places of one scenario, in a directory that goes with it. After each scenario
/// that held so far the [Oracle] judges what came of it.
final class World implements BeforeEachCallback, AfterEachCallback {
  static final Bytes SEED = Bytes.wrap(new byte[Genesis.SEED_SIZE]);
  static final ProjectId PROJECT = new ProjectId("scenario-0001");

  private final List<Device> devices = new ArrayList<>();
  private final TreeSet<String> apart = new TreeSet<>();
  private Ledger ledger = new Ledger();
  private Path directory = Path.of("");
  private boolean judged;
  private int places;

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    directory = Files.createTempDirectory("tidelock-scenario");
    devices.clear();
    apart.clear();
    ledger = new Ledger();
    judged = false;
    places = 0;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    try {
      if (context.getExecutionException().isEmpty() && !judged) {
        judge();
      }
    } finally {
      Disks.delete(directory);
    }
  }

  /// A new device with an empty directory, in front of the place that all devices share.
  Device device(String name) {
    Device device = new Device(this, name, make(name), main(), devices.size());
    devices.add(device);
    return device;
  }

  /// A device whose directory, with everything private in it, was copied from another's.
  Device copyOf(Device original, String directoryName) {
    Path root = directory.resolve(directoryName);
    Disks.copy(original.root(), root);
    Device copy = new Device(this, original.name(), root, main(), 1000L + devices.size());
    devices.add(copy);
    return copy;
  }

  /// The place that all devices share, unless they are told otherwise.
  Place main() {
    Path at = directory.resolve("origin");
    return Files.exists(at) ? new Place("origin", at) : place("origin");
  }

  /// Another place that has the project.
  Place place(String name) {
    Path at = directory.resolve(name);
    DirectoryBlobStore.create(at);
    Random chance = new Random(77L + places);
    places++;
    try (DirectoryBlobStore blobs =
        DirectoryBlobStore.open(
            at,
            size -> {
              byte[] bytes = new byte[size];
              chance.nextBytes(bytes);
              return Bytes.wrap(bytes);
            })) {
      new RemoteProjects(blobs).create(new Genesis(PROJECT, "scenario", SEED));
    }
    return new Place(name, at);
  }

  /// A device that leaves the scenario: nothing is expected of it any more.
  void retire(Device device) {
    devices.remove(device);
  }

  /// A path that the devices need not agree on, with all below it.
  void setApart(String path) {
    apart.add(path);
  }

  boolean isApart(String path) {
    return apart.stream().anyMatch(top -> path.equals(top) || path.startsWith(top + "/"));
  }

  List<Device> devices() {
    return List.copyOf(devices);
  }

  Ledger ledger() {
    return ledger;
  }

  Path directory() {
    return directory;
  }

  /// Lets the devices sync until none has anything to do, and judges what came of it.
  void judge() {
    judged = true;
    new Oracle(this).judge();
  }

  private Path make(String name) {
    try {
      return Files.createDirectory(directory.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
