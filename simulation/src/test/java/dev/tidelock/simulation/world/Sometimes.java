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
  /// The runs have no databases.
  private static final List<Note.Kind> NOTES =
      Arrays.stream(Note.Kind.values()).filter(kind -> !kind.isOfRows()).toList();

  private static final List<FileFailure.Reason> FILE_FAILURES =
      List.of(FileFailure.Reason.BROKEN, FileFailure.Reason.DENIED, FileFailure.Reason.NO_SPACE);
  private static final List<StateFailure.Reason> STATE_FAILURES =
      List.of(StateFailure.Reason.BROKEN, StateFailure.Reason.NO_SPACE);

  private static final List<String> REST =
      List.of(
          "calm after only one user acted",
          "conflict: of more than two",
          "conflict: went on with other values",
          "deposit: Moved",
          "garbage collection",
          "guard: deletes of the receiver",
          "guard: deletes of the sender",
          "guard: everything would go",
          "guard: rewrites of the receiver",
          "guard: rewrites of the sender",
          "head: followed another device",
          "head: was made anew on top of others",
          "head: went on",
          "hub: a request arrived late",
          "hub: answered 422",
          "hub: answered 500",
          "hub: answered 503",
          "hub: answered 507",
          "hub: died",
          "hub: garbage was freed",
          "hub: packs were rewritten or dropped",
          "hub: was asked again",
          "merge: over one base",
          "merge: over several bases",
          "merge: without a base",
          "power cut between syncs",
          "power cut in a sync",
          "recovery: of what was about to be done",
          "recovery: under a new name, for the state was lost or set back",
          "remote: was restored",
          "resolve",
          "storage: a collection died",
          "storage: entries were trimmed",
          "storage: objects were let go",
          "storage: objects were too young",
          "storage: packs were condemned",
          "storage: packs were deleted",
          "storage: packs were folded",
          "sync: crashed",
          "sync: held back",
          "sync: while a file is away",
          "sync: went on without UNREACHABLE",
          "watch: ALL",
          "watch: LOST",
          "watch: TWICE",
          "watch: OVERFLOW",
          "watch: WRONG");

  /// What cannot happen here: nobody makes such commits yet; a disk is one volume; each sync begins
  /// with the making of the project; who lacks something hears it as an outcome. And what is too
  /// rare: what a reader needs is let go under him in tests of its own.
  private static final Set<String> NEVER =
      Set.of(
          "commit: RESTORE",
          "problem: VOLUME",
          "remote: failure NOT_FOUND",
          "remote: failure INCOMPLETE",
          "remote: failure OUTDATED");

  private Sometimes() {}

  /// Everything, as it is counted.
  static List<String> all() {
    List<String> all = new ArrayList<>(REST);
    all.addAll(each("trouble: ", List.of(Trouble.values())));
    all.addAll(each("user: ", List.of(UserAction.values())));
    all.addAll(each("manner: ", List.of(SimDevice.Manner.values())));
    all.addAll(each("note: ", NOTES));
    all.addAll(each("conflict: ", List.of(OpenConflict.Kind.values())));
    all.addAll(each("commit: ", List.of(Commit.Kind.values())));
    all.addAll(each("problem: ", List.of(Problem.Kind.values())));
    all.addAll(each("remote: failure ", List.of(RemoteFailure.Reason.values())));
    all.addAll(each("sync: failed with FileFailure ", FILE_FAILURES));
    all.addAll(each("sync: failed with StateFailure ", STATE_FAILURES));
    Stream.of(Remote.Outcome.class.getPermittedSubclasses())
        .forEach(outcome -> all.add("push: " + outcome.getSimpleName()));
    Stream.of(Kind.values()).filter(Kind::isDisaster).forEach(kind -> all.add("disaster: " + kind));
    all.removeAll(NEVER);
    return all;
  }

  private static <E extends Enum<E>> List<String> each(String prefix, List<E> constants) {
    return constants.stream().map(each -> prefix + each.name()).toList();
  }

  /// What of that never happened.
  static List<String> missing(Counters counters) {
    return all().stream().filter(event -> counters.of(event) == 0).toList();
  }
}
