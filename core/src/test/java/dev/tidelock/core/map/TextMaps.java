package dev.tidelock.core.map;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.cbor.CborWriter;
import dev.tidelock.core.object.References;
import dev.tidelock.generators.Tape;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Maps from bytes to texts, and random ones.
final class TextMaps {
  static final Bytes SEED = Bytes.copyOf(new byte[32]);
  static final MapFormat<String> FORMAT = new MapFormat<>(new TextCodec(), SEED);

  private TextMaps() {}

  static MerkleMap<String> build(Map<Bytes, String> entries, MemoryObjects objects) {
    return MerkleMap.build(new TreeMap<>(entries).entrySet().iterator(), FORMAT, objects, objects);
  }

  /// Between nothing and `limit` random entries.
  static SortedMap<Bytes, String> entries(Tape tape, int limit) {
    SortedMap<Bytes, String> entries = new TreeMap<>();
    KeyShape keys = tape.pick(KeyShape.RANDOM, KeyShape.values());
    ValueShape values = valueShape(tape, limit);
    int size = tape.nextSize(limit + 1);
    for (int i = 0; i < size; i++) {
      entries.put(keys.key(tape, limit), values.value(tape));
    }
    return entries;
  }

  /// Edits, about half of which hit existing keys.
  static SortedMap<Bytes, Optional<String>> edits(
      Tape tape, SortedMap<Bytes, String> on, int limit) {
    SortedMap<Bytes, Optional<String>> edits = new TreeMap<>();
    var existing = on.keySet().stream().toList();
    KeyShape keys = tape.pick(KeyShape.RANDOM, KeyShape.values());
    ValueShape values = valueShape(tape, limit);
    int size = tape.nextSize(limit + 1);
    for (int i = 0; i < size; i++) {
      boolean hit = !existing.isEmpty() && tape.nextBoolean();
      Bytes key = hit ? tape.pick(existing) : keys.key(tape, limit);
      edits.put(key, tape.chance(0.4) ? Optional.empty() : Optional.of(values.value(tape)));
    }
    return edits;
  }

  private static ValueShape valueShape(Tape tape, int limit) {
    return limit > 500
        ? tape.pick(ValueShape.SMALL, ValueShape.MIXED)
        : tape.pick(ValueShape.HEAVY, ValueShape.values());
  }

  /// What the entries are after the edits.
  static SortedMap<Bytes, String> edited(
      SortedMap<Bytes, String> entries, SortedMap<Bytes, Optional<String>> edits) {
    SortedMap<Bytes, String> edited = new TreeMap<>(entries);
    edits.forEach((key, value) ->
        value.ifPresentOrElse(text -> edited.put(key, text), () -> edited.remove(key)));
    return edited;
  }

  /// How the values of a case look.
  enum ValueShape {
    SMALL,
    MIXED,
    HEAVY;

    String value(Tape tape) {
      int size =
          switch (this) {
            case SMALL -> tape.nextInt(200);
            case MIXED -> tape.chance(0.02) ? tape.nextInt(40_000) : tape.nextInt(200);
            case HEAVY -> tape.chance(0.3) ? tape.nextInt(14_000, 20_000) : tape.nextInt(3000);
          };
      return tape.text("abcdefgh", size);
    }
  }

  /// How the keys of a case look.
  enum KeyShape {
    RANDOM,
    COUNTED,
    SHARED_PREFIX,
    LONG,
    SHORT;

    Bytes key(Tape tape, int range) {
      return switch (this) {
        case RANDOM -> Bytes.copyOf(tape.bytes(tape.nextInt(1, 30)));
        case COUNTED -> Bytes.utf8("row-%08d".formatted(tape.nextInt(range)));
        case SHARED_PREFIX -> Bytes.utf8("a".repeat(tape.nextInt(300)) + tape.nextInt(20));
        case LONG -> Bytes.copyOf(new byte[1000]).concat(Bytes.copyOf(tape.bytes(24)));
        case SHORT -> Bytes.copyOf(tape.bytes(tape.nextInt(3)));
      };
    }
  }

  /// Texts that count as files of their length.
  static final class TextCodec implements ValueCodec<String> {
    @Override
    public Cell encode(String value) {
      return new Cell(new CborWriter().text(value).toBytes(), References.none());
    }

    @Override
    public String decode(CborReader payload, References.Cursor references) {
      return payload.text();
    }

    @Override
    public Summary summary(String value) {
      return new Summary(1, 1, value.length(), 0);
    }
  }
}
