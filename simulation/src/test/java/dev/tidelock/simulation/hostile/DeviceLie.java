package dev.tidelock.simulation.hostile;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.commit.Counts;
import dev.tidelock.core.commit.Note;
import dev.tidelock.core.commit.Rename;
import dev.tidelock.core.map.Summary;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.object.References;
import dev.tidelock.core.tree.Content;
import dev.tidelock.core.tree.DeviceId;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.Term;
import dev.tidelock.core.tree.TermKey;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.generators.Tape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What somebody with a right to push may send: each a commit to which the head is to move.
enum DeviceLie {
  NAME_THAT_ESCAPES((mole, tape) -> {
    String name = tape.pick(List.of("..", ".", "", "../a", "/a", "a/../../b", "nul\0"));
    return inDirectory(mole, name, new Entry.Link("../../outside"));
  }),
  RESERVED_NAME((mole, tape) -> {
    String name = tape.pick(List.of(".tidelock", ".Tidelock", ".TIDELOC\u212A", ".tide\u200Block"));
    return inDirectory(mole, name, mole.directory(Map.of("a", mole.any())));
  }),
  LONG_NAME((mole, tape) -> inDirectory(mole, "n".repeat(256 + tape.nextInt(70_000)), mole.any())),
  TREE_WITHOUT_BOTTOM((mole, tape) -> with(mole, "d", mole.deep(1_001 + tape.nextInt(100)))),
  TREE_THAT_UNFOLDS((mole, tape) -> with(mole, "d", mole.unfolding(24 + tape.nextInt(40)))),
  HEAD_BACK((mole, tape) -> some(tape, mole.head().map(mole::before).orElse(List.of()))),
  HEAD_TO_NOTHING((mole, _) -> Optional.of(mole.commit(mole.directory(Map.of())))),
  HEAD_TO_ANOTHER_HISTORY((mole, tape) -> {
    Map<String, Entry> files = new HashMap<>();
    Map<String, Entry> mine = mole.head().map(mole::top).orElse(Map.of());
    for (String name : tape.chance(0.5) ? mine.keySet() : List.of("a", "b.txt", "d")) {
      if (!name.startsWith(".")) {
        files.put(name, mole.any());
      }
    }
    return Optional.of(mole.commit(mole.directory(files)));
  }),
  OLD_TREE_AGAIN((mole, tape) ->
      some(tape, mole.head().map(mole::before).orElse(List.of()))
          .map(old -> mole.commit(mole.files(old), mole.head().orElseThrow()))),
  DELETES_ALMOST_EVERYTHING((mole, tape) ->
      mole.head()
          .map(head -> {
            Map<String, Entry> kept = mole.top(head);
            some(tape, List.copyOf(kept.keySet()))
                .ifPresent(one -> kept.keySet().removeIf(name -> !name.equals(one)));
            return mole.commit(mole.directory(tape.chance(0.5) ? kept : Map.of()), head);
          })),
  REWRITES_EVERYTHING((mole, _) ->
      mole.head()
          .map(head -> {
            Map<String, Entry> all = mole.top(head);
            all.replaceAll((_, entry) -> rewritten(mole, entry));
            return mole.commit(mole.directory(all), head);
          })),
  HEAD_OF_ANOTHER_KIND((mole, tape) -> Optional.of(wrong(mole, tape, ObjectKind.COMMIT))),
  STATE_OF_ANOTHER_KIND((mole, tape) ->
      on(mole, new Forge.Draft(wrong(mole, tape, ObjectKind.STATE), parents(mole)))),
  TREE_OF_ANOTHER_KIND((mole, tape) ->
      on(
          mole,
          new Forge.Draft(
              mole.state(wrong(mole, tape, ObjectKind.MAP), Summary.ZERO), parents(mole)))),
  PARENT_OF_ANOTHER_KIND((mole, tape) ->
      Optional.of(
          mole.commit(
              mole.directory(Map.of("a", mole.any())), wrong(mole, tape, ObjectKind.COMMIT)))),
  CONTENT_OF_ANOTHER_KIND((mole, tape) -> {
    ObjectId content = wrong(mole, tape, ObjectKind.SCHEMA);
    return with(
        mole,
        "a",
        new Entry.File(
            false,
            tape.nextSize(1 << 30),
            0,
            tape.chance(0.5) ? new Content.Single(content) : new Content.Sequence(content)));
  }),
  MISSING_TREE((mole, tape) ->
      on(mole, new Forge.Draft(mole.state(nowhere(tape), Summary.ZERO), parents(mole)))),
  MISSING_CONTENT((mole, tape) ->
      with(mole, "a", new Entry.File(false, 5_000, 0, new Content.Single(nowhere(tape))))),
  MISSING_PARENT((mole, tape) ->
      Optional.of(mole.commit(mole.directory(Map.of("a", mole.any())), nowhere(tape)))),
  TREE_OF_ANOTHER_PROJECT((mole, tape) -> {
    Forge stranger = new Forge(Bytes.wrap(tape.bytes(32)));
    Map<String, Entry> many = new HashMap<>();
    for (int i = 0; i < 2_000; i++) {
      many.put("one" + i, Forge.file("of another project " + i));
    }
    Entry.Directory tree = stranger.directory(many);
    stranger.objects().values().forEach(mole::put);
    return with(mole, "many", tree);
  }),
  LYING_COUNTS((mole, tape) -> {
    long big = tape.pick(List.of(0L, 1L << 40, Long.MAX_VALUE));
    return mole.head()
        .map(head ->
            mole.commit(
                draft(mole, mole.top(head)).counting(new Counts(big, big, big, big, big, big))));
  }),
  LYING_SUMMARY((mole, tape) -> {
    long big = tape.pick(List.of(0L, 1L, 1L << 20, Long.MAX_VALUE));
    Entry.Directory honest = mole.directory(Map.of("a", mole.any()));
    Summary lie = new Summary(big, big, big, big);
    return with(mole, "d", new Entry.Directory(honest.root(), lie));
  }),
  LYING_SIZE((mole, tape) -> {
    Entry.File honest = mole.file(Bytes.wrap(tape.bytes(3_000)));
    long size = tape.pick(List.of(0L, 33L, 2_999L, 3_001L, 1L << 20, 1L << 40, Long.MAX_VALUE));
    return with(mole, "a", new Entry.File(false, size, 0, honest.content()));
  }),
  HOOKS((mole, _) -> {
    Entry.Directory hooks = mole.directory(Map.of("post-checkout", Forge.file("#!/bin/sh")));
    return with(mole, ".git", mole.directory(Map.of("hooks", hooks)));
  }),
  FAR_FUTURE((mole, tape) ->
      mole.head()
          .map(head -> {
            Map<String, Entry> top = mole.top(head);
            top.put("a", mole.any());
            return mole.commit(
                draft(mole, top).at(tape.pick(List.of(Long.MAX_VALUE, 1L << 60, 1L << 48))));
          })),
  RENAMES_OF_NOTHING((mole, tape) ->
      mole.head()
          .map(head -> {
            Map<String, Entry> top = mole.top(head);
            top.put("a", mole.any());
            TreePath here = TreePath.parse(tape.pick(List.of("a", "d", "d/e", "many", "e/a")));
            TreePath there = TreePath.parse(tape.pick(List.of("a/b.txt", "d", "e", "d/e/d")));
            return mole.commit(
                draft(mole, top)
                    .telling(
                        List.of(new Rename(here, there)),
                        List.of(new Note(Note.Kind.NAME_GIVEN, here, "../../" + there))));
          })),
  CONFLICT_OF_LIES((mole, tape) -> {
    Entry.Leaf one = mole.any();
    Entry.Leaf other = tape.chance(0.5) ? mole.any() : new Entry.Link("../../../outside");
    DeviceId device = new DeviceId(tape.pick(List.of("ann", "bob", "liar")));
    List<Term> terms =
        List.of(
            new Term(new TermKey(Bytes.wrap(new byte[16])), one, "ann", device, Long.MAX_VALUE),
            new Term(
                new TermKey(Bytes.wrap(tape.bytes(15)).concat(Bytes.wrap(new byte[] {1}))),
                other,
                "bob",
                device,
                -1));
    return with(mole, "a", new Entry.Conflict(Optional.empty(), false, terms));
  }),
  IGNORES_EVERYTHING((mole, _) -> with(mole, ".tidelockignore", Forge.file("*.o\nbuild/\n"))),
  SPEAKS_AS_ANOTHER((mole, tape) -> {
    List<String> writers = mole.sequences().keySet().stream().sorted().toList();
    some(tape, writers)
        .filter(name -> name.indexOf('/') > 0)
        .ifPresent(name -> {
          String[] parts = name.split("/", 2);
          long next = mole.sequences().get(name) + (tape.chance(0.5) ? 1 : 1_000);
          mole.speakAs(new Remote.Writer(parts[0], parts[1], next));
        });
    return with(mole, "b.txt", mole.any());
  });

