package dev.tidelock.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.remote.Genesis;
import dev.tidelock.engine.remote.ProjectId;
import dev.tidelock.engine.store.ObjectDelta;
import dev.tidelock.engine.store.SealedObject;
import dev.tidelock.testkit.SampleHistory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Somebody who calls a hub with nothing but HTTP.
final class Caller {
  static final JsonMapper JSON = new JsonMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI url;
  private Optional<String> token = Optional.empty();

  Caller(URI url) {
    this.url = url;
  }

  /// Somebody who is signed in.
  static Caller signedIn(TestHub hub, String email) {
    Caller caller = new Caller(hub.url());
    caller.useToken(
        caller.signIn(email, TestHub.PASSWORD, "device").json().get("token").asString());
    return caller;
  }

  /// An answer.
  record Answer(int status, Map<String, List<String>> headers, Bytes body) {
    JsonNode json() {
      return JSON.readTree(body.toByteArray());
    }

    /// The code of the error.
    String code() {
      return json().get("error").get("code").asString();
    }

    List<ObjectId> ids() {
      List<ObjectId> ids = new ArrayList<>();
      for (int i = 0; i < body.size(); i += ObjectId.SIZE) {
        ids.add(new ObjectId(body.slice(i, i + ObjectId.SIZE)));
      }
      return ids;
    }

    /// The frames of a stream, as pairs of kind and content.
    List<Map.Entry<Integer, Bytes>> frames() {
      ByteBuffer in = body.asByteBuffer();
      List<Map.Entry<Integer, Bytes>> frames = new ArrayList<>();
      while (in.hasRemaining()) {
        int kind = in.get();
        int length = in.getInt();
        frames.add(Map.entry(kind, Bytes.copyOf(in.slice(in.position(), length))));
        in.position(in.position() + length);
      }
      return frames;
    }

    /// The objects of a stream that has an end, in order.
    Map<ObjectId, Bytes> objects() {
      List<Map.Entry<Integer, Bytes>> frames = frames();
      assertThat(frames.getLast().getKey()).isZero();
      Map<ObjectId, Bytes> objects = new LinkedHashMap<>();
      for (Map.Entry<Integer, Bytes> frame : frames.subList(0, frames.size() - 1)) {
        assertThat(frame.getKey()).isEqualTo(1);
        Bytes content = frame.getValue();
        objects.put(
            new ObjectId(content.slice(0, ObjectId.SIZE)),
            content.slice(ObjectId.SIZE, content.size()));
      }
      return objects;
    }
  }

  void useToken(String secret) {
    token = Optional.of(secret);
  }

  String token() {
    return token.orElseThrow();
  }

  Answer signIn(String email, String password, String device) {
    return post(
        "/v0/session",
        JSON.writeValueAsString(
            Map.of(
                "email", email, "password", password, "device", device, "deviceName", "a laptop")));
  }

  Answer get(String path) {
    return send(request(path).GET());
  }

  Answer delete(String path) {
    return send(request(path).DELETE());
  }

  Answer post(String path, String json) {
    return send(request(path).POST(BodyPublishers.ofString(json)));
  }

  Answer post(String path, Bytes body) {
    return send(request(path).POST(BodyPublishers.ofByteArray(body.toByteArray())));
  }

  HttpRequest.Builder request(String path) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(url.resolve(path)).header("Tidelock-Protocol", "0");
    token.ifPresent(secret -> builder.header("Authorization", "Bearer " + secret));
    return builder;
  }

  Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
      return new Answer(
          response.statusCode(), response.headers().map(), Bytes.wrap(response.body()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// Makes a project in which sample objects can stand, and gives its path.
  String makeProject(String id) {
    Genesis genesis = new Genesis(new ProjectId(id), "a project", SampleHistory.SEED);
    String text = Base64.getEncoder().encodeToString(genesis.encode().toByteArray());
    Answer answer = post("/v0/projects", JSON.writeValueAsString(Map.of("genesis", text)));
    assertThat(answer.status()).isEqualTo(200);
    return "/v0/projects/" + id;
  }

  Answer lacking(String project, Collection<ObjectId> ids) {
    return post(project + "/lacking", idList(ids));
  }

  Answer read(String project, Collection<ObjectId> ids) {
    return post(project + "/read", idList(ids));
  }

  Answer store(String project, SampleHistory history, Collection<ObjectId> ids) {
    return post(project + "/objects", stream(ids.stream().map(history::sealed).toList()));
  }

  Answer fetch(
      String project, String scope, Collection<ObjectId> wants, Collection<ObjectId> whole) {
    return post(
        project + "/fetch",
        JSON.writeValueAsString(
            Map.of("scope", scope, "wants", texts(wants), "whole", texts(whole))));
  }

  Answer move(String project, Optional<ObjectId> from, ObjectId to, String device, long sequence) {
    return move(project, from, to, device, sequence, Optional.empty());
  }

  Answer move(
      String project,
      Optional<ObjectId> from,
      ObjectId to,
      String device,
      long sequence,
      Optional<String> accept) {
    Map<String, Object> order = new LinkedHashMap<>();
    order.put("branch", "main");
    from.ifPresent(id -> order.put("from", id.toString()));
    order.put("to", to.toString());
    order.put("device", device);
    order.put("incarnation", "first");
    order.put("sequence", sequence);
    accept.ifPresent(hash -> order.put("accept", hash));
    return post(project + "/heads", JSON.writeValueAsString(order));
  }

  private static List<String> texts(Collection<ObjectId> ids) {
    return ids.stream().map(ObjectId::toString).toList();
  }

  static Bytes idList(Collection<ObjectId> ids) {
    ByteBuffer out = ByteBuffer.allocate(ids.size() * ObjectId.SIZE);
    ids.forEach(id -> out.put(id.bytes().asByteBuffer()));
    return Bytes.wrap(out.array());
  }

  static Bytes stream(List<SealedObject> objects) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (SealedObject object : objects) {
      int length = ObjectId.SIZE + object.envelope().size();
      out.writeBytes(ByteBuffer.allocate(5).put((byte) 1).putInt(length).array());
      out.writeBytes(object.id().bytes().toByteArray());
      out.writeBytes(object.envelope().toByteArray());
    }
    out.writeBytes(ByteBuffer.allocate(13).put((byte) 0).putInt(8).putLong(objects.size()).array());
    return Bytes.wrap(out.toByteArray());
  }

  /// Sends deltas to a project.
  Answer storeDeltas(String project, Collection<ObjectDelta> deltas) {
    return post(project + "/objects", deltaStream(deltas));
  }

  private static Bytes frame(ObjectDelta delta) {
    ByteBuffer frame = ByteBuffer.allocate(5 + delta.size()).put((byte) 4).putInt(delta.size());
    frame.put(delta.id().bytes().asByteBuffer()).put(delta.base().bytes().asByteBuffer());
    frame.put(delta.body().asByteBuffer());
    return Bytes.wrap(frame.array());
  }

  private static Bytes end(long objects) {
    return Bytes.wrap(ByteBuffer.allocate(13).put((byte) 0).putInt(8).putLong(objects).array());
  }

  /// The frames of some deltas, with the end.
  static Bytes deltaStream(Collection<ObjectDelta> deltas) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    deltas.forEach(delta -> out.writeBytes(frame(delta).toByteArray()));
    out.writeBytes(end(deltas.size()).toByteArray());
    return Bytes.wrap(out.toByteArray());
  }
}
