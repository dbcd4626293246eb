package dev.tidelock.hubclient;

import static dev.tidelock.fuzz.Decoder.require;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.store.ObjectDelta;
import dev.tidelock.fuzz.Decoder;
import dev.tidelock.fuzz.Samples;
import dev.tidelock.hub.protocol.FrameDecoders;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;

/// A device's reading of what a hub says.
public final class ClientDecoders {
  private static final List<Class<? extends Exception>> MALFORMED =
      List.of(MalformedException.class);

  private ClientDecoders() {}

  public static List<Decoder> all() {
    return List.of(
        new Decoder(
            "device-frames",
            new Decoder.Bound(16 << 20, 512),
            List.of(MalformedException.class, EOFException.class),
            FrameDecoders::streams,
            ClientDecoders::frames),
        new Decoder(
            "device-message",
            Decoder.Bound.USUAL,
            MALFORMED,
            ClientDecoders::messages,
            ClientDecoders::message),
        new Decoder(
            "device-refusal",
            Decoder.Bound.USUAL,
            List.of(),
            ClientDecoders::messages,
            ClientDecoders::refusal),
        new Decoder(
            "device-ids",
            Decoder.Bound.USUAL,
            MALFORMED,
            () -> List.of(Bytes.wrap(new byte[64])),
            input ->
                require(
                    IdList.encode(IdList.decode(input)).equals(input), "ids have one encoding")),
        new Decoder(
            "hub-address",
            Decoder.Bound.USUAL,
            MALFORMED,
            () ->
                Samples.texts(
                    "https://hub.example", "http://[::1]:8080/a/../b/", "HTTP://Hub.Example:80"),
            ClientDecoders::address));
  }

  private static void frames(Bytes input) throws Exception {
    ObjectStream.Receiver receiver =
        new ObjectStream.Receiver() {
          @Override
          public void object(ObjectId id, Bytes envelope) {
            require(envelope.size() <= input.size(), "an envelope is part of the stream");
          }

          @Override
          public void delta(ObjectDelta delta) {
            require(delta.size() <= input.size(), "a delta is part of the stream");
          }
        };
    ObjectStream.read(new ByteArrayInputStream(input.toByteArray()), receiver);
  }

  private static List<Bytes> messages() {
    String id = "ab".repeat(32);
    return Samples.texts(
        "{\"branch\":\"main\",\"head\":\"" + id + "\",\"sequence\":8}",
        "{\"project\":{\"id\":\"project-1\"},\"sequence\":7,\"token\":\"00\",\"known\":true,"
            + "\"heads\":{\"main\":\""
            + id
            + "\"},\"sequences\":{\"d/1\":3}}",
        "{\"error\":{\"code\":\"too-many\",\"message\":\"wait\",\"hint\":\"\\u00e9\"}}",
        "{\"outcome\":\"incomplete\",\"missing\":[\""
            + id
            + "\"],\"deletes\":5,\"x\":[[{}],null]}");
  }

  private static void message(Bytes input) {
    Message message = Message.decode(input);
    message.maybeText("branch").ifPresent(branch -> require(branch != null, "a branch"));
    message.maybeText("head").ifPresent(ObjectId::parse);
    for (String name : message.names()) {
      message.maybeMessage("heads").ifPresent(heads -> heads.names().forEach(heads::text));
      require(message.encode().size() > 0, name);
    }
    if (message.names().contains("sequence")) {
      require(message.number("sequence") >= 0, "numbers are from 0 on");
    }
    if (message.names().contains("missing")) {
      message.texts("missing").forEach(ObjectId::parse);
    }
  }

  private static void refusal(Bytes input) {
    HttpHeaders headers =
        HttpHeaders.of(Map.of("Retry-After", List.of(input.toUtf8())), (_, _) -> true);
    for (int status : new int[] {400, 401, 404, 409, 429, 500, 503, 507}) {
      Refusal refusal = Refusal.of(status, headers, input);
      require(refusal.message().length() <= 300, "a hub's words are few");
      require(
          refusal.message().chars().noneMatch(Character::isISOControl),
          "a hub's words move no cursor");
      require(refusal.failure(HubAddress.parse("https://hub")).getMessage() != null, "words");
    }
    Refusal.inStream(input);
  }

  private static void address(Bytes input) {
    HubAddress address = HubAddress.parse(input.toUtf8());
    require(HubAddress.parse(address.toString()).equals(address), "an address has one text");
    address.isOpenToOthers();
    require(address.uri("/v0").getHost() != null, "an address has a host");
    require(address.webSocket("/v0").getScheme().startsWith("ws"), "an address has a socket");
  }
}
