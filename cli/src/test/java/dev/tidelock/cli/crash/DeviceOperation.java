package dev.tidelock.cli.crash;

import dev.tidelock.cli.command.Device;
import java.util.List;

/// What a device does when it is killed, and the world in which it does it.
enum DeviceOperation {
  /// A directory becomes a project, at a place where there is none.
  INIT,
  /// A project arrives at a device for the first time.
  CLONE,
  /// Changes of every kind are sent.
  PUSH,
  /// Changes of every kind arrive and are applied.
  PULL,
  /// Changes of both are merged, applied and sent; some are in conflict.
  MERGE,
  /// Conflicts are decided.
  RESOLVE,
  /// What nothing needs any more is freed, here and at the place.
  GC;

  private static final int SMALL_PUSHES = 8;

  /// Makes two devices ready for it.
  void prepare(Pair pair) {
    switch (this) {
      case INIT -> pair.fill();
      case CLONE -> {
        pair.fill();
        Pair.ok(pair.alpha().run(Pair.words(pair.init())));
        Pair.ok(pair.alpha().run("sync"));
      }
      case PUSH -> {
        pair.join();
        Pair.change(pair.alpha());
      }
      case PULL -> {
        pair.join();
        Pair.change(pair.alpha());
        Pair.ok(pair.alpha().run("sync"));
      }
      case MERGE -> {
        pair.join();
        Pair.change(pair.alpha());
        Pair.ok(pair.alpha().run("sync"));
        Pair.changeOtherwise(pair.beta());
      }
      case RESOLVE -> {
        pair.join();
        pair.alpha().write("edited", "by alpha\n");
        Pair.write(pair.alpha(), "large", 5, 310_000);
        pair.beta().write("edited", "by beta\n");
        Pair.write(pair.beta(), "large", 6, 320_000);
        Pair.ok(pair.alpha().run("sync"));
        Device.Result _ = pair.beta().run("sync");
      }
      case GC -> {
        pair.join();
        for (int i = 0; i < SMALL_PUSHES; i++) {
          pair.alpha().write("edited", "version " + i + " by alpha\n");
          Pair.ok(pair.alpha().run("sync"));
        }
      }
    }
  }

  /// The device that is killed.
  Device device(Pair pair) {
    return switch (this) {
      case INIT, PUSH, GC -> pair.alpha();
      case CLONE, PULL, MERGE, RESOLVE -> pair.beta();
    };
  }

  /// What it is asked to do.
  List<String> words(Pair pair) {
    return switch (this) {
      case INIT -> pair.init();
      case CLONE -> pair.cloning();
      case PUSH, PULL, MERGE -> List.of("sync", "--json");
      case RESOLVE -> List.of("resolve", "--all", "--strategy", "remote");
      case GC -> List.of("gc", "--all", "--now", "--json");
    };
  }
}
