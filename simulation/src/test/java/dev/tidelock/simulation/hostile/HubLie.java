package dev.tidelock.simulation.hostile;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.commit.CommitCodec;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.object.References;
import dev.tidelock.engine.remote.Genesis;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.engine.store.SealedObject;
import dev.tidelock.generators.Tape;
import dev.tidelock.hubclient.Request;
import dev.tidelock.simulation.hostile.LyingHub.Answer;
import dev.tidelock.simulation.port.DeflateCompression;
import dev.tidelock.simulation.world.EnginePlay;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What a hub may answer: well-formed as far as that serves it.
enum HubLie {
  HEAD_BACK(
      (mole, tape) -> head(mole, some(tape, mole.head().map(mole::before).orElse(List.of())))),
  HEAD_NOWHERE((mole, tape) -> head(mole, Optional.of(nowhere(tape)))),
  HEAD_OF_ANOTHER_KIND(
      (mole, _) -> head(mole, mole.head().map(head -> CommitCodec.read(head, mole::get).state()))),
  NO_HEADS((_, _) -> picture(text -> text.replaceFirst("\"heads\":\\{[^}]*}", "\"heads\":{}"))),
  SAYS_THAT_IT_WAS_RESTORED(
      (_, _) -> picture(text -> text.replace("\"known\":true", "\"known\":false"))),
  LYING_SEQUENCES((_, tape) -> {
    long lie = tape.pick(List.of(-1L, 0L, 1_000L, Long.MAX_VALUE));
    return picture(text -> text.replaceAll("(\"[^\"]*/[^\"]*\":)\\d+", "$1" + lie));
  }),
  LYING_NUMBER((_, tape) -> {
    long lie = tape.pick(List.of(-1L, 0L, 1L, Long.MAX_VALUE));
    return everything(text -> text.replaceAll("\"sequence\":\\d+", "\"sequence\":" + lie));
  }),
  LYING_TOKEN((_, tape) -> {
    String lie = tape.pick(List.of("", "../..", "00", "f".repeat(128), "f".repeat(5_000)));
    return everything(text -> text.replaceAll("\"token\":\"[^\"]*\"", "\"token\":\"" + lie + "\""));
  }),
  SAYS_MOVED((_, _) -> moves("{\"outcome\":\"moved\",\"sequence\":1,\"token\":\"00\"}")),
  SAYS_LOST((mole, tape) -> {
    Optional<ObjectId> old = some(tape, mole.head().map(mole::before).orElse(List.of()));
    String head = "\"" + old.orElseGet(() -> nowhere(tape)) + "\"";
    return moves("{\"outcome\":\"lost\",\"head\":%s}".formatted(tape.chance(0.3) ? "null" : head));
  }),
  SAYS_STOPPED((_, tape) ->
      moves(
          "{\"outcome\":\"stopped\",\"plan\":\"%s\",\"deletes\":%d,\"rewrites\":-1,\"examples\":%s}"
              .formatted(
                  tape.pick("00", "../../..", "x".repeat(4_000)),
                  tape.pick(0L, Long.MAX_VALUE),
                  "[\"../../etc/passwd\",\"a\",\"\"]"))),
  SAYS_INCOMPLETE((mole, tape) ->
      moves(
          "{\"outcome\":\"incomplete\",\"missing\":[\"%s\"]}"
              .formatted(tape.chance(0.5) ? nowhere(tape) : mole.head().orElse(nowhere(tape))))),
  NOTHING_IS_LACKING((_, _) -> lacking((_, honest) -> honest.with(Bytes.empty()))),
  EVERYTHING_IS_LACKING((_, _) ->
      lacking((request, honest) ->
          honest.with(request.body().stream().reduce(Bytes.empty(), Bytes::concat)))),
  LACKING_IS_WHAT_NOBODY_ASKED((_, tape) -> {
    ObjectId other = nowhere(tape);
    return lacking((_, honest) -> honest.with(honest.body().concat(other.bytes())));
  }),
  LEAVES_OBJECTS_OUT((_, tape) -> {
    boolean all = tape.nextBoolean();
    int one = tape.nextInt(4);
    return objects(frames -> {
      if (all) {
        frames.clear();
      } else if (frames.size() > one) {
        frames.remove(one);
      }
      return ObjectFrames.stream(frames);
    });
  }),
  REPEATS_OBJECTS((_, _) ->
      objects(frames -> {
        List<ObjectFrames> twice = new ArrayList<>(frames);
        twice.addAll(frames);
        return ObjectFrames.stream(twice);
      })),
  REVERSES_OBJECTS((_, _) ->
      objects(frames -> {
        Collections.reverse(frames);
        return ObjectFrames.stream(frames);
      })),
  EXCHANGES_OBJECTS((_, _) ->
      objects(frames -> {
        for (int i = 0; i + 1 < frames.size(); i += 2) {
          ObjectFrames one = frames.get(i);
          ObjectFrames other = frames.get(i + 1);
          frames.set(i, new ObjectFrames(one.id(), other.envelope()));
          frames.set(i + 1, new ObjectFrames(other.id(), one.envelope()));
        }
        return ObjectFrames.stream(frames);
      })),
  OTHER_CONTENTS_OF_THE_SAME_LENGTH((_, _) ->
      objects(frames -> {
        frames.replaceAll(HubLie::otherContent);
        return ObjectFrames.stream(frames);
      })),
  UNASKED_OBJECTS((mole, tape) -> {
    mole.commit(mole.directory(Map.of("a", mole.any())));
    List<ObjectFrames> more = new ArrayList<>();
    mole.objects().forEach((id, object) -> more.add(frame(id, object)));
    boolean first = tape.nextBoolean();
    return objects(frames -> {
      frames.addAll(first ? 0 : frames.size(), more);
      return ObjectFrames.stream(frames);
    });
  }),
  BOMBS((_, _) -> {
    Bytes zeros = Bytes.wrap(new byte[RawObject.MAX_PAYLOAD]);
    RawObject bomb = new RawObject(ObjectKind.CHUNK, 0, References.none(), zeros);
    Bytes envelope = frame(nowhere(Tape.of(0)), bomb).envelope();
    return objects(frames -> {
      frames.replaceAll(frame -> new ObjectFrames(frame.id(), envelope));
      return ObjectFrames.stream(frames);
    });
  }),
  MISCOUNTS_OBJECTS((_, tape) -> {
    long said = tape.pick(List.of(-1L, 0L, Long.MAX_VALUE));
    return objects(frames -> ObjectFrames.stream(frames, said));
  }),
  HUGE_FRAME((_, tape) -> {
    byte[] head = {1, (byte) tape.nextInt(256), 127, 127, 127};
    return objects(_ -> Bytes.wrap(head));
  }),
  ANOTHER_PROJECT((_, tape) -> {
    Genesis stranger =
        new Genesis(EnginePlay.PROJECT.id(), "another", Bytes.wrap(tape.bytes(Genesis.SEED_SIZE)));
    String blob = Base64.getEncoder().encodeToString(stranger.encode().toByteArray());
    return everything(
        text -> text.replaceAll("\"genesis\":\"[^\"]*\"", "\"genesis\":\"" + blob + "\""));
  }),
  ANOTHER_STATUS((_, tape) -> {
    int status =
        tape.pick(
            List.of(
                100, 204, 302, 400, 401, 403, 404, 409, 413, 418, 422, 426, 429, 500, 503, 507));
    return Optional.of((_, honest) -> honest.with(status));
  }),
  NONSENSE((_, tape) -> {
    Bytes nonsense = Bytes.wrap(tape.bytes(tape.nextSize(5_000)));
    return Optional.of((_, honest) -> honest.with(nonsense));
  }),
  DEEP_ANSWER(
      (_, _) -> Optional.of((_, honest) -> honest.with("{\"heads\":" + "[".repeat(300_000)))),
  HUGE_ANSWER((_, _) -> {
    Bytes huge = Bytes.wrap(new byte[48 << 20]);
    return Optional.of((_, honest) -> honest.with(huge));
  });

