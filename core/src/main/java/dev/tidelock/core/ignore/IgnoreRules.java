package dev.tidelock.core.ignore;

import dev.tidelock.core.name.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The ignore rules in force in one directory. Immutable, safe for any thread, and cheap to derive
/// for a directory below: patterns that cannot match any more are dropped on the way down.
///
/// The first of these that decides about an entry wins:
///
/// 1. `.tidelock`, under every name that a file system may take for it, is always ignored.
/// 2. This device's own overrides, written as if they stood in the root.
/// 3. The ignore files, from the directory's own up to the root's; in each the last pattern that
///    matches.
/// 4. The built-in rules: version-control directories, and a few files that only mean something on
///    one device (`.DS_Store`, `Thumbs.db`, editors' lock and swap files).
///
/// Patterns have gitignore's syntax and meaning. Pattern and name are compared in normalisation
/// form C and with case. As in git, nothing below an ignored directory is taken back: the rules
/// inside it ignore everything, so a scan need not enter it. A version-control directory is taken
/// back only by a pattern that ends in its name (`!.git/`), not by `!*/`, which a list of
/// exceptions often needs.
public final class IgnoreRules {
  private static final Layer BUILT_IN = Layer.of(BuiltIn.PATTERNS);
  private static final IgnoreRules EVERYTHING =
      new IgnoreRules(Layer.of(IgnoreFile.EMPTY), List.of());

  private final Layer overrides;

  /// Of the ignore files and the built-in patterns, the strongest first.
  private final List<Layer> layers;

  private IgnoreRules(Layer overrides, List<Layer> layers) {
    this.overrides = overrides;
    this.layers = layers;
  }

  /// The rules in the root directory.
  ///
  /// @param deviceOverrides this device's own patterns
  /// @param inRoot the root's ignore file, or [IgnoreFile#EMPTY]
  public static IgnoreRules root(IgnoreFile deviceOverrides, IgnoreFile inRoot) {
    return new IgnoreRules(
        Layer.of(deviceOverrides),
        Stream.of(Layer.of(inRoot), BUILT_IN).filter(Layer::speaks).toList());
  }

  /// The rules in the directory `name` of this one, which ignore everything if that directory is
  /// ignored here.
  ///
  /// @param inIt the directory's own ignore file, or [IgnoreFile#EMPTY]
  public IgnoreRules enter(String name, IgnoreFile inIt) {
    if (ignoresDirectory(name)) {
      return EVERYTHING;
    }
    String normalised = Candidate.normalised(name);
    List<Layer> entered = new ArrayList<>(layers.size() + 1);
    entered.add(Layer.of(inIt));
    for (Layer layer : layers) {
      entered.add(layer.enter(normalised));
    }
    entered.removeIf(layer -> !layer.speaks());
    return new IgnoreRules(overrides.enter(normalised), entered);
  }

  /// Whether nothing in this directory, at any depth, can be other than ignored: there is no need
  /// to look into it.
  public boolean ignoresEverything() {
    return this == EVERYTHING;
  }

  /// Whether the entry `name` of this directory, which is a directory, is ignored with all that is
  /// in it.
  public boolean ignoresDirectory(String name) {
    return ignores(name, true);
  }

  /// Whether the entry `name` of this directory, which is anything but a directory, is ignored. A
  /// link to a directory is not a directory.
  public boolean ignoresFile(String name) {
    return ignores(name, false);
  }

  /// Whether a version-control system keeps its own state in a directory of this name, or a file
  /// system takes it for one that does.
  public static boolean isVersionControlDirectory(String name) {
    return BuiltIn.isVersionControl(name);
  }

  private boolean ignores(String name, boolean directory) {
    if (ignoresEverything() || Names.isReserved(name)) {
      return true;
    }
    boolean versionControl = BuiltIn.isVersionControl(name);
    Candidate candidate = new Candidate(Candidate.normalised(name), directory, versionControl);
    Optional<Pattern> deciding = overrides.decide(candidate);
    for (int i = 0; deciding.isEmpty() && i < layers.size(); i++) {
      deciding = layers.get(i).decide(candidate);
    }
    return deciding.map(pattern -> !pattern.negated()).orElse(versionControl);
  }
}
