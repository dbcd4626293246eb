package dev.tidelock.simulation.hostile;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.remote.BlobStore;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.world.EnginePlay;
import dev.tidelock.simulation.world.Site;
import dev.tidelock.simulation.world.Storage;
import java.util.List;
import java.util.Optional;

/// What a bucket really holds.
record BucketScene(BlobStore blobs) {
  static final String GENESIS = "projects/" + EnginePlay.PROJECT.id();

  Site.Link link() {
    return at(blobs);
  }

  Site.Link at(BlobStore store) {
    return new Storage.Blobs("storage", store);
  }

  ForgedLog log(Tape tape) {
    return new ForgedLog(blobs, tape);
  }

  List<String> names(String prefix) {
    return blobs.list(prefix).stream().sorted().toList();
  }

  List<String> packNames() {
    return names("p/").stream().filter(name -> name.contains("/packs/")).toList();
  }

  boolean has(String name) {
    return blobs.read(name).isPresent();
  }

  Bytes read(String name) {
    return blobs.read(name).orElseThrow();
  }

  Optional<String> any(Tape tape) {
    return some(names(""), tape);
  }

  Optional<String> entry(Tape tape) {
    return some(names("p/").stream().filter(name -> name.contains("/log/")).toList(), tape);
  }

  Optional<String> pack(Tape tape) {
    return some(packNames(), tape);
  }

  private static Optional<String> some(List<String> names, Tape tape) {
    return names.isEmpty() ? Optional.empty() : Optional.of(tape.pick(names));
  }

  /// Adds an entry that lists packs and moves nothing that anybody looks at.
  boolean append(List<ForgedLog.Packed> packs, Tape tape) {
    ObjectId nothing = new ObjectId(Bytes.wrap(tape.bytes(32)));
    Remote.Writer writer = new Remote.Writer("bucket", Bytes.wrap(tape.bytes(8)).toHex(), 1);
    return log(tape).append(packs, Optional.of(nothing), nothing, writer);
  }
}
