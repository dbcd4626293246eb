package dev.tidelock.engine.naming;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileFailure.Reason;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.Listing;
import dev.tidelock.engine.port.Stat;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/// A disk on which every name of a tree can stand beside every other, laid over one that takes some
/// names for the same or cannot show them.
///
/// The first of several such names stands under itself, the others, and those that the disk cannot
/// show, under an escaped form that says what it stands for. So nothing is remembered anywhere, and
/// whatever is done to names is still one atomic step of the disk, or two of which the first leaves
/// what the second does. What lies in the workspace's private directory is left as it is.
///
/// A name is found only as it is written: what the disk would take for it is not it.
public final class NamedFiles implements FileSystem {
  private final FileSystem disk;
  private final TreePath untouched;
  private final Directories directories;
  private final SortedMap<TreePath, String> escaped = new TreeMap<>();

  /// @param disk the disk
  /// @param traits how it treats names
  /// @param untouched a directory in which all names are ours and are no trouble
  public NamedFiles(FileSystem disk, NameTraits traits, TreePath untouched) {
    this.disk = disk;
    this.untouched = untouched;
    this.directories = new Directories(disk, traits);
  }

  /// What the disk shows under another name, as far as its directories were listed, with that name.
  public SortedMap<TreePath, String> escaped() {
    return Collections.unmodifiableSortedMap(escaped);
  }

  /// Where something lies on the disk, if it does, by its path in the tree.
  Optional<TreePath> find(TreePath path) {
    if (isOurs(path)) {
      return Optional.of(path);
    }
    TreePath place = TreePath.ROOT;
    for (String name : path.names()) {
      Optional<String> shown;
      try {
        shown = directories.names(place).standing(name);
      } catch (FileFailure failure) {
        if (failure.reason() == Reason.MISSING) {
          return Optional.empty();
        }
        throw failure;
      }
      if (shown.isEmpty() && isText(name)) {
        return Optional.empty();
      }
      // The disk says what is wrong with a name that is none.
      place = place.child(shown.orElse(name));
    }
    return Optional.of(place);
  }

  private static boolean isText(String name) {
    return name.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
  }

  /// Where something lies on the disk, or would.
  TreePath placeOf(TreePath path) {
    return find(path).orElseGet(() -> place(path, Optional.empty()));
  }

  /// What a path of the disk is called in the tree, as far as that is known.
  TreePath called(TreePath shown) {
    TreePath place = TreePath.ROOT;
    TreePath path = TreePath.ROOT;
    for (String name : shown.names()) {
      path = path.child(called(place, name));
      place = place.child(name);
    }
    return path;
  }

  private String called(TreePath directory, String shown) {
    try {
      return directories.names(directory).called(shown).orElse(shown);
    } catch (FileFailure _) {
      // A directory that is not there any more has no other name.
      return shown;
    }
  }

  private boolean isOurs(TreePath path) {
    return path.startsWith(untouched);
  }

  /// Whether a path is the same on the disk, be it there or not.
  private boolean isSame(TreePath path) {
    return path.isRoot() || isOurs(path);
  }

  private TreePath require(TreePath path) {
    return find(path)
        .orElseThrow(() -> new FileFailure(Reason.MISSING, path, "nothing stands there"));
  }

  /// Where the disk is to show something new.
  ///
  /// @param from where it comes from, on the disk
  private TreePath place(TreePath path, Optional<TreePath> from) {
    TreePath parent = require(path.parent().orElseThrow());
    DirectoryNames names = directories.names(parent);
    if (names.standing(path.name()).isPresent()) {
      throw new FileFailure(Reason.EXISTS, path, "something stands there already");
    }
    Optional<String> leaving = from.filter(it -> isIn(it, parent)).map(TreePath::name);
    return names.place(path.name(), leaving).map(parent::child).orElseThrow(() -> unshowable(path));
  }

  private static FileFailure unshowable(TreePath path) {
    return new FileFailure(
        Reason.TOO_LONG, path, "this disk cannot show its name, and the escaped one is too long");
  }

  private static boolean isIn(TreePath path, TreePath directory) {
    return path.parent().filter(directory::equals).isPresent();
  }

  /// Where the disk can show something if it does not take `refused`: it may take names for the
  /// same that are told apart here.
  private TreePath otherPlace(TreePath path, TreePath refused, FileFailure failure) {
    TreePath parent = refused.parent().orElseThrow();
    directories.forget(parent);
    if (failure.reason() != Reason.EXISTS) {
      throw failure;
    }
    DirectoryNames names = directories.names(parent);
    return names
        .escape(path.name(), Optional.empty())
        .filter(_ -> names.standing(path.name()).isEmpty())
        .map(parent::child)
        .orElseThrow(() -> failure);
  }

  private <T> T make(TreePath path, Function<TreePath, T> making) {
    if (isSame(path)) {
      return making.apply(path);
    }
    TreePath place = place(path, Optional.empty());
    T made;
    try {
      made = making.apply(place);
    } catch (FileFailure failure) {
      place = otherPlace(path, place, failure);
      made = making.apply(place);
    }
    directories.added(place);
    return made;
  }

