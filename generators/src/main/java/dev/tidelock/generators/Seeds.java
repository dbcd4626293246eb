package dev.tidelock.generators;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;

/// Where the seeds of a run come from: one root for all cases, or one case to replay.
///
/// @param root the seed from which the seeds of all cases follow
/// @param replay the one case to run, if somebody asked for it
/// @param cases how many cases to run, if somebody asked for another number than the property's own
record Seeds(long root, Optional<Long> replay, OptionalInt cases) {
  Seeds {
    if (cases.isPresent() && cases.getAsInt() < 1) {
      throw new IllegalArgumentException("tidelock.cases must be at least 1: " + cases.getAsInt());
    }
  }

  static Seeds fromProperties(long root) {
    return parse(System.getProperties(), root);
  }

  static Seeds parse(Properties properties, long root) {
    String seed = properties.getProperty("tidelock.seed", "").strip();
    String cases = properties.getProperty("tidelock.cases", "").strip();
    OptionalInt count =
        cases.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(cases));
    return switch (seed) {
      case "" -> new Seeds(root, Optional.empty(), count);
      case "random" -> new Seeds(new SecureRandom().nextLong(), Optional.empty(), count);
      default -> new Seeds(root, Optional.of(Long.parseUnsignedLong(seed, 16)), count);
    };
  }

  /// The seed of one case: far from its neighbours' although their indexes are near.
  long caseSeed(int index) {
    return Tape.mix(root + Tape.mix(index + 1L));
  }

  /// A seed as `tidelock.seed` takes it: 16 hexadecimal digits.
  static String print(long seed) {
    return HexFormat.of().toHexDigits(seed);
  }
}
