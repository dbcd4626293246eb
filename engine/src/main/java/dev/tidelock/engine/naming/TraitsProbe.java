package dev.tidelock.engine.naming;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.naming.NameTraits.Characters;
import dev.tidelock.engine.naming.NameTraits.Forms;
import dev.tidelock.engine.naming.NameTraits.Letters;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.Listing;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Finds out how a file system treats names, by trying: what a file is called by, and what it is
/// listed as. Used once, by one thread.
public final class TraitsProbe {
  private static final String STEM = "names-";
  private static final String CONTROL = STEM + "a";
  private static final String OTHER_CASE = "NAMES-A";
  private static final String CAPITALS = STEM + "B";
  private static final String COMPOSED = STEM + "\u00e9";
  private static final String DECOMPOSED = STEM + "e\u0301";
  private static final List<String> UNPORTABLE =
      List.of(STEM + "1:", STEM + "c?", STEM + "d\\", STEM + "e\n", STEM + "f.", STEM + "g ");

  private final FileSystem files;
  private final TreePath directory;

  private TraitsProbe(FileSystem files, TreePath directory) {
    this.files = files;
    this.directory = directory;
  }

  /// The traits of the file system that a directory lies on. In it, files are made and removed
  /// whose names begin with `names-`.
  ///
  /// @throws FileFailure if that cannot be told now, or if the file system shows names in another
  ///   case than they have
  public static NameTraits of(FileSystem files, TreePath directory) {
    TraitsProbe probe = new TraitsProbe(files, directory);
    probe.clean();
    NameTraits traits = probe.traits();
    probe.clean();
    return traits;
  }

  private NameTraits traits() {
    files.create(directory.child(CONTROL)).close();
    Letters letters = stands(OTHER_CASE) ? Letters.FOLDED : Letters.DISTINCT;
    requireCase();
    Optional<Forms> forms = forms();
    if (forms.isEmpty()) {
      return new NameTraits(letters, Forms.DISTINCT, Characters.ASCII);
    }
    boolean all = UNPORTABLE.stream().allMatch(name -> make(name) && listed().contains(name));
    return new NameTraits(letters, forms.get(), all ? Characters.ALL : Characters.PORTABLE);
  }

  /// A file system that shows `README` as `readme` would rename every such file of the project.
  private void requireCase() {
    if (!make(CAPITALS) || !listed().contains(CAPITALS)) {
      throw new FileFailure(
          FileFailure.Reason.BROKEN,
          TreePath.ROOT,
          "this disk changes the case of names; no project can be kept on it");
    }
  }

  /// Nothing if the file system cannot show what is beyond ASCII.
  private Optional<Forms> forms() {
    if (!make(COMPOSED)) {
      return Optional.empty();
    }
    Set<String> listed = listed();
    if (!listed.contains(COMPOSED)) {
      return listed.contains(DECOMPOSED) ? Optional.of(Forms.ONE) : Optional.empty();
    }
    if (!stands(DECOMPOSED)) {
      return Optional.of(Forms.DISTINCT);
    }
    files.delete(directory.child(COMPOSED));
    boolean asWritten = make(DECOMPOSED) && listed().contains(DECOMPOSED);
    return Optional.of(asWritten ? Forms.MEET : Forms.ONE);
  }

  /// Makes a file, and says whether the file system takes its name. What fails once may have failed
  /// for another reason.
  private boolean make(String name) {
    return makeOnce(name) || retry(name);
  }

  private boolean retry(String name) {
    files.delete(directory.child(CONTROL));
    files.create(directory.child(CONTROL)).close();
    return makeOnce(name);
  }

  private boolean makeOnce(String name) {
    try {
      files.create(directory.child(name)).close();
      return true;
    } catch (FileFailure failure) {
      return switch (failure.reason()) {
        case NO_SPACE, READ_ONLY, BUSY -> throw failure;
        default -> false;
      };
    }
  }

  private boolean stands(String name) {
    return files.stat(directory.child(name)).isPresent();
  }

  private Set<String> listed() {
    return files.list(directory).items().stream()
        .map(Listing.Item::name)
        .collect(Collectors.toSet());
  }

  private void clean() {
    for (String name : listed()) {
      if (name.toLowerCase(Locale.ROOT).startsWith(STEM)) {
        files.delete(directory.child(name));
      }
    }
  }
}