  @SuppressWarnings("ImmutableEnumChecker")
  private final Forgery forgery;

  DeviceLie(Forgery forgery) {
    this.forgery = forgery;
  }

  /// How a commit is made.
  @FunctionalInterface
  private interface Forgery {
    Optional<ObjectId> make(Mole mole, Tape tape);
  }

  /// Sends it, if there is anything to lie about; whether there was.
  boolean tell(Mole mole, Tape tape) {
    Optional<ObjectId> commit = make(mole, tape);
    commit.ifPresent(mole::land);
    return commit.isPresent();
  }

  /// Makes it, if there is anything to lie about.
  Optional<ObjectId> make(Mole mole, Tape tape) {
    return forgery.make(mole, tape);
  }

  private static List<ObjectId> parents(Mole mole) {
    return mole.head().stream().toList();
  }

  private static Optional<ObjectId> on(Mole mole, Forge.Draft draft) {
    return Optional.of(mole.commit(draft));
  }

  private static Forge.Draft draft(Mole mole, Map<String, Entry> top) {
    Entry.Directory tree = mole.directory(top);
    return new Forge.Draft(mole.state(tree.root(), tree.summary()), parents(mole)).over(tree);
  }

  /// What is there, and this.
  private static Optional<ObjectId> with(Mole mole, String name, Entry entry) {
    return mole.head()
        .map(head -> {
          Map<String, Entry> top = mole.top(head);
          top.put(name, entry);
          return mole.commit(draft(mole, top));
        });
  }

