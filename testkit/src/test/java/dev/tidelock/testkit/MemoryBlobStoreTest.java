package dev.tidelock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.remote.BlobStore;
import org.junit.jupiter.api.Test;

class MemoryBlobStoreTest implements BlobStoreContract {
  @Override
  public BlobStore freshStore() {
    return new MemoryBlobStore();
  }

  @Override
  public BlobStore another(BlobStore store) {
    return ((MemoryBlobStore) store).another();
  }

  @Test
  void nothingStandsBelowABlob() {
    BlobStore store = freshStore();
    store.create("a/b", Bytes.empty());

    assertThatIllegalArgumentException().isThrownBy(() -> store.create("a/b/c", Bytes.empty()));
  }

  @Test
  void aCopyGoesItsOwnWay() {
    MemoryBlobStore store = new MemoryBlobStore();
    MemoryBlobStore copy = store.copy();
    store.create("a", Bytes.empty());

    assertThat(copy.list("")).isEmpty();
  }
}