  private static final EnvelopeCodec CODEC = new EnvelopeCodec(new DeflateCompression());

  @SuppressWarnings("ImmutableEnumChecker")
  private final Invention invention;

  HubLie(Invention invention) {
    this.invention = invention;
  }

  /// How a lie is made up.
  @FunctionalInterface
  private interface Invention {
    Optional<LyingHub.Lie> make(Mole mole, Tape tape);
  }

  /// Tells it from now on; whether there is anything to lie about.
  boolean tell(LyingHub hub, Mole mole, Tape tape) {
    return invention.make(mole, tape).map(hub::tell).orElse(false);
  }

  private static Optional<LyingHub.Lie> head(Mole mole, Optional<ObjectId> lie) {
    return mole.head()
        .flatMap(_ -> lie)
        .flatMap(id ->
            picture(text ->
                text.replaceFirst("\"heads\":\\{[^}]*}", "\"heads\":{\"main\":\"" + id + "\"}")));
  }

  private static Optional<LyingHub.Lie> picture(UnaryOperator<String> change) {
    return Optional.of((request, honest) ->
        request.method().equals("GET")
            ? honest.with(change.apply(honest.body().toUtf8()))
            : honest);
  }

  private static Optional<LyingHub.Lie> everything(UnaryOperator<String> change) {
    return Optional.of(
        (_, honest) -> isJson(honest) ? honest.with(change.apply(honest.body().toUtf8())) : honest);
  }

