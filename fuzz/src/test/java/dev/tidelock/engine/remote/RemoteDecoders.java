package dev.tidelock.engine.remote;

import static dev.tidelock.fuzz.Decoder.require;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.engine.store.Pack;
import dev.tidelock.fuzz.Decoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/// The decoders of the log at dumb storage, and of what a device remembers of it. The digests are
/// made right: a hostile bucket can do that, too.
public final class RemoteDecoders {
  private static final List<Class<? extends Exception>> MALFORMED =
      List.of(MalformedException.class);
  private static final Bytes DIGEST = Bytes.wrap(new byte[32]);

  private RemoteDecoders() {}

  public static List<Decoder> all() {
    return List.of(
        decoder("log-entry", RemoteDecoders::entries, RemoteDecoders::entry),
        decoder("log-stub", RemoteDecoders::stubs, RemoteDecoders::stub),
        decoder("genesis", RemoteDecoders::geneses, RemoteDecoders::genesis),
        decoder("log-position", RemoteDecoders::positions, RemoteDecoders::position),
        decoder("pack-listing", RemoteDecoders::listings, RemoteDecoders::listing),
        decoder("remote-place", RemoteDecoders::places, RemoteDecoders::place));
  }

  private static Decoder decoder(
      String name, java.util.function.Supplier<List<Bytes>> seeds, Decoder.Attack attack) {
    return new Decoder(name, Decoder.Bound.USUAL, MALFORMED, seeds, attack);
  }

  private static PackListing pack() {
    return new PackListing(
        Bytes.wrap(new byte[16]), new Pack.Summary(1000, 9, 700, DIGEST), List.of(1, 4));
  }

  private static List<Bytes> entries() {
    ObjectId head = new ObjectId(DIGEST);
    SortedMap<String, ObjectId> heads = new TreeMap<>();
    heads.put("main", head);
    heads.put("other", head);
    SortedMap<String, Long> sequences = new TreeMap<>();
    sequences.put("device/1", 7L);
    Remote.Writer writer = new Remote.Writer("device", "1", 7);
    List<LogEntry.Move> moves =
        List.of(
            new LogEntry.Move("main", Optional.empty(), head),
            new LogEntry.Move("other", Optional.of(head), head));
    LogEntry.Checkpoint state =
        new LogEntry.Checkpoint(
            heads,
            sequences,
            List.of(pack(), pack()),
            new TreeSet<>(List.of(Bytes.hex("01".repeat(16)), Bytes.hex("02".repeat(16)))));
    List<Bytes> seeds = new ArrayList<>();
    for (LogEntry entry :
        List.of(
            new LogEntry(
                LogEntry.Kind.LANDING,
                3,
                DIGEST,
                1,
                Bytes.wrap(new byte[16]),
                writer,
                moves,
                List.of(pack()),
                Optional.empty()),
            new LogEntry(
                LogEntry.Kind.LANDING,
                9,
                DIGEST,
                9,
                Bytes.wrap(new byte[16]),
                writer,
                moves,
                List.of(),
                Optional.of(state)),
            new LogEntry(
                LogEntry.Kind.COLLECTION,
                9,
                DIGEST,
                9,
                Bytes.wrap(new byte[16]),
                writer,
                List.of(),
                List.of(),
                Optional.of(state)))) {
      seeds.add(Digested.open(entry.encode()));
    }
    return seeds;
  }

  private static void entry(Bytes input) {
    Bytes blob = Digested.seal(input);
    require(LogEntry.decode(blob).encode().equals(blob), "an entry has one encoding");
  }

  private static List<Bytes> stubs() {
    return List.of(Digested.open(new LogStub(7, DIGEST).encode()));
  }

  private static void stub(Bytes input) {
    Bytes blob = Digested.seal(input);
    LogStub.decode(blob)
        .ifPresent(stub -> require(stub.encode().equals(blob), "a stub has one encoding"));
  }

  private static List<Bytes> geneses() {
    Genesis genesis = new Genesis(new ProjectId("project-1"), "a project", DIGEST);
    return List.of(Digested.open(genesis.encode()));
  }

  private static void genesis(Bytes input) {
    Bytes blob = Digested.seal(input);
    require(Genesis.decode(blob).encode().equals(blob), "a genesis has one encoding");
  }

  private static List<Bytes> positions() {
    SortedMap<String, ObjectId> heads = new TreeMap<>();
    heads.put("main", new ObjectId(DIGEST));
    SortedMap<String, Long> sequences = new TreeMap<>();
    sequences.put("device/1", 7L);
    LogPosition position =
        new LogPosition(new ProjectId("project-1"), 7, DIGEST, 1, 3, false, heads, sequences);
    return List.of(position.encode());
  }

  private static void position(Bytes input) {
    LogPosition.decode(input)
        .ifPresent(
            position -> require(position.encode().equals(input), "a position has one encoding"));
  }

  private static List<Bytes> listings() {
    CborWriter out = new CborWriter();
    pack().write(out);
    return List.of(out.toBytes());
  }

  private static void listing(Bytes input) {
    CborReader in = new CborReader(input);
    PackListing listing = PackListing.read(in);
    in.finish();
    CborWriter out = new CborWriter();
    listing.write(out);
    require(out.toBytes().equals(input), "a listing has one encoding");
  }

  private static List<Bytes> places() {
    return List.of(
        new LogPicture.Place(Bytes.wrap(new byte[16]), 52, 300, ObjectKind.MAP, true).encode());
  }

  private static void place(Bytes input) {
    LogPicture.Place place = LogPicture.Place.decode(Bytes.wrap(new byte[16]), input);
    require(place.encode().equals(input), "a place has one encoding");
    require(place.offset() >= 0 && place.length() > 0 && place.end() > 0, "a place is somewhere");
  }
}
