package dev.tidelock.cli.torture;

import dev.tidelock.core.chunk.ContentChunks;
import dev.tidelock.core.commit.CommitCodec;
import dev.tidelock.core.commit.ProjectState;
import dev.tidelock.core.object.MissingObjectException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.ObjectSource;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.tree.Content;
import dev.tidelock.core.tree.Directories;
import dev.tidelock.core.tree.Entry;
import dev.tidelock.core.tree.NamedEntry;
import dev.tidelock.engine.remote.Genesis;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.platform.sqlite.SqliteStateStore;
import dev.tidelock.workspace.remote.ProjectPlace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The contents that a remote's history still gives back, with those of all open and past
/// conflicts: read below the program's commands, through the port that it uses itself.
public final class KeptContents {
  private static final int BATCH = 100;

  private final Map<ObjectId, RawObject> known = new HashMap<>();
  private final ObjectSource source = this::require;
  private final Set<ObjectId> directories = new HashSet<>();
  private final Set<Entry.File> files = new HashSet<>();
  private final Set<String> contents = new HashSet<>();
  private final Remote remote;
  private final Directories maps;
  private int commits;

  private KeptContents(Remote remote, Genesis genesis) {
    this.remote = remote;
    this.maps = new Directories(genesis.seed(), source);
  }

  /// Reads all that the history of a branch at a place holds: the digests of contents.
  ///
  /// @param scratch a directory for what reading needs
  public static Set<String> at(ProjectPlace place, String branch, Path scratch) {
    try (SqliteStateStore state = SqliteStateStore.open(scratch.resolve("reading.db"))) {
      Genesis genesis = place.projects().getFirst();
      Remote remote = place.remote(genesis.id().text(), "reading", state);
      KeptContents kept = new KeptContents(remote, genesis);
      kept.read(remote.refresh().head(branch).orElseThrow());
      return kept.contents;
    }
  }

  /// The digests of what lies in a trash.
  public static Set<String> inTrash(Path workspace) throws IOException {
    try (Stream<Path> walk = Files.walk(workspace.resolve(".tidelock/trash"))) {
      Set<String> contents = new HashSet<>();
      for (Path path : walk.toList()) {
        if (Files.isSymbolicLink(path)) {
          contents.add(link(Files.readSymbolicLink(path).toString()));
        } else if (Files.isRegularFile(path)) {
          contents.add(Digest.of(path));
        }
      }
      return contents;
    }
  }

  static String link(String text) {
    return Digest.of(("link " + text).getBytes(StandardCharsets.UTF_8));
  }

  private void read(ObjectId head) {
    Remote.Known had = new Remote.Known(known::containsKey, List.of());
    remote.fetch(List.of(head), Remote.Scope.HISTORY, had, known::put);
    List<ObjectId> states =
        known.entrySet().stream()
            .filter(each -> each.getValue().kind() == ObjectKind.COMMIT)
            .map(each -> CommitCodec.read(each.getKey(), source).state())
            .distinct()
            .toList();
    commits = states.size();
    remote.fetch(states, Remote.Scope.TREES, had, known::put);
    states.forEach(state -> directory(ProjectState.of(require(state)).files()));
    readFiles();
  }

  private void directory(Entry.Directory directory) {
    if (!directories.add(directory.root())) {
      return;
    }
    for (NamedEntry each : maps.open(directory)) {
      switch (each.entry()) {
        case Entry.Directory child -> directory(child);
        case Entry.Leaf leaf -> leaf(leaf);
        case Entry.Conflict conflict -> conflict.terms().forEach(term -> leaf(term.entry()));
      }
    }
  }

  private void leaf(Entry.Leaf leaf) {
    switch (leaf) {
      case Entry.Link link -> contents.add(link(link.text()));
      case Entry.File file -> files.add(file.withMtime(0).withExecutable(false));
    }
  }

  private void readFiles() {
    Set<ObjectId> single = new HashSet<>();
    for (Entry.File file : files) {
      switch (file.content()) {
        case Content.Inline inline -> contents.add(Digest.of(inline.bytes().toByteArray()));
        case Content.Single chunk -> single.add(chunk.chunk());
        case Content.Sequence _ -> contents.add(digest(file));
      }
    }
    List<ObjectId> ids = List.copyOf(single);
    for (int i = 0; i < ids.size(); i += BATCH) {
      remote.objects(
          ids.subList(i, Math.min(ids.size(), i + BATCH)),
          (id, object) -> contents.add(Digest.of(object.payload().toByteArray())));
    }
  }

  private String digest(Entry.File file) {
    ContentChunks chunks = ContentChunks.of(file, source);
    Digest digest = new Digest();
    while (chunks.hasNext()) {
      ObjectId id = chunks.next().id();
      remote.objects(List.of(id), (_, object) -> digest.add(object.payload().toByteArray()));
    }
    return digest.finish();
  }

  private RawObject require(ObjectId id) {
    RawObject object = known.get(id);
    if (object == null) {
      remote.objects(List.of(id), known::put);
      object = known.get(id);
    }
    if (object == null) {
      throw new MissingObjectException(id);
    }
    return object;
  }

  /// What was read, in words.
  @Override
  public String toString() {
    return commits + " states, " + files.size() + " versions of files";
  }

  static Set<String> union(Collection<Set<String>> sets) {
    return sets.stream().flatMap(Set::stream).collect(Collectors.toSet());
  }
}
