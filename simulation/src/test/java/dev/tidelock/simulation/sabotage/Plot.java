package dev.tidelock.simulation.sabotage;

import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.disk.DiskProfile;
import dev.tidelock.simulation.world.Scenario;
import dev.tidelock.simulation.world.Site;
import dev.tidelock.simulation.world.Step;
import dev.tidelock.simulation.world.Step.Kind;
import dev.tidelock.simulation.world.Trouble;
import dev.tidelock.simulation.world.UserAction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// A scenario in the making, for a [Focus]: what happens is said, how it does is left to a tape.
final class Plot {
  private final Tape tape;
  private final long seed;
  private final List<DiskProfile> disks = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private Site.Kind site = Site.Kind.STORAGE;

  /// A plot for so many devices with modern disks, which meet at dumb storage.
  Plot(Tape tape, int devices) {
    this.seed = tape.seed();
    this.tape = tape;
    this.disks.addAll(Collections.nCopies(devices, DiskProfile.modern()));
  }

  /// A number below `bound`.
  int any(int bound) {
    return tape.nextInt(bound);
  }

  Plot at(Site.Kind kind) {
    site = kind;
    return this;
  }

  /// At storage or at a hub.
  Plot anywhere() {
    return at(tape.pick(Site.Kind.STORAGE, Site.Kind.HUB));
  }

  Plot on(DiskProfile profile) {
    Collections.fill(disks, profile);
    return this;
  }

  /// A user does one of these, so often.
  Plot edits(int device, int times, UserAction... actions) {
    for (int i = 0; i < times; i++) {
      steps.add(Step.edit(device, tape.pick(List.of(actions)), tape.nextLong()));
    }
    return this;
  }

  /// A user makes so many files at once.
  Plot fills(int device, int count) {
    List<String> words = List.of(UserAction.FILL.name(), "LASTING", Integer.toString(count));
    steps.add(new Step(Kind.EDIT, device, words, tape.nextLong()));
    return this;
  }

  /// A sync of everything.
  Plot sync(int device) {
    steps.add(Step.whole(device, tape.nextLong()));
    return this;
  }

  /// A sync with something before one of its calls.
  Plot struck(int device, Trouble trouble, int calls) {
    steps.add(Step.struck(device, trouble, any(calls), tape.nextLong()));
    return this;
  }

  /// A sync with something before one of its first calls of a kind.
  Plot struck(int device, Trouble trouble, String operation, int calls) {
    steps.add(Step.struck(device, trouble, operation, any(calls), tape.nextLong()));
    return this;
  }

  /// Somebody tells one of these lies before a device syncs.
  Plot lie(int device, String... lies) {
    String place = site == Site.Kind.HUB ? "hub" : "storage";
    List<String> words = List.of(place, tape.pick(List.of(lies)), "0");
    steps.add(new Step(Kind.LIE, device, words, tape.nextLong()));
    return this;
  }

  Plot wait(int device, int seconds) {
    steps.add(Step.wait(device, seconds, tape.nextLong()));
    return this;
  }

  Plot calm() {
    return step(Kind.CALM, 0);
  }

  /// Anything else, all left open.
  Plot step(Kind kind, int device) {
    steps.add(Step.of(kind, device, tape.nextLong()));
    return this;
  }

  Scenario end() {
    calm();
    return new Scenario(seed, List.of(site), disks, steps);
  }
}