  private static boolean isJson(Answer answer) {
    return answer.headers().entrySet().stream()
        .anyMatch(header ->
            header.getKey().equalsIgnoreCase("Content-Type")
                && header.getValue().getFirst().startsWith("application/json"));
  }

  private static Optional<LyingHub.Lie> moves(String answer) {
    return Optional.of((_, honest) ->
        honest.body().toUtf8().startsWith("{\"outcome\"") ? honest.with(answer) : honest);
  }

  private static Optional<LyingHub.Lie> lacking(LyingHub.Lie lie) {
    return Optional.of((request, honest) ->
        request.path().endsWith("/lacking") ? lie.instead(request, honest) : honest);
  }

  /// What is made of each stream of objects that comes from the hub.
  @FunctionalInterface
  private interface Streaming {
    Bytes of(List<ObjectFrames> frames);
  }

  private static Optional<LyingHub.Lie> objects(Streaming lie) {
    return Optional.of((request, honest) ->
        isStreamed(request) && honest.status() == 200
            ? honest.with(lie.of(ObjectFrames.of(honest.body())))
            : honest);
  }

  private static boolean isStreamed(Request request) {
    return request.path().endsWith("/fetch") || request.path().endsWith("/read");
  }

  /// Another content under the id of one.
  private static ObjectFrames otherContent(ObjectFrames honest) {
    RawObject object;
    try {
      object = CODEC.open(honest.id(), honest.envelope());
    } catch (MalformedException lie) {
      // Another lie was told of it.
      return honest;
    }
    if (object.kind() != ObjectKind.CHUNK) {
      return honest;
    }
    Bytes zeros = Bytes.wrap(new byte[object.payload().size()]);
    RawObject other = new RawObject(ObjectKind.CHUNK, 0, References.none(), zeros);
    return new ObjectFrames(honest.id(), frame(honest.id(), other).envelope());
  }

  private static ObjectFrames frame(ObjectId id, RawObject object) {
    SealedObject sealed = CODEC.seal(object);
    return new ObjectFrames(id, sealed.envelope());
  }

  private static ObjectId nowhere(Tape tape) {
    return new ObjectId(Bytes.wrap(tape.bytes(ObjectId.SIZE)));
  }

  private static <T> Optional<T> some(Tape tape, List<T> all) {
    return all.isEmpty() ? Optional.empty() : Optional.of(tape.pick(all));
  }
}
