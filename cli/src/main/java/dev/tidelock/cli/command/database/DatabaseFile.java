package dev.tidelock.cli.command.database;

import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.cli.output.Words;
import dev.tidelock.core.name.Names;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.record.Attachment;
import dev.tidelock.workspace.OpenWorkspace;
import dev.tidelock.workspace.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Optional;

/// A database as a person names it on the command line.
///
/// @param path where it lies, without links on the way
/// @param stored the same as a workspace remembers it: relative if it lies inside
record DatabaseFile(Path path, String stored) {
  private static final int LONGEST_NAME = 64;

  /// The database that `text` names: a file, or the name of one that is attached.
  static DatabaseFile of(Workbench workbench, OpenWorkspace workspace, String text) {
    Path given = workbench.surroundings().resolve(text);
    Optional<Attachment> attached =
        Files.exists(given) ? Optional.empty() : workspace.engine().attachment(text);
    return attached.isPresent()
        ? stored(workspace.place(), attached.get().file())
        : at(workspace.place(), given);
  }

  /// The file of a database that is attached.
  static DatabaseFile stored(Place place, String stored) {
    return new DatabaseFile(place.root().resolve(stored), stored);
  }

  private static DatabaseFile at(Place place, Path given) {
    Path path = real(given);
    if (!path.startsWith(place.root())) {
      return new DatabaseFile(path, path.toString());
    }
    if (path.startsWith(place.root().resolve(Names.RESERVED))) {
      throw Failure.usage(
          Words.shown(path.toString()) + " belongs to Tidelock itself",
          "name a database of an application");
    }
    String inside = place.root().relativize(path).toString();
    try {
      TreePath.parse(inside);
    } catch (IllegalArgumentException unusable) {
      throw Failure.usage(
          Words.shown(path.toString())
              + " has a name that cannot be kept: "
              + unusable.getMessage(),
          "give it another name, or let it lie outside of the project");
    }
    return new DatabaseFile(path, inside);
  }

  /// A path with all links resolved, of a file that need not exist.
  private static Path real(Path path) {
    Path parent = path.getParent();
    Path name = path.getFileName();
    return Files.exists(path) || parent == null || name == null
        ? Place.real(path)
        : Place.real(parent).resolve(name);
  }

  /// What to call a database where no name is given: its file's name without the ending.
  String usualName() {
    Path last = path.getFileName();
    String name = last == null ? "" : last.toString();
    int dot = name.lastIndexOf('.');
    String plain =
        Normalizer.normalize(dot > 0 ? name.substring(0, dot) : name, Normalizer.Form.NFD)
            .replaceAll("\\p{M}", "")
            .replaceAll("[^A-Za-z0-9._-]", "-")
            .replaceFirst("^[^A-Za-z0-9]+", "");
    String fitting =
        plain.substring(0, Math.min(plain.length(), LONGEST_NAME)).replaceFirst("-+$", "");
    return Attachment.isName(fitting) ? fitting : "database";
  }

  /// A name that a person gave, if it can be one.
  static String requireName(String name) {
    if (!Attachment.isName(name)) {
      throw Failure.usage(
          "'" + Words.shown(name) + "' is not a name for a database",
          "use 1 to 64 letters, digits, '.', '_' and '-', a letter or digit first, such as app");
    }
    return name;
  }

  /// Where it and its side files stand in the project, if they do.
  Optional<TreePath> inside() {
    return stored.startsWith("/") ? Optional.empty() : Optional.of(TreePath.parse(stored));
  }
}
