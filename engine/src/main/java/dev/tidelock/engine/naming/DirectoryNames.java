package dev.tidelock.engine.naming;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the names in one directory of a disk are called in the tree, each by another name, and the
/// other way round.
///
/// A name of the disk is called as it is, unless it is the escaped form of a name by which nothing
/// else is called: then it is called by that.
final class DirectoryNames {
  private final NameTraits traits;
  private final Map<String, String> called = new HashMap<>();
  private final Map<String, String> standing = new HashMap<>();
  private final Map<String, String> byKey = new HashMap<>();
  private boolean escapes;

  /// @param shown the names on the disk
  DirectoryNames(NameTraits traits, Collection<String> shown) {
    this.traits = traits;
    name(shown);
  }

  private void name(Collection<String> shown) {
    List<String> escaped = new ArrayList<>();
    List<String> others = new ArrayList<>();
    for (String each : shown) {
      if (Escape.read(each).isPresent()) {
        escaped.add(each);
      } else if (traits.told(each).equals(each)) {
        call(each, each);
      } else {
        others.add(each);
      }
    }
    others.forEach(each -> callFirst(each, traits.told(each)));
    // An escaped name may stand for another escaped one, which is shorter.
    escaped.sort(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
    escaped.forEach(each -> callFirst(each, Escape.read(each).orElseThrow()));
    escapes = !escaped.isEmpty();
  }

  private void callFirst(String shown, String name) {
    call(shown, standing.containsKey(name) ? shown : name);
  }

  private void call(String shown, String name) {
    called.put(shown, name);
    standing.put(name, shown);
    byKey.put(traits.key(shown), shown);
  }

  /// What a name of the disk is called.
  Optional<String> called(String shown) {
    return Optional.ofNullable(called.get(shown));
  }

  /// The name on the disk of what is called so, if it is there.
  Optional<String> standing(String name) {
    return Optional.ofNullable(standing.get(name));
  }

  /// The name that the disk is to show for what is to be called so, where nothing is.
  ///
  /// @param leaving a name of the disk that will be free
  /// @return the name itself, or its escaped form
  Optional<String> place(String name, Optional<String> leaving) {
    return holds(name) && isFree(name, leaving) ? Optional.of(name) : escape(name, leaving);
  }

  /// The escaped form of a name, if it can be shown.
  Optional<String> escape(String name, Optional<String> leaving) {
    return Escape.of(name).filter(escaped -> isFree(escaped, leaving));
  }

  private boolean holds(String name) {
    return traits.holds(name) && Escape.read(name).isEmpty();
  }

  private boolean isFree(String shown, Optional<String> leaving) {
    String there = byKey.get(traits.key(shown));
    return there == null || leaving.filter(there::equals).isPresent();
  }

  /// Whether the disk takes two names for the same.
  boolean same(String one, String other) {
    return traits.key(one).equals(traits.key(other));
  }

  /// A name appeared on the disk.
  void add(String shown) {
    if (escapes || Escape.read(shown).isPresent()) {
      List<String> all = new ArrayList<>(called.keySet());
      all.add(shown);
      again(all);
    } else {
      call(shown, shown);
    }
  }

  /// A name is gone from the disk.
  void remove(String shown) {
    List<String> all = new ArrayList<>(escapes ? called.keySet() : List.of());
    all.remove(shown);
    String name = called.remove(shown);
    standing.remove(name);
    byKey.remove(traits.key(shown));
    if (escapes) {
      again(all);
    }
  }

  private void again(Collection<String> shown) {
    called.clear();
    standing.clear();
    byKey.clear();
    name(shown);
  }
}
