package dev.tidelock.cli.command.hub;

import static dev.tidelock.fuzz.Decoder.require;

import dev.tidelock.cli.output.Failure;
import dev.tidelock.fuzz.Decoder;
import dev.tidelock.fuzz.Samples;
import java.nio.ByteBuffer;
import java.util.List;

/// The reading of a hub's settings, which are options of the command that starts it.
public final class HubOptionDecoders {
  private HubOptionDecoders() {}

  public static List<Decoder> all() {
    return List.of(
        new Decoder(
            "hub-endpoint",
            Decoder.Bound.USUAL,
            List.of(Failure.class),
            () -> Samples.texts("127.0.0.1:7333", "[::1]:0", "hub.example:65535"),
            input -> {
              HubOptions.Endpoint endpoint = HubOptions.Endpoint.parse(input.toUtf8());
              require(endpoint.port() >= 0 && endpoint.port() <= 65_535, "a port");
              require(!endpoint.host().isEmpty(), "a host");
            }),
        new Decoder(
            "hub-quota",
            Decoder.Bound.USUAL,
            List.of(Failure.class),
            () -> Samples.texts("\0\0\0\0\0\0\0\1", "\0\0\7\0\0\0\0\0"),
            input -> {
              byte[] bytes = new byte[Long.BYTES];
              input.slice(0, Math.min(input.size(), bytes.length)).copyInto(bytes, 0);
              require(HubOptions.quota(ByteBuffer.wrap(bytes).getLong()) > 0, "room for something");
            }));
  }
}
