package dev.tidelock.hub.http;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.store.ObjectCheck;
import dev.tidelock.engine.store.ObjectDelta;
import dev.tidelock.hub.http.message.Fetch;
import dev.tidelock.hub.http.message.HeadOrder;
import dev.tidelock.hub.http.message.Stored;
import dev.tidelock.hub.object.DamagedObjectException;
import dev.tidelock.hub.object.HistoryWalk;
import dev.tidelock.hub.object.Intake;
import dev.tidelock.hub.object.ProjectObjects;
import dev.tidelock.hub.object.TreeWalk;
import dev.tidelock.hub.protocol.ErrorCode;
import dev.tidelock.hub.protocol.FrameReader;
import dev.tidelock.hub.protocol.FrameWriter;
import dev.tidelock.hub.protocol.Refusal;
import dev.tidelock.hub.store.ObjectRow;
import dev.tidelock.hub.store.Project;
import dev.tidelock.hub.store.Records;
import dev.tidelock.hub.store.Standing;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// Objects, in and out.
final class ObjectRoutes {
  private static final String STREAM = "application/tidelock-objects";
  private static final int BUFFER = 64 << 10;
  private static final int READ_AT_ONCE = 1024;
  private static final int MAX_ROOTS = 10_000;
  private static final Duration SOON = Duration.ofSeconds(1);

  private final Gate gate;
  private final Records records;
  private final Intake intake;
  private final LongFunction<ProjectObjects> objects;
  private final Meters meters;
  private final HeadRoutes heads;
  private final Turnstile incoming = new Turnstile(8);
  private final Turnstile outgoing = new Turnstile(32);

  /// @param objects gives the objects of a project for one thread, by its number
  /// @param heads moves the head that objects were sent for
  ObjectRoutes(
      Gate gate,
      Records records,
      Intake intake,
      LongFunction<ProjectObjects> objects,
      HeadRoutes heads,
      Meters meters) {
    this.heads = heads;
    this.gate = gate;
    this.records = records;
    this.intake = intake;
    this.objects = objects;
    this.meters = meters;
  }

  void register(RoutesConfig routes) {
    routes.post("/v0/projects/{project}/lacking", this::lacking);
    routes.post("/v0/projects/{project}/objects", this::take);
    routes.post("/v0/projects/{project}/read", this::read);
    routes.post("/v0/projects/{project}/fetch", this::fetch);
  }

  private void lacking(Context request) {
    Project project = gate.project(request);
    List<ObjectId> ids = Messages.readIds(request);
    Map<ObjectId, ObjectRow> here =
        records.read(tables -> tables.objects().find(project.number(), ids));
    Messages.answerIds(
        request,
        ids.stream()
            .filter(id -> {
              @Nullable ObjectRow row = here.get(id);
              return row == null || row.standing().compareTo(Standing.LINEAGE) < 0;
            })
            .toList());
  }

  private void take(Context request) {
    Project project = gate.projectForWriting(request);
    if (request.req().getContentLengthLong() > FrameReader.MAX_BYTES + BUFFER) {
      throw new Refusal(
          ErrorCode.TOO_LARGE, "one request brings at most 64 MiB", "send the rest in another one");
    }
    ObjectCheck check = new ObjectCheck(Gate.genesis(project).seed());
    AtomicReference<Optional<HeadOrder>> order = new AtomicReference<>(Optional.empty());
    incoming.pass(() -> {
      try (Intake.Delivery delivery = intake.begin(project, check);
          InputStream body =
              new BufferedInputStream(
                  Patience.at(incoming).reading(request.req().getInputStream()), BUFFER)) {
        FrameReader frames = new FrameReader(body);
        long stored = receive(delivery, frames);
        order.set(frames.order().map(json -> Messages.read(json.toByteArray(), HeadOrder.class)));
        meters.objects("in", stored);
        Messages.answer(request, new Stored(stored));
      } catch (Patience.TooSlowException e) {
        throw Refusal.later(ErrorCode.BUSY, String.valueOf(e.getMessage()), SOON);
      } catch (IOException e) {
        throw Refusal.malformed("the stream of objects was cut off: " + e.getMessage());
      }
    });
    // What came is durable by now, and there is room for others while the head moves.
    order.get().ifPresent(wanted -> heads.move(request, project, wanted));
  }

  /// Takes what comes until the end. What came whole before a cut is kept, so that a device with a
  /// bad line makes headway.
  private static long receive(Intake.Delivery delivery, FrameReader frames) throws IOException {
    try {
      long came = frames.readAll(new Receiver(delivery));
      Set<ObjectId> baseless = finish(delivery);
      if (!baseless.isEmpty()) {
        throw new Refusal(
            ErrorCode.NO_BASE,
            "%d objects were sent beside others that are not here, such as %s"
                .formatted(baseless.size(), baseless.iterator().next()),
            "send those whole");
      }
      return came;
    } catch (IOException cut) {
      finish(delivery);
      throw cut;
    }
  }

