package dev.tidelock.cli.crash;

import dev.tidelock.cli.command.Device;
import dev.tidelock.cli.crash.TracedProcess.Ending;
import dev.tidelock.cli.crash.TracedProcess.Hit;
import dev.tidelock.cli.crash.TracedProcess.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// A command of a device that is killed, and is given again.
final class DeviceTrial implements Trial {
  private final DeviceOperation operation;
  private final String where;
  private final Function<Path, Place> places;
  private final Program program;
  private Optional<Reference> reference = Optional.empty();

  /// @param where a word for the place
  /// @param places makes a place for a world
  DeviceTrial(
      DeviceOperation operation, String where, Function<Path, Place> places, Program program) {
    this.operation = operation;
    this.where = where;
    this.places = places;
    this.program = program;
  }

  /// What comes of it without a kill.
  ///
  /// @param done what the device shows right after it
  /// @param rest what there is at the end
  private record Reference(Shown done, Pair.Rest rest) {}

  @Override
  public String name() {
    return operation.name().toLowerCase(Locale.ROOT) + " at a " + where;
  }

  @Override
  public boolean isSequential() {
    return true;
  }

  /// With a hub only what goes over the network: the rest is tried with a directory.
  @Override
  public boolean isWorthIt(Hit hit) {
    return hit.call().shows() && (where.equals("directory") || hit.target().startsWith("socket:"));
  }

  @Override
  public Outcome run(Path base, Optional<Point> point) throws IOException {
    if (reference.isEmpty()) {
      reference = Optional.of(reference(Files.createDirectory(base.resolve("whole"))));
    }
    try (Place place = places.apply(base)) {
      Pair pair = Pair.strangers(base, place);
      operation.prepare(pair);
      return run(pair, point, reference.get());
    }
  }

  private Reference reference(Path base) {
    try (Place place = places.apply(base)) {
      Pair pair = Pair.strangers(base, place);
      operation.prepare(pair);
      Device device = operation.device(pair);
      Device.Result result = device.run(Pair.words(operation.words(pair)));
      Shown done = Shown.in(device.directory());
      Pair.Rest rest = pair.rest();
      if (result.exit() != 0 && result.exit() != 5 || !rest.faults().isEmpty()) {
        throw new AssertionError(result + " " + rest.faults());
      }
      return new Reference(done, rest);
    }
  }

  private Outcome run(Pair pair, Optional<Point> point, Reference wanted) throws IOException {
    Device device = operation.device(pair);
    Shown before = Shown.in(device.directory());
    Set<String> owed =
        Pair.contents(Shown.in(pair.alpha().directory()), Shown.in(pair.beta().directory()));
    List<String> words = operation.words(pair);
    Ending ending = program.traced(device, pair.base(), point, words).await();
    Shown done = Shown.in(device.directory());
    List<String> faults = new ArrayList<>(done.neither(before, wanted.done()));
    if (ending.killed()) {
      again(device, words, faults);
    } else if (ending.exit() != 0 && ending.exit() != 5) {
      faults.add("ended with " + ending.exit() + ": " + ending.output());
    }
    Pair.Rest rest = pair.rest();
    faults.addAll(rest.faults());
    rest.compare(wanted.rest(), faults);
    pair.losses(owed, faults);
    return new Outcome(ending, faults);
  }

  /// The command is given again, to the program as a user starts it.
  private void again(Device device, List<String> words, List<String> faults) throws IOException {
    Program.Ended ended = program.run(device, words);
    // What begins a project may have begun it before it was killed; then it goes on by itself.
    boolean begun = operation == DeviceOperation.INIT || operation == DeviceOperation.CLONE;
    if (begun && ended.exit() != 0) {
      ended = program.run(device, List.of("sync", "--json"));
    }
    if (ended.exit() != 0 && ended.exit() != 5) {
      faults.add("given again, it ended with " + ended.exit() + ": " + ended.output());
    }
  }
}
