package dev.tidelock.hub.http;

import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.remote.Remote.Writer;
import dev.tidelock.hub.http.message.HeadAnswer;
import dev.tidelock.hub.http.message.HeadOrder;
import dev.tidelock.hub.object.ProjectObjects;
import dev.tidelock.hub.project.HeadMoves;
import dev.tidelock.hub.project.MoveOrder;
import dev.tidelock.hub.project.MoveOutcome;
import dev.tidelock.hub.protocol.ErrorCode;
import dev.tidelock.hub.protocol.Refusal;
import dev.tidelock.hub.store.Project;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Moves of heads.
final class HeadRoutes {
  private static final Pattern WRITER = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{1,128}");
  private static final int MAX_BRANCH = 200;

  private final Gate gate;
  private final HeadMoves moves;
  private final LongFunction<ProjectObjects> objects;
  private final Meters meters;
  private final Turnstile turnstile = new Turnstile(16);

  /// @param objects gives the objects of a project for one thread, by its number
  HeadRoutes(Gate gate, HeadMoves moves, LongFunction<ProjectObjects> objects, Meters meters) {
    this.gate = gate;
    this.moves = moves;
    this.objects = objects;
    this.meters = meters;
  }

  void register(RoutesConfig routes) {
    routes.post("/v0/projects/{project}/heads", this::move);
  }

  private void move(Context request) {
    move(request, gate.projectForWriting(request), Messages.read(request, HeadOrder.class));
  }

  /// Moves a head of a project, and answers how that ended.
  void move(Context request, Project project, HeadOrder wanted) {
    MoveOrder order = order(wanted);
    turnstile.pass(() -> {
      try {
        ProjectObjects source = objects.apply(project.number());
        HeadAnswer answer = answer(moves.move(project, source, order));
        meters.move(answer.outcome());
        Messages.answer(request, answer);
      } catch (MalformedException e) {
        throw new Refusal(
            ErrorCode.CORRUPT, "commit " + order.to() + " cannot be: " + e.getMessage(), "");
      }
    });
  }

  private static MoveOrder order(HeadOrder wanted) {
    String branch = Messages.required(wanted.branch(), "branch");
    if (branch.isBlank()
        || branch.length() > MAX_BRANCH
        || branch.chars().anyMatch(Character::isISOControl)) {
      throw Refusal.malformed("a branch has 1 to 200 characters, none of them a control character");
    }
    long sequence = Messages.required(wanted.sequence(), "sequence");
    if (sequence < 1) {
      throw Refusal.malformed("a writer's sequence begins with 1");
    }
    @Nullable String from = wanted.from();
    @Nullable String accept = wanted.accept();
    return new MoveOrder(
        branch,
        Optional.ofNullable(from).map(Messages::id),
        Messages.id(Messages.required(wanted.to(), "to")),
        new Writer(
            matching(WRITER, wanted.device(), "device"),
            matching(WRITER, wanted.incarnation(), "incarnation"),
            sequence),
        accept == null ? Optional.empty() : Optional.of(matching(HASH, accept, "accept")));
  }

  private static String matching(Pattern pattern, @Nullable String text, String name) {
    String value = Messages.required(text, name);
    if (!pattern.matcher(value).matches()) {
      throw Refusal.malformed("'" + name + "' does not look like one");
    }
    return value;
  }

  private static HeadAnswer answer(MoveOutcome outcome) {
    return switch (outcome) {
      case MoveOutcome.Moved moved ->
          new HeadAnswer.Moved("moved", moved.sequence(), moved.token().toHex());
      case MoveOutcome.Lost lost ->
          new HeadAnswer.Lost("lost", lost.head().map(ObjectId::toString).orElse(null));
      case MoveOutcome.Incomplete incomplete ->
          new HeadAnswer.Incomplete(
              "incomplete", incomplete.missing().stream().map(ObjectId::toString).toList());
      case MoveOutcome.Stopped stopped -> {
        List<String> examples = stopped.stop().examples();
        yield new HeadAnswer.Stopped(
            "stopped",
            stopped.stop().plan(),
            stopped.stop().deletes(),
            stopped.stop().rewrites(),
            examples);
      }
    };
  }
}
