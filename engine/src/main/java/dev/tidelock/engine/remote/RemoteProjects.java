package dev.tidelock.engine.remote;

import dev.tidelock.engine.remote.RemoteFailure.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// The projects that lie at one store of blobs. For use by one thread.
public final class RemoteProjects {
  private final BlobStore blobs;

  /// What a person's word for a project stands for.
  public sealed interface Match {
    /// Exactly one project.
    record One(Genesis project) implements Match {}

    /// No project.
    record None() implements Match {}

    /// Several projects of this name: only an id can tell them apart.
    ///
    /// @param projects all of them, in order of their ids
    record Several(List<Genesis> projects) implements Match {
      public Several {
        projects = List.copyOf(projects);
      }
    }
  }

  /// The projects at `blobs`.
  public RemoteProjects(BlobStore blobs) {
    this.blobs = blobs;
  }

  /// Makes room for a project, and returns what is there under its id now: `wanted` itself, or the
  /// genesis of another project that happened to be first.
  public Genesis create(Genesis wanted) {
    String name = name(wanted.id());
    blobs.create(name, wanted.encode());
    return find(wanted.id())
        .orElseThrow(() -> new RemoteFailure(Reason.CORRUPT, "blob " + name + " is gone at once"));
  }

  /// The project with this id, if it is there.
  public Optional<Genesis> find(ProjectId id) {
    return blobs
        .read(name(id))
        .map(blob -> {
          Genesis genesis = ProjectBlobs.checked(name(id), () -> Genesis.decode(blob));
          if (!genesis.id().equals(id)) {
            throw new RemoteFailure(
                Reason.CORRUPT, "blob %s is project %s".formatted(name(id), genesis.id()));
          }
          return genesis;
        });
  }

  /// The project that a person means: the one with this id, or else the one with this name.
  public Match find(String idOrName) {
    return match(idOrName, this::find, this::list);
  }

  /// The project that a person means, at any place: the one with this id, or else the one with this
  /// name.
  ///
  /// @param byId finds a project by its id
  /// @param all lists all projects
  public static Match match(
      String idOrName, Function<ProjectId, Optional<Genesis>> byId, Supplier<List<Genesis>> all) {
    if (ProjectId.isId(idOrName)) {
      Optional<Genesis> found = byId.apply(new ProjectId(idOrName));
      if (found.isPresent()) {
        return new Match.One(found.get());
      }
    }
    List<Genesis> named =
        all.get().stream().filter(genesis -> genesis.name().equals(idOrName)).toList();
    return switch (named.size()) {
      case 0 -> new Match.None();
      case 1 -> new Match.One(named.getFirst());
      default -> new Match.Several(named);
    };
  }

  /// All projects, in order of their ids. Needs a store that can list.
  public List<Genesis> list() {
    List<Genesis> all = new ArrayList<>();
    for (String name : blobs.list(ProjectBlobs.PROJECTS)) {
      String id = name.substring(ProjectBlobs.PROJECTS.length());
      if (!ProjectId.isId(id)) {
        throw new RemoteFailure(Reason.CORRUPT, "blob " + name + " is no project");
      }
      find(new ProjectId(id)).ifPresent(all::add);
    }
    all.sort(Comparator.comparing(Genesis::id));
    return all;
  }

  private static String name(ProjectId id) {
    return ProjectBlobs.PROJECTS + id;
  }
}
