package dev.tidelock.workspace;

import dev.tidelock.core.name.NameVerdict;
import dev.tidelock.core.name.Names;
import java.util.Optional;

/// The rule for names of projects: a clone makes a directory of this name.
public final class ProjectName {
  private static final int MAX_LENGTH = 200;

  private ProjectName() {}

  /// What is wrong with a name, as the rest of a sentence; nothing if it may be used.
  public static Optional<String> check(String name) {
    if (name.isBlank()) {
      return Optional.of("is empty");
    }
    if (!name.equals(name.strip())) {
      return Optional.of("begins or ends with a space");
    }
    if (name.length() > MAX_LENGTH) {
      return Optional.of("is longer than " + MAX_LENGTH + " characters");
    }
    if (name.chars().anyMatch(Character::isISOControl)) {
      return Optional.of("has a control character");
    }
    NameVerdict verdict = Names.check(name);
    return verdict.accepted() ? Optional.empty() : Optional.of(verdict.reason());
  }
}