  @Override
  public Listing list(TreePath directory) {
    if (isOurs(directory)) {
      return disk.list(directory);
    }
    Directories.Listed listed = directories.list(require(directory));
    escaped.keySet().removeIf(path -> isIn(path, directory));
    List<Listing.Item> items = new ArrayList<>();
    for (Listing.Item item : listed.listing().items()) {
      String name = listed.names().called(item.name()).orElseThrow();
      items.add(new Listing.Item(name, item.stat()));
      if (Escape.of(name).filter(item.name()::equals).isPresent()) {
        escaped.put(directory.child(name), item.name());
      }
    }
    List<Listing.Unreadable> unreadable = new ArrayList<>();
    for (Listing.Unreadable item : listed.listing().unreadable()) {
      String name = listed.names().called(item.shownName()).orElse(item.shownName());
      unreadable.add(new Listing.Unreadable(name, item.reason()));
    }
    return new Listing(items, unreadable);
  }

  @Override
  public Optional<Stat> stat(TreePath path) {
    return find(path).flatMap(disk::stat);
  }

  @Override
  public Source open(TreePath file) {
    return disk.open(require(file));
  }

  @Override
  public String readLink(TreePath link) {
    return disk.readLink(require(link));
  }

  @Override
  public Sink create(TreePath file) {
    return make(file, disk::create);
  }

  @Override
  public void makeDirectory(TreePath directory) {
    make(
        directory,
        place -> {
          disk.makeDirectory(place);
          return place;
        });
  }

  @Override
  public void makeLink(TreePath link, String text) {
    make(
        link,
        place -> {
          disk.makeLink(place, text);
          return place;
        });
  }

  @Override
  public void hardLink(TreePath existing, TreePath added) {
    TreePath source = require(existing);
    make(
        added,
        place -> {
          disk.hardLink(source, place);
          return place;
        });
  }

  @Override
  public void replace(TreePath from, TreePath to) {
    TreePath source = require(from);
    Optional<TreePath> target = find(to);
    if (target.isEmpty()) {
      move(from, to);
      return;
    }
    disk.replace(source, target.get());
    left(source);
  }

  @Override
  public boolean exchange(TreePath one, TreePath other) {
    return disk.exchange(require(one), require(other));
  }

  @Override
  public void move(TreePath from, TreePath to) {
    TreePath source = require(from);
    if (isSame(to)) {
      disk.move(source, to);
      left(source);
      return;
    }
    TreePath place = place(to, Optional.of(source));
    if (isIn(source, place.parent().orElseThrow()) && same(source, place)) {
      moveInPlace(source, place, to);
      return;
    }
    try {
      disk.move(source, place);
    } catch (FileFailure failure) {
      place = otherPlace(to, place, failure);
      disk.move(source, place);
    }
    left(source);
    directories.added(place);
  }

  private boolean same(TreePath source, TreePath place) {
    return directories.names(place.parent().orElseThrow()).same(source.name(), place.name());
  }

  /// Gives something another name that the disk takes for the same, which it would not do in one
  /// step: in between it stands under the escaped form of the new name, and so has that already.
  private void moveInPlace(TreePath source, TreePath place, TreePath to) {
    TreePath parent = place.parent().orElseThrow();
    TreePath between =
        directories
            .names(parent)
            .escape(to.name(), Optional.empty())
            .map(parent::child)
            .orElseThrow(() -> unshowable(to));
    disk.move(source, between);
    directories.removed(source);
    directories.added(between);
    try {
      disk.move(between, place);
      directories.removed(between);
      directories.added(place);
    } catch (FileFailure failure) {
      if (failure.reason() != Reason.EXISTS) {
        throw failure;
      }
      // Somebody took the place; under the escaped form it has its new name all the same.
      directories.forget(parent);
    }
  }

  /// Something is gone from where it was on the disk.
  private void left(TreePath source) {
    if (!isOurs(source)) {
      directories.removed(source);
    }
  }

  @Override
  public void delete(TreePath file) {
    TreePath place = require(file);
    disk.delete(place);
    left(place);
  }

  @Override
  public void removeDirectory(TreePath directory) {
    TreePath place = require(directory);
    disk.removeDirectory(place);
    left(place);
  }

  @Override
  public void setAttributes(TreePath file, Attributes attributes) {
    disk.setAttributes(require(file), attributes);
  }

  @Override
  public void barrier(Collection<TreePath> touched) {
    Set<TreePath> places = new LinkedHashSet<>();
    touched.forEach(path -> places.add(nearest(path)));
    disk.barrier(places);
  }

  @Override
  public void barrierWithin(Collection<TreePath> touched) {
    Set<TreePath> places = new LinkedHashSet<>();
    touched.forEach(path -> there(path).ifPresent(places::add));
    disk.barrierWithin(places);
  }

  private TreePath nearest(TreePath path) {
    return there(path).orElseGet(() -> nearest(path.parent().orElseThrow()));
  }

  private Optional<TreePath> there(TreePath path) {
    try {
      return find(path);
    } catch (FileFailure failure) {
      return switch (failure.reason()) {
        case NOT_DIRECTORY, LINK_ON_THE_WAY -> Optional.empty();
        default -> throw failure;
      };
    }
  }

  @Override
  public long freeBytes() {
    return disk.freeBytes();
  }
}
