package dev.tidelock.engine.sync;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.cbor.CborReader;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.object.References;
import dev.tidelock.core.tree.Content;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.EntryCodec;
import dev.tidelock.core.tree.Term;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Finds out who needs some objects: which commit, and in it which path. A walk from the newest
/// commit on, in which each object is looked at once, so who is found is one of the newest that
/// need it. What cannot be read is not looked behind. Used once.
final class Dependents {
  private final Function<ObjectId, Optional<RawObject>> here;
  private final Set<ObjectId> asked;
  private final Map<ObjectId, Need> needs = new HashMap<>();
  private final Set<ObjectId> seen = new HashSet<>();

  /// Who needs an object.
  ///
  /// @param path where; nothing for a commit itself and for tables
  /// @param commit in which commit
  /// @param content the large content that it is a part of, if it is
  record Need(Optional<TreePath> path, ObjectId commit, Optional<ObjectId> content) {}

  /// Something to look at.
  private record Visit(ObjectId id, Optional<TreePath> path, Optional<ObjectId> content) {}

  /// @param here reads an object, if it can be had and is whole
  /// @param asked the objects in question
  Dependents(Function<ObjectId, Optional<RawObject>> here, Set<ObjectId> asked) {
    this.here = here;
    this.asked = asked;
  }

  /// Who needs each of them, as far as anybody does.
  Map<ObjectId, Need> behind(List<ObjectId> heads) {
    Deque<ObjectId> commits = new ArrayDeque<>(heads);
    Set<ObjectId> known = new HashSet<>(heads);
    while (!commits.isEmpty() && needs.size() < asked.size()) {
      ObjectId id = commits.poll();
      note(new Visit(id, Optional.empty(), Optional.empty()), id);
      Optional<RawObject> commit = read(id).filter(object -> object.kind() == ObjectKind.COMMIT);
      if (commit.isPresent()) {
        References references = commit.get().references();
        references.ancestor().stream().filter(known::add).forEach(commits::add);
        references.strong().forEach(state -> walk(state, id));
      }
    }
    return needs;
  }

  private void note(Visit visit, ObjectId commit) {
    if (asked.contains(visit.id())) {
      needs.putIfAbsent(visit.id(), new Need(visit.path(), commit, visit.content()));
    }
  }

  private Optional<RawObject> read(ObjectId id) {
    return here.apply(id);
  }

  private void walk(ObjectId state, ObjectId commit) {
    Deque<Visit> open = new ArrayDeque<>();
    open.push(new Visit(state, Optional.empty(), Optional.empty()));
    while (!open.isEmpty()) {
      Visit visit = open.pop();
      if (seen.add(visit.id())) {
        note(visit, commit);
        read(visit.id()).ifPresent(object -> below(visit, object, commit, open));
      }
    }
  }

  private void below(Visit visit, RawObject object, ObjectId commit, Deque<Visit> open) {
    List<ObjectId> strong = object.references().strong();
    switch (object.kind()) {
      case STATE -> {
        for (int i = 0; i < strong.size(); i++) {
          Optional<TreePath> path = i == 0 ? Optional.of(TreePath.ROOT) : Optional.empty();
          open.push(new Visit(strong.get(i), path, Optional.empty()));
        }
      }
      case MAP -> {
        if (object.level() == 0 && visit.path().isPresent()) {
          entries(visit.path().get(), object, open);
        } else {
          strong.forEach(id -> open.push(new Visit(id, visit.path(), Optional.empty())));
        }
      }
      case SEQUENCE -> {
        Optional<ObjectId> content = visit.content().or(() -> Optional.of(visit.id()));
        for (ObjectId id : strong) {
          Visit part = new Visit(id, visit.path(), content);
          if (object.level() > 1) {
            open.push(part);
          } else {
            note(part, commit);
          }
        }
      }
      case COMMIT, TABLES, ROWS, SCHEMA, CHUNK, DETAIL ->
          strong.forEach(id -> open.push(new Visit(id, visit.path(), Optional.empty())));
    }
  }

  private static void entries(TreePath directory, RawObject leaf, Deque<Visit> open) {
    try {
      CborReader in = new CborReader(leaf.payload());
      References.Cursor references = new References.Cursor(leaf.references());
      EntryCodec codec = new EntryCodec();
      String before = "";
      for (int parts = in.array(); parts > 0; parts -= 3) {
        int shared = in.integer(0, RawObject.MAX_PAYLOAD);
        Bytes rest = in.bytes();
        Bytes last = Bytes.utf8(before);
        String name = last.slice(0, shared).concat(rest).toUtf8();
        before = name;
        TreePath path = directory.child(name);
        for (ObjectId id : referred(codec.decode(in, references))) {
          open.push(new Visit(id, Optional.of(path), Optional.empty()));
        }
      }
    } catch (MalformedException | IllegalArgumentException _) {
      // Its id is right, so it was written like that; verification names it elsewhere.
    }
  }

  private static List<ObjectId> referred(Entry entry) {
    return switch (entry) {
      case Entry.Directory directory -> List.of(directory.root());
      case Entry.File file -> referred(file.content());
      case Entry.Link _ -> List.of();
      case Entry.Conflict conflict -> {
        List<ObjectId> all = new ArrayList<>();
        conflict.terms().stream().map(Term::entry).forEach(leaf -> all.addAll(referred(leaf)));
        conflict.base().ifPresent(base -> all.addAll(referred(base)));
        yield all;
      }
    };
  }

  private static List<ObjectId> referred(Content content) {
    return switch (content) {
      case Content.Inline _ -> List.of();
      case Content.Single single -> List.of(single.chunk());
      case Content.Sequence sequence -> List.of(sequence.root());
    };
  }
}
