package dev.tidelock.engine.sync;

import static dev.tidelock.fuzz.Decoder.require;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.fuzz.Decoder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The decoders of what a workspace remembers of remotes, and of itself.
public final class SyncDecoders {
  private static final List<Class<? extends Exception>> MALFORMED =
      List.of(MalformedException.class);

  private SyncDecoders() {}

  public static List<Decoder> all() {
    Optional<ObjectId> id = Optional.of(new ObjectId(Bytes.wrap(new byte[32])));
    return List.of(
        new Decoder(
            "row-remote",
            Decoder.Bound.USUAL,
            MALFORMED,
            () ->
                List.of(
                    new RemoteMemory(id, 9, id).encode(),
                    new RemoteMemory(id, 500, Optional.empty()).encode()),
            input -> require(RemoteMemory.decode(input).encode().equals(input), "one encoding")),
        new Decoder(
            "row-root",
            Decoder.Bound.USUAL,
            MALFORMED,
            () -> List.of(new RootIdentity(70_000, OptionalLong.of(-1)).encode()),
            input -> require(RootIdentity.decode(input).encode().equals(input), "one encoding")));
  }
}
