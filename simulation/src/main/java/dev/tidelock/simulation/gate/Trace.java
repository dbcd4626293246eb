package dev.tidelock.simulation.gate;

/// The fingerprint of a run: equal runs have equal traces, and hardly any others do.
public final class Trace {
  private static final long PRIME = 0x100000001B3L;

  private final boolean verbose;
  private long hash = 0xCBF29CE484222325L;
  private long length;
  private long calls;

  private Trace(boolean verbose) {
    this.verbose = verbose;
  }

  /// A trace that keeps nothing but the fingerprint.
  public static Trace quiet() {
    return new Trace(false);
  }

  /// A trace that asks gates to remember their calls in words.
  public static Trace verbose() {
    return new Trace(true);
  }

  boolean isVerbose() {
    return verbose;
  }

  /// Adds one event (FNV-1a over UTF-16 units, with a separator behind each word).
  public void add(String... words) {
    for (String word : words) {
      for (int i = 0; i < word.length(); i++) {
        hash = (hash ^ word.charAt(i)) * PRIME;
      }
      hash = (hash ^ 0x1F) * PRIME;
    }
    length++;
  }

  /// Adds one call to a port.
  void call(String device, String operation, String subject) {
    add(device, operation, subject);
    calls++;
  }

  /// How many calls to ports were added.
  public long calls() {
    return calls;
  }

  /// The fingerprint of everything added.
  public long hash() {
    return hash;
  }

  /// How many events were added.
  public long length() {
    return length;
  }
}