  private static Optional<ObjectId> inDirectory(Mole mole, String name, Entry entry) {
    return with(mole, "d", mole.directory(Map.of(name, entry)));
  }

  private static Entry rewritten(Mole mole, Entry entry) {
    if (!(entry instanceof Entry.Directory directory)) {
      return mole.any();
    }
    Map<String, Entry> all = new HashMap<>(mole.children(directory));
    all.replaceAll((_, inner) -> inner instanceof Entry.File ? mole.any() : inner);
    return mole.directory(all);
  }

  private static <T> Optional<T> some(Tape tape, List<T> all) {
    return all.isEmpty() ? Optional.empty() : Optional.of(tape.pick(all));
  }

  private static ObjectId nowhere(Tape tape) {
    return new ObjectId(Bytes.wrap(tape.bytes(ObjectId.SIZE)));
  }

  /// An object of any kind but one.
  private static ObjectId wrong(Mole mole, Tape tape, ObjectKind right) {
    List<ObjectKind> kinds =
        List.of(ObjectKind.values()).stream().filter(kind -> kind != right).toList();
    ObjectKind kind = tape.pick(kinds);
    Entry.Directory tree = mole.directory(Map.of("a", mole.any()));
    return switch (kind) {
      case MAP -> tree.root();
      case STATE -> mole.state(tree.root(), tree.summary());
      case COMMIT -> mole.commit(tree);
      case CHUNK, SEQUENCE, DETAIL, SCHEMA, ROWS, TABLES ->
          mole.put(new RawObject(kind, 0, References.none(), Bytes.wrap(tape.bytes(40))));
    };
  }
}
