package dev.tidelock.engine.remote;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.cbor.CborWriter;

/// What a project is from its beginning on, the same at every place that keeps it.
///
/// @param id the project's id
/// @param name its name for people, 1 to 200 characters; not unique
/// @param seed 32 random bytes that decide where maps and contents are cut
public record Genesis(ProjectId id, String name, Bytes seed) {
  /// The length of a seed in bytes.
  public static final int SEED_SIZE = 32;

  private static final int FORMAT = 0;
  private static final int FIELDS = 4;
  private static final int MAX_NAME = 200;

  public Genesis {
    if (seed.size() != SEED_SIZE) {
      throw new MalformedException("a project's seed has 32 bytes, not " + seed.size());
    }
    if (name.isBlank()
        || name.length() > MAX_NAME
        || name.chars().anyMatch(Character::isISOControl)) {
      throw new MalformedException(
          "a project's name has 1 to 200 characters, none of them a control character");
    }
  }

  /// The one encoding of a genesis, with its digest.
  public Bytes encode() {
    CborWriter out = new CborWriter().array(FIELDS).integer(FORMAT).text(id.text()).text(name);
    return Digested.seal(out.bytes(seed).toBytes());
  }

  /// Reads what [#encode] wrote.
  ///
  /// @throws MalformedException if it is anything else
  public static Genesis decode(Bytes blob) {
    CborReader in = new CborReader(Digested.open(blob));
    int fields = in.array();
    Digested.expect(FORMAT, in);
    if (fields != FIELDS) {
      throw new MalformedException("a genesis has 4 fields");
    }
    Genesis genesis = new Genesis(new ProjectId(in.text()), in.text(), in.bytes(SEED_SIZE));
    in.finish();
    return genesis;
  }
}
