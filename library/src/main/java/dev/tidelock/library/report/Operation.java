package dev.tidelock.library.report;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What can be done with tables and a remote.
public enum Operation {
  /// What is here goes to the remote; the database stays as it is.
  SEED,
  /// What is at the remote comes here; nothing is sent.
  HYDRATE,
  /// Both, merged.
  SYNC;

  /// The name in stored files and for people.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The operation of a name.
  public static Optional<Operation> ofWord(String word) {
    return Stream.of(values()).filter(each -> each.word().equals(word)).findFirst();
  }
}
