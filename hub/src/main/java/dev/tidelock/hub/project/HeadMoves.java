package dev.tidelock.hub.project;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectSource;
import dev.tidelock.engine.port.Clock;
import dev.tidelock.engine.port.Randomness;
import dev.tidelock.engine.remote.Genesis;
import dev.tidelock.engine.remote.Remote.Writer;
import dev.tidelock.hub.bus.Announcement;
import dev.tidelock.hub.bus.Bus;
import dev.tidelock.hub.object.Completeness;
import dev.tidelock.hub.object.DamagedObjectException;
import dev.tidelock.hub.object.ProjectObjects;
import dev.tidelock.hub.project.BranchGuard.Judgement;
import dev.tidelock.hub.store.Move;
import dev.tidelock.hub.store.Moves;
import dev.tidelock.hub.store.Project;
import dev.tidelock.hub.store.Records;
import dev.tidelock.hub.store.StoreFailure;
import dev.tidelock.hub.store.StoreFailure.Reason;
import dev.tidelock.hub.store.Tables;
import java.util.Optional;

/// Moves heads: the compare-and-set that everything else is for. Safe for use by any thread.
///
/// Completeness and guard are looked at first, beside other moves, because that may take long; the
/// transaction that moves the head then makes sure that nothing they rested on has changed.
public final class HeadMoves {
  private static final int TOKEN_SIZE = 16;
  private static final int ATTEMPTS = 8;

  private final Records records;
  private final Bus bus;
  private final Randomness randomness;
  private final Clock clock;

  /// @param records where moves are kept
  /// @param bus hears of each move
  /// @param randomness for tokens
  /// @param clock the time
  public HeadMoves(Records records, Bus bus, Randomness randomness, Clock clock) {
    this.records = records;
    this.bus = bus;
    this.randomness = randomness;
    this.clock = clock;
  }

  /// Moves a head, if nothing stands against it.
  ///
  /// @throws dev.tidelock.core.MalformedException if what it would move to is no sound commit
  public MoveOutcome move(Project project, ProjectObjects objects, MoveOrder order) {
    for (int i = 0; i < ATTEMPTS; i++) {
      Optional<MoveOutcome> outcome = attempt(project.number(), objects, order);
      if (outcome.isPresent()) {
        return outcome.get();
      }
    }
    throw new StoreFailure(Reason.BUSY, "the project changes too quickly");
  }

  private Optional<MoveOutcome> attempt(long project, ProjectObjects objects, MoveOrder order) {
    Start start = records.read(tables -> start(tables, project, order));
    if (start.settled().isPresent()) {
      return start.settled();
    }
    try {
      return attempt(project, objects, order, start);
    } catch (MissingObjectException | DamagedObjectException gone) {
      // What was there a moment ago may have been collected: then all is looked at again.
      if (records.read(tables -> start(tables, project, order)).generation()
          == start.generation()) {
        throw gone;
      }
      return Optional.empty();
    }
  }

  private Optional<MoveOutcome> attempt(
      long project, ProjectObjects objects, MoveOrder order, Start start) {
    Completeness.Finding finding = Completeness.of(objects, order.to(), order.from());
    if (!finding.missing().isEmpty()) {
      return Optional.of(new MoveOutcome.Incomplete(finding.missing()));
    }
    ObjectSource source = objects.found(finding.seen());
    BranchGuard guard = new BranchGuard(records, source, clock, project, order.branch());
    Judgement judgement = guard.judge(start.seed(), order);
    if (judgement.stop().isPresent()) {
      return Optional.of(new MoveOutcome.Stopped(judgement.stop().get()));
    }
    Optional<Landing> landing =
        records.write(tables -> {
          Start now = start(tables, project, order);
          if (now.settled().isPresent()) {
            return now.settled().map(Landing::none);
          }
          if (now.generation() != start.generation()
              || tables.objects().update(project, finding.rows()) != finding.rows().size()) {
            return Optional.empty();
          }
          judgement.record(tables);
          return Optional.of(land(tables, project, order));
        });
    landing
        .flatMap(Landing::move)
        .ifPresent(move -> bus.publish(start.project().id(), Announcement.of(move)));
    return landing.map(Landing::outcome);
  }

  private Start start(Tables tables, long number, MoveOrder order) {
    Project project =
        tables
            .projects()
            .find(number)
            .orElseThrow(() -> new StoreFailure(Reason.FAILED, "the project is gone"));
    return new Start(project, settled(tables.moves(), number, order), project.generation());
  }

  /// How the move ends without being looked at more closely, if it does.
  private static Optional<MoveOutcome> settled(Moves moves, long project, MoveOrder order) {
    Optional<Move> standing = moves.last(project, order.branch());
    Optional<ObjectId> head = standing.map(Move::to);
    if (head.equals(Optional.of(order.to()))) {
      return standing.map(HeadMoves::moved);
    }
    Writer writer = order.writer();
    Optional<Move> own = moves.last(project, writer.device(), writer.incarnation());
    boolean repeated =
        own.filter(move ->
                move.writer().equals(writer)
                    && move.to().equals(order.to())
                    && move.branch().equals(order.branch()))
            .isPresent();
    if (repeated) {
      return own.map(HeadMoves::moved);
    }
    boolean late = own.filter(move -> move.writer().sequence() >= writer.sequence()).isPresent();
    return late || !head.equals(order.from())
        ? Optional.of(new MoveOutcome.Lost(head))
        : Optional.empty();
  }

  private static MoveOutcome moved(Move move) {
    return new MoveOutcome.Moved(move.sequence(), move.token());
  }

  private Landing land(Tables tables, long project, MoveOrder order) {
    long sequence = tables.moves().last(project).map(Move::sequence).orElse(0L) + 1;
    Move move =
        new Move(
            sequence,
            randomness.next(TOKEN_SIZE),
            order.branch(),
            order.from(),
            order.to(),
            order.writer(),
            clock.wallMillis());
    tables.moves().add(project, move);
    return new Landing(moved(move), Optional.of(move));
  }

  /// How a transaction ended.
  ///
  /// @param outcome what to answer
  /// @param move the move that was made in it, if one was
  private record Landing(MoveOutcome outcome, Optional<Move> move) {
    static Landing none(MoveOutcome outcome) {
      return new Landing(outcome, Optional.empty());
    }
  }

  /// Where an attempt begins.
  private record Start(Project project, Optional<MoveOutcome> settled, long generation) {
    Bytes seed() {
      return Genesis.decode(project.genesis()).seed();
    }
  }
}
