package dev.tidelock.simulation.hostile;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.object.References;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.engine.remote.BlobStore;
import dev.tidelock.engine.remote.Genesis;
import dev.tidelock.engine.store.EnvelopeCodec;
import dev.tidelock.engine.store.Pack;
import dev.tidelock.engine.store.SealedObject;
import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.gate.Gate;
import dev.tidelock.simulation.gate.Trace;
import dev.tidelock.simulation.port.BlobVault;
import dev.tidelock.simulation.port.DeflateCompression;
import dev.tidelock.simulation.port.SimBlobStore;
import dev.tidelock.simulation.world.EnginePlay;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What a bucket may say of what it was given. Digests are right, where that makes a lie better.
enum BucketLie {
  HIDES_AN_ENTRY((liar, scene, tape) -> scene.entry(tape).map(name -> hide(liar, name))),
  HIDES_A_PACK((liar, scene, tape) -> scene.pack(tape).map(name -> hide(liar, name))),
  HIDES_EVERYTHING((liar, scene, _) -> {
    scene.names("").forEach(name -> hide(liar, name));
    return Optional.of(true);
  }),
  GOES_BACK((liar, scene, tape) -> {
    long end = scene.log(tape).end();
    for (long n = 1L + tape.nextInt((int) end + 1); n <= end; n++) {
      hide(liar, ForgedLog.entryName(n));
    }
    return Optional.of(end > 0);
  }),
  SHORTENS_A_BLOB((liar, scene, tape) ->
      scene
          .any(tape)
          .map(name -> {
            Bytes whole = scene.read(name);
            return say(liar, name, whole.slice(0, tape.nextInt(Math.max(1, whole.size()))));
          })),
  EXCHANGES_BLOBS((liar, scene, tape) ->
      scene
          .any(tape)
          .flatMap(one ->
              scene
                  .any(tape)
                  .map(other -> {
                    say(liar, one, scene.read(other));
                    return say(liar, other, scene.read(one)) && !one.equals(other);
                  }))),
  REPEATS_AN_ENTRY((liar, scene, tape) -> {
    long end = scene.log(tape).end();
    return scene.entry(tape).map(name -> say(liar, ForgedLog.entryName(end + 1), scene.read(name)));
  }),
  NONSENSE((liar, scene, tape) ->
      scene.any(tape).map(name -> say(liar, name, Bytes.wrap(tape.bytes(tape.nextSize(4_000)))))),
  NONSENSE_WITH_ITS_DIGEST((liar, scene, tape) ->
      scene
          .entry(tape)
          .map(name -> {
            Bytes nonsense = Bytes.wrap(tape.bytes(tape.nextSize(500)));
            return say(liar, name, nonsense.concat(ObjectIdentity.sha256(nonsense)));
          })),
  HUGE_BLOB((liar, scene, tape) ->
      scene.any(tape).map(name -> say(liar, name, Bytes.wrap(new byte[24 << 20])))),
  LOG_WITHOUT_END((liar, scene, tape) ->
      scene
          .entry(tape)
          .map(name -> {
            liar.sayEverywhere(scene.read(name));
            return true;
          })),
  ENTRY_BECOMES_A_STUB((liar, scene, tape) -> {
    long number = 1L + tape.nextInt((int) Math.max(1, scene.log(tape).end()));
    CborWriter stub = new CborWriter().array(4).integer(0).integer(3).integer(number);
    Bytes digest =
        tape.chance(0.5) || !scene.has(ForgedLog.entryName(number))
            ? Bytes.wrap(tape.bytes(32))
            : ForgedLog.digest(scene.read(ForgedLog.entryName(number)));
    return Optional.of(
        say(liar, ForgedLog.entryName(number), ForgedLog.sealed(stub.bytes(digest))));
  }),
  ANOTHER_HISTORY((liar, scene, tape) -> {
    BlobStore other = emptyStore(tape);
    if (!scene.has(BucketScene.GENESIS)) {
      return Optional.empty();
    }
    other.create(BucketScene.GENESIS, scene.read(BucketScene.GENESIS));
    Mole mole = new Mole(scene.at(other), tape);
    Optional<ObjectId> none = DeviceLie.HEAD_TO_ANOTHER_HISTORY.make(mole, tape);
    none.ifPresent(mole::land);
    return Optional.of(sayAll(liar, scene, other));
  }),
  ANOTHER_PROJECT((liar, _, tape) -> {
    Genesis stranger =
        new Genesis(EnginePlay.PROJECT.id(), "another", Bytes.wrap(tape.bytes(Genesis.SEED_SIZE)));
    return Optional.of(say(liar, BucketScene.GENESIS, stranger.encode()));
  }),
  LYING_LISTING((liar, scene, tape) -> {
    List<ForgedLog.Packed> packs = List.of(lying(scene.log(tape).pack(List.of(odd(tape))), tape));
    return Optional.of(scene.append(packs, tape));
  }),
  LYING_INDEX((liar, scene, tape) -> {
    SealedObject honest = odd(tape);
    ObjectId id = tape.chance(0.5) ? honest.id() : new ObjectId(Bytes.wrap(tape.bytes(32)));
    ObjectKind kind = tape.pick(List.of(ObjectKind.values()));
    SealedObject lie = new SealedObject(id, kind, honest.envelope());
    return Optional.of(scene.append(List.of(scene.log(tape).pack(List.of(lie))), tape));
  }),
  OBJECT_UNDER_THE_ID_OF_ANOTHER((liar, scene, tape) -> {
    Mole mole = new Mole(scene.link(), tape);
    return mole.head()
        .map(head -> {
          SealedObject lie = new SealedObject(head, ObjectKind.COMMIT, odd(tape).envelope());
          scene.packNames().forEach(name -> hide(liar, name));
          return scene.append(List.of(scene.log(tape).pack(List.of(lie))), tape);
        });
  }),
  BOMB((liar, scene, tape) -> {
    Mole mole = new Mole(scene.link(), tape);
    Bytes zeros = Bytes.wrap(new byte[RawObject.MAX_PAYLOAD]);
    return mole.head()
        .map(head -> {
          mole.put(new RawObject(ObjectKind.CHUNK, 0, References.none(), zeros));
          ObjectId tree = mole.put(new RawObject(ObjectKind.MAP, 0, References.none(), zeros));
          Entry.Directory files = new Entry.Directory(tree, mole.files(head).summary());
          return mole.land(mole.commit(files, head));
        });
  }),
  ANOTHER_RANGE((liar, _, tape) -> {
    int how = tape.nextInt(3);
    liar.range((_, range) ->
        switch (how) {
          case 0 -> range.slice(0, range.size() / 2);
          case 1 -> range.concat(range);
          default -> Bytes.wrap(new byte[range.size()]);
        });
    return Optional.of(true);
  }),
  KEEPS_NOTHING((liar, _, _) -> creates(liar, LyingBlobs.Creation.KEEPS_NOTHING)),
  SAYS_TAKEN((liar, _, _) -> creates(liar, LyingBlobs.Creation.SAYS_TAKEN)),
  KEEPS_AND_SAYS_TAKEN((liar, _, _) -> creates(liar, LyingBlobs.Creation.KEEPS_AND_SAYS_TAKEN));