  private static Set<ObjectId> finish(Intake.Delivery delivery) {
    try {
      return delivery.finish();
    } catch (MalformedException e) {
      throw new Refusal(ErrorCode.CORRUPT, "an object is not taken: " + e.getMessage(), "");
    }
  }

  /// Takes objects into a delivery.
  private record Receiver(Intake.Delivery delivery) implements FrameReader.Receiver {
    @Override
    public void object(ObjectId id, Bytes envelope) {
      try {
        delivery.take(id, envelope);
      } catch (MalformedException e) {
        throw new Refusal(
            ErrorCode.CORRUPT, "object " + id + " is not taken: " + e.getMessage(), "");
      }
    }

    @Override
    public void delta(ObjectDelta delta) {
      try {
        delivery.take(delta);
      } catch (MalformedException e) {
        throw new Refusal(ErrorCode.CORRUPT, "an object is not taken: " + e.getMessage(), "");
      }
    }
  }

  private void read(Context request) {
    Project project = gate.project(request);
    List<ObjectId> ids = Messages.readIds(request);
    ProjectObjects source = objects.apply(project.number());
    stream(
        request,
        sink -> {
          for (int i = 0; i < ids.size(); i += READ_AT_ONCE) {
            List<ObjectId> some = ids.subList(i, Math.min(i + READ_AT_ONCE, ids.size()));
            Map<ObjectId, ObjectRow> rows =
                records.read(tables -> tables.objects().find(project.number(), some));
            for (ObjectRow row : rows.values()) {
              if (row.standing() == Standing.DAMAGED) {
                throw new DamagedObjectException(row.id());
              }
            }
            source.read(rows.values(), sink.whole());
          }
        });
  }

  private void fetch(Context request) {
    Project project = gate.project(request);
    Fetch wanted = Messages.read(request, Fetch.class);
    Set<ObjectId> wants = ids(wanted.wants(), "wants");
    Set<ObjectId> whole = ids(wanted.whole(), "whole");
    @Nullable Integer asked = wanted.contents();
    int contents = asked == null ? 0 : asked;
    ProjectObjects source = objects.apply(project.number());
    switch (Messages.required(wanted.scope(), "scope")) {
      case "history" ->
          stream(request, sink -> new HistoryWalk(source, sink.whole()).run(wants, whole));
      case "trees" -> {
        TreeWalk.Form form =
            Boolean.TRUE.equals(wanted.deltas()) ? TreeWalk.Form.DELTAS : TreeWalk.Form.WHOLE;
        stream(request, sink -> new TreeWalk(source, sink, contents, form).run(wants, whole));
      }
      default -> throw Refusal.malformed("a scope is 'history' or 'trees'");
    }
  }

  private static Set<ObjectId> ids(@Nullable Collection<String> texts, String name) {
    Set<ObjectId> ids = new LinkedHashSet<>();
    Messages.required(texts, name)
        .forEach(text -> ids.add(Messages.id(Messages.required(text, name))));
    if (ids.size() > MAX_ROOTS) {
      throw Refusal.malformed("'" + name + "' names more than " + MAX_ROOTS + " objects");
    }
    return ids;
  }

  /// Sends what `source` hands out, at the pace of the one who takes it. What goes wrong on the way
  /// is the last frame, because the status is gone by then.
  private void stream(Context request, Consumer<Sink> source) {
    outgoing.pass(() -> {
      request.res().setContentType(STREAM);
      try (BufferedOutputStream out =
          new BufferedOutputStream(
              Patience.at(outgoing).writing(request.res().getOutputStream()), BUFFER)) {
        FrameWriter frames = new FrameWriter(out);
        try {
          source.accept(new Sink(frames));
          meters.objects("out", frames.end());
        } catch (UncheckedIOException e) {
          throw e.getCause();
        } catch (RuntimeException e) {
          frames.failure(Messages.json(Messages.failed(Answers.refusal(e))));
        }
      } catch (IOException e) {
        Answers.gone(e);
      }
    });
  }

  /// Writes what a walk finds.
  private record Sink(FrameWriter frames) implements TreeWalk.Receiver {
    @Override
    public void object(ObjectId id, Bytes envelope) {
      try {
        frames.object(id, envelope);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void delta(ObjectDelta delta) {
      try {
        frames.delta(delta);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private ProjectObjects.Receiver whole() {
      return (row, envelope) -> object(row.id(), envelope);
    }
  }
}
