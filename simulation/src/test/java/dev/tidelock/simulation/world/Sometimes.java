package dev.tidelock.simulation.world;

import dev.tidelock.core.commit.Commit;
import dev.tidelock.core.commit.Note;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.StateFailure;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.scan.Problem;
import dev.tidelock.engine.sync.OpenConflict;
import dev.tidelock.simulation.world.Step.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// What a good workload makes happen sometimes: every kind of conflict, note, guard, outcome and
/// recovery that can be seen from outside, and every fault. A long run without one of them has a
/// hole, and says nothing of what the hole hides.
final class Sometimes {
  private Sometimes() {}

  /// Everything, as it is counted.
  static List<String> all() {
    List<String> all = new ArrayList<>();
    all.addAll(each("trouble", Trouble.values()));
    all.addAll(each("user", UserAction.values()));
    all.addAll(each("note", Note.Kind.values()));
    all.addAll(each("conflict", OpenConflict.Kind.values()));
    all.addAll(each("commit", Commit.Kind.values()));
    all.addAll(each("problem", Problem.Kind.values()));
    all.addAll(each("remote: failure", RemoteFailure.Reason.values()));
    all.addAll(each("sync: failed with FileFailure", FileFailure.Reason.values()));
    all.addAll(each("sync: failed with StateFailure", StateFailure.Reason.values()));
    Stream.of(Remote.Outcome.class.getPermittedSubclasses())
        .forEach(outcome -> all.add("push: " + outcome.getSimpleName()));
    Stream.of(Kind.values())
        .filter(kind -> kind.isDisaster())
        .forEach(kind -> all.add("disaster: " + kind));
    all.addAll(REST);
    all.removeAll(NEVER);
    return all;
  }

  private static <E extends Enum<E>> List<String> each(String prefix, E[] constants) {
    String separator = prefix.contains(": ") ? " " : ": ";
    return Arrays.stream(constants).map(each -> prefix + separator + each.name()).toList();
  }

  /// What of that never happened.
  static List<String> missing(Counters counters) {
    return all().stream().filter(event -> counters.of(event) == 0).toList();
  }

  private static final List<String> REST =
      List.of(
          "calm after only one user acted",
          "deposit: Moved",
          "deposit: Lost",
          "garbage collection",
          "hub: a request arrived late",
          "hub: died",
          "hub: garbage was freed",
          "hub: packs were rewritten or dropped",
          "power cut between syncs",
          "power cut in a sync",
          "remote: was restored",
          "resolve",
          "sync: held back",
          "sync: by hints");

  /// What cannot happen here, and why.
  private static final Set<String> NEVER = Set.of();
}
