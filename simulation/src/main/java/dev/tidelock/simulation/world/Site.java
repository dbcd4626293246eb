package dev.tidelock.simulation.world;

import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.gate.Gate;
import dev.tidelock.simulation.gate.Interception;
import java.util.List;
import java.util.Optional;

/// A place where the devices of a run meet: dumb storage, or a hub. It outlives their processes.
public interface Site {
  /// What it is called.
  String name();

  /// What it is.
  Kind kind();

  /// The way of one process of a device to here.
  ///
  /// @param gate which each request of the process passes
  /// @param tape decides what is damaged on the way
  Link link(Gate gate, Tape tape);

  /// Lets time pass here.
  void advance(long nanos);

  /// Lets the clock here be wrong by so much from now on.
  void setClock(long wrongByNanos);

  /// How often what is kept here was changed.
  long changes();

  /// Remembers everything as it is now.
  void takeBackup();

  /// Puts everything back to how it was when it was last remembered; at the start, nothing was.
  void restoreBackup();

  /// Turns one bit of what is stored, chosen by `choice`; returns where, or nothing if nothing is
  /// stored.
  Optional<String> flipBit(int choice);

  /// Brings all turned bits back, as storage with a second copy does.
  void healBits();

  /// Lets `interception` decide about what a process of the place itself does, if it has one.
  void intercept(Interception interception);

  /// How many calls the place's own process made since [#intercept].
  long calls();

  /// Lets a process that died start again, and everything arrive that is still on its way.
  void settle();

  /// Frees what nobody needs, as whoever runs the place does from time to time.
  void tidy();

  /// What kinds of things happened here since this was last asked, each as often as it did.
  List<String> events();

  /// Who lies here, if somebody does.
  default Optional<Liar> liar() {
    return Optional.empty();
  }

  /// What is wrong with what is kept here, in words; nothing if all is well.
  List<String> verify();

  /// The kinds of places.
  enum Kind {
    /// Blobs that are created once, and nothing that thinks.
    STORAGE,
    /// A server that checks what it takes.
    HUB
  }

  /// How a device reaches a place.
  interface Link {
    /// What the place is called.
    String site();
  }
}
