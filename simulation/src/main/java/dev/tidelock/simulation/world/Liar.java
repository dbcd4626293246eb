package dev.tidelock.simulation.world;

import dev.tidelock.generators.Tape;
import java.util.List;

/// Somebody who lies to the devices that meet at a place: the place itself, or one who has a right
/// to push there. What it says is well-formed as far as that serves it.
public interface Liar {
  /// The names of all lies that it knows.
  List<String> lies();

  /// Tells a lie from now on, or once and for all, beside those told before.
  ///
  /// @param tape decides what the lie is about
  /// @return whether there was anything to lie about
  boolean tell(String lie, Tape tape);

  /// Lies no more. What others believed already stays believed.
  void leave();
}
