package dev.tidelock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.remote.CollectionOrder.Effect;
import dev.tidelock.engine.remote.ProjectId;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.remote.Remote.HeadMove;
import dev.tidelock.engine.remote.Remote.Outcome;
import dev.tidelock.engine.remote.Remote.Scope;
import dev.tidelock.engine.remote.Remote.Writer;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.remote.RemoteFailure.Reason;
import dev.tidelock.engine.remote.RemoteView;
import dev.tidelock.generators.ForAll;
import dev.tidelock.generators.Tape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Pushers, readers and collectors of garbage who come in each other's way between any two calls to
/// the storage, where calls fail, answers get lost, and processes die.
class LogCollectionStressTest {
  /// The process ends here; an error, so that nothing takes it for a failure of the storage.
  private static final class Death extends Error {
    private static final long serialVersionUID = 1L;
  }

  /// Everybody who takes part, and what they did.
  private static final class World {
    private final Tape tape;
    private final WatchedBlobs blobs = new WatchedBlobs();
    private final LogPlace place = new LogPlace(() -> blobs);
    private final ProjectId project = place.create("p");
    private final SampleHistory history = new SampleHistory();
    private final List<Keeper> keepers = new ArrayList<>();
    private final List<ObjectId> chunks = new ArrayList<>();
    private final double trouble;
    private final Set<String> busy = new HashSet<>();
    private int depth;
    private int landed;
    private int refused;

    World(Tape tape) {
      this.tape = tape;
      this.trouble = tape.pick(0.0, 0.005, 0.02);
      for (int i = 0; i < 2; i++) {
        keepers.add(new Keeper(blobs, project, tape.nextLong()));
      }
      blobs.before = this::before;
      blobs.after = this::after;
    }

    private void before(String call) {
      if (depth == 1 && tape.chance(0.03)) {
        act();
      }
      if (tape.chance(trouble)) {
        if (tape.nextBoolean()) {
          throw new Death();
        }
        throw new RemoteFailure(Reason.UNREACHABLE, "lost: " + call);
      }
    }

    private void after(String call) {
      if (tape.chance(trouble)) {
        throw new RemoteFailure(Reason.UNREACHABLE, "no reply: " + call);
      }
    }

    void act() {
      depth++;
      try {
        switch (tape.nextInt(8)) {
          case 0, 1, 2 -> alone("pusher" + tape.nextInt(2), this::push);
          case 3 -> alone("reader" + tape.nextInt(3), this::read);
          case 4, 5, 6 -> {
            int who = tape.nextInt(2);
            alone("keeper" + who, _ -> collect(keepers.get(who)));
          }
          default -> keepers.forEach(keeper -> keeper.pass(tape.nextSize(100_000) * 1000L));
        }
      } catch (Death _) {
        // The next one begins anew, with what was durable.
      } catch (RemoteFailure failure) {
        assertThat(failure.reason())
            .as(failure.getMessage())
            .isIn(Reason.UNREACHABLE, Reason.OUTDATED, Reason.INCOMPLETE);
      } finally {
        depth--;
      }
    }

    /// Nobody does two things at once.
    private void alone(String who, Consumer<String> deed) {
      if (busy.add(who)) {
        try {
          deed.accept(who);
        } finally {
          busy.remove(who);
        }
      }
    }

    /// A commit over the head, of files that are new or that some earlier commit had.
    private void push(String device) {
      Remote remote = place.open(project, device);
      RemoteView view = remote.refresh();
      long sequence = view.lastSequence(device, "first") + 1;
      Optional<ObjectId> from = view.head("main");
      List<ObjectId> files = new ArrayList<>();
      for (int i = tape.nextInt(1, 12); i > 0; i--) {
        if (chunks.isEmpty() || tape.chance(0.6)) {
          chunks.add(history.chunk(Bytes.wrap(tape.bytes(tape.nextInt(10, 900)))));
          files.add(chunks.getLast());
        } else {
          files.add(tape.pick(chunks));
        }
      }
      ObjectId commit =
          history.commit(history.directory(files), "by " + device, from.stream().toList());
      for (int i = 0; i < 3; i++) {
        try (Remote.Push push = remote.push()) {
          Set<ObjectId> lacking = remote.lacking(history.tree(commit));
          history.send(push, history.tree(commit).stream().filter(lacking::contains).toList());
          Writer writer = new Writer(device, "first", sequence);
          Outcome outcome = push.move(new HeadMove("main", from, commit, writer, Optional.empty()));
          if (outcome instanceof Outcome.Moved) {
            landed++;
          }
          if (!(outcome instanceof Outcome.Incomplete)) {
            return;
          }
          refused++;
        }
      }
    }

    private void read(String who) {
      Remote remote = place.open(project, who);
      if (tape.nextBoolean()) {
        remote.refresh();
      }
      Optional<ObjectId> head = remote.refresh().head("main");
      if (head.isPresent()) {
        remote.fetch(
            List.of(head.get()),
            tape.pick(Scope.TREES, Scope.HISTORY),
            Remote.Known.NOTHING,
            (_, _) -> {});
        remote.objects(history.tree(head.get()), (_, _) -> {});
      }
    }

    private void collect(Keeper keeper) {
      long grace = tape.pick(0L, 0L, Keeper.DAY);
      Effect effect = tape.chance(0.1) ? Effect.PREVIEW : Effect.REAL;
      assertThat(
              keeper
                  .collect(_ -> false, grace, tape.pick(0L, 0L, Keeper.DAY), effect)
                  .obstacle()
                  .filter(text -> !text.startsWith("others write")))
          .isEmpty();
    }

    /// Whoever comes new, or comes back, finds the head and all that it needs.
    void check() {
      blobs.before = _ -> {};
      blobs.after = _ -> {};
      Optional<ObjectId> head = Optional.empty();
      for (String name : List.of("fresh" + tape.nextLong(), "reader0", "pusher0", "pusher1")) {
        Remote remote = place.open(project, name);
        RemoteView view = remote.refresh();
        assertThat(view.restored()).isFalse();
        head = head.or(() -> view.head("main"));
        assertThat(view.head("main")).isEqualTo(head);
        if (head.isPresent()) {
          List<ObjectId> tree = history.tree(head.get());
          assertThat(remote.lacking(tree)).isEmpty();
          assertThat(RemoteSteps.objects(remote, tree).keySet()).containsAll(tree);
          assertThat(RemoteSteps.fetch(remote, List.of(head.get()), Scope.HISTORY, _ -> false))
              .hasSizeGreaterThanOrEqualTo(1);
        }
      }
      blobs.before = this::before;
      blobs.after = this::after;
    }
  }

  @Test
  void whoeverComesInBetweenNothingIsLostAndNothingWrongIsRead() {
    int[] sums = new int[2];
    ForAll.cases(
        150,
        tape -> {
          World world = new World(tape.fork());
          for (int i = 0; i < 40; i++) {
            world.act();
            if (i % 4 == 0) {
              world.check();
            }
          }
          world.check();
          sums[0] += world.landed;
          sums[1] += world.refused;
        });
    assertThat(sums[0]).as("landed").isGreaterThan(100);
    assertThat(sums[1]).as("refused").isGreaterThan(10);
  }
}
