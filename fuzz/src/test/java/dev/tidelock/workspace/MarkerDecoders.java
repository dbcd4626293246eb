package dev.tidelock.workspace;

import static dev.tidelock.fuzz.Decoder.require;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.fuzz.Decoder;
import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.json.JsonReader;
import dev.tidelock.workspace.json.JsonText;
import java.util.List;

/// The decoders of the program's JSON files, and of what makes a directory a workspace.
public final class MarkerDecoders {
  private static final List<Class<? extends Exception>> MALFORMED =
      List.of(MalformedException.class);

  private MarkerDecoders() {}

  public static List<Decoder> all() {
    return List.of(
        new Decoder(
            "json-file",
            Decoder.Bound.USUAL,
            MALFORMED,
            MarkerDecoders::files,
            MarkerDecoders::json),
        new Decoder(
            "workspace-file",
            Decoder.Bound.USUAL,
            MALFORMED,
            MarkerDecoders::files,
            MarkerDecoders::marker));
  }

  private static List<Bytes> files() {
    Marker marker =
        new Marker(
            "project-1",
            "a project",
            Bytes.wrap(new byte[32]),
            "main",
            List.of(
                new NamedRemote("origin", "file:///x", NamedRemote.Standing.JOINED),
                new NamedRemote("other", "https://hub.example", NamedRemote.Standing.PLANNED)),
            "2026-01-01T00:00:00Z");
    return List.of(Bytes.utf8(JsonText.readable(marker.toJson())));
  }

  private static void json(Bytes input) {
    Json value = JsonReader.read(input.toUtf8());
    require(JsonReader.read(JsonText.compact(value)).equals(value), "what is written is read");
    require(JsonReader.read(JsonText.readable(value)).equals(value), "what is written is read");
  }

  private static void marker(Bytes input) {
    if (JsonReader.read(input.toUtf8()) instanceof Json.Members members) {
      Marker.format(members);
      Marker marker = Marker.of(members);
      require(Marker.of((Json.Members) marker.toJson()).equals(marker), "what is written is read");
    }
  }
}
