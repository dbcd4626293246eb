package dev.tidelock.engine.remote;

import dev.tidelock.core.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/// A blob in the making that is held in memory until it is whole. One thread.
final class CollectedUpload implements BlobStore.Upload {
  private final BlobStore blobs;
  private final String name;
  private final ByteArrayOutputStream content = new ByteArrayOutputStream();

  CollectedUpload(BlobStore blobs, String name) {
    this.blobs = blobs;
    this.name = name;
  }

  @Override
  public void write(ByteBuffer piece) {
    byte[] bytes = new byte[piece.remaining()];
    piece.get(bytes);
    content.writeBytes(bytes);
  }

  @Override
  public boolean finish() {
    return blobs.create(name, Bytes.wrap(content.toByteArray()));
  }

  @Override
  public void close() {
    content.reset();
  }
}
