package dev.tidelock.hubclient;

import dev.tidelock.core.Bytes;
import java.io.IOException;
import java.io.InputStream;

/// A hub's answer: its body is still to be read, and must be closed.
///
/// @param hub the hub
/// @param type the media type of the body
/// @param body the body
record Answer(HubAddress hub, String type, InputStream body) implements AutoCloseable {
  /// Reads the body, which must not be longer than that.
  Bytes all(int limit) throws IOException {
    byte[] read = body.readNBytes(limit + 1);
    if (read.length > limit) {
      throw new IOException("an answer of more than " + limit + " bytes");
    }
    return Bytes.wrap(read);
  }

  @Override
  public void close() {
    try {
      body.close();
    } catch (IOException _) {
      return;
    }
  }
}
