package dev.tidelock.hubclient;

import dev.tidelock.core.Bytes;
import java.util.List;

/// A request to a hub.
///
/// @param method GET, POST or DELETE
/// @param path from `/v0` on
/// @param type the media type of the body; empty if there is none
/// @param body the body in pieces
/// @param effort what it is to the hub
public record Request(String method, String path, String type, List<Bytes> body, Effort effort) {
  static final String JSON = "application/json";
  static final String IDS = "application/octet-stream";
  static final String OBJECTS = "application/tidelock-objects";

  public Request {
    body = List.copyOf(body);
  }

  static Request get(String path) {
    return new Request("GET", path, "", List.of(), Effort.LOOK);
  }

  static Request delete(String path) {
    return new Request("DELETE", path, "", List.of(), Effort.LOOK);
  }

  static Request post(String path, Message body, Effort effort) {
    return new Request("POST", path, JSON, List.of(body.encode()), effort);
  }

  /// How long the body is in bytes.
  long length() {
    return body.stream().mapToLong(Bytes::size).sum();
  }

  /// What a request is to a hub.
  public enum Effort {
    /// Quickly answered, and the same when asked twice.
    LOOK,
    /// It may take a while; the same when asked twice.
    WORK,
    /// Not to be asked twice: each makes something new.
    ONCE
  }
}