  @SuppressWarnings("ImmutableEnumChecker")
  private final Telling telling;

  BucketLie(Telling telling) {
    this.telling = telling;
  }

  /// How it is told.
  @FunctionalInterface
  private interface Telling {
    Optional<Boolean> tell(LyingBlobs liar, BucketScene scene, Tape tape);
  }

  /// Tells it; whether there was anything to lie about.
  boolean tell(LyingBlobs liar, BucketScene scene, Tape tape) {
    return telling.tell(liar, scene, tape).orElse(false);
  }

  private static boolean hide(LyingBlobs liar, String name) {
    liar.say(name, Optional.empty());
    return true;
  }

  private static boolean say(LyingBlobs liar, String name, Bytes content) {
    liar.say(name, Optional.of(content));
    return true;
  }

  private static boolean sayAll(LyingBlobs liar, BucketScene scene, BlobStore other) {
    scene.names("p/").forEach(name -> hide(liar, name));
    other.list("").forEach(name -> liar.say(name, other.read(name)));
    return true;
  }

  private static Optional<Boolean> creates(LyingBlobs liar, LyingBlobs.Creation creation) {
    liar.create(creation);
    return Optional.of(true);
  }

  private static BlobStore emptyStore(Tape tape) {
    return new SimBlobStore(
        new BlobVault(), new Gate("liar", Trace.quiet(), () -> {}), tape.fork());
  }

  private static SealedObject odd(Tape tape) {
    RawObject object =
        new RawObject(ObjectKind.CHUNK, 0, References.none(), Bytes.wrap(tape.bytes(100)));
    return new EnvelopeCodec(new DeflateCompression()).seal(object);
  }

  private static ForgedLog.Packed lying(ForgedLog.Packed honest, Tape tape) {
    Pack.Summary summary = honest.summary();
    long size = tape.pick(List.of(1L, summary.length() - 1, summary.length() + 1, 256L << 20));
    int number = tape.pick(Arrays.asList(0, 2, 1 << 20, 256 << 20));
    Bytes digest = Bytes.wrap(tape.bytes(32));
    return new ForgedLog.Packed(
        honest.name(),
        switch (tape.nextInt(4)) {
          case 0 ->
              new Pack.Summary(
                  size, summary.count(), summary.footerOffset(), summary.footerDigest());
          case 1 ->
              new Pack.Summary(
                  summary.length(), number, summary.footerOffset(), summary.footerDigest());
          case 2 ->
              new Pack.Summary(summary.length(), summary.count(), number, summary.footerDigest());
          default ->
              new Pack.Summary(summary.length(), summary.count(), summary.footerOffset(), digest);
        });
  }
}
