package dev.tidelock.workspace;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.workspace.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What makes a directory a workspace: the object in `.tidelock/workspace.json`.
///
/// @param project the project's id
/// @param name the project's name
/// @param seed the project's seed, 32 bytes
/// @param branch the branch that is followed
/// @param remotes where it syncs with, names distinct
/// @param created when this workspace was made, as ISO 8601 has it
public record Marker(
    String project,
    String name,
    Bytes seed,
    String branch,
    List<NamedRemote> remotes,
    String created) {
  /// The format that is written, and the only one that is read.
  public static final int FORMAT = 1;

  private static final Pattern PROJECT = Pattern.compile("[a-z0-9-]{1,64}");
  private static final Pattern BRANCH = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  public Marker {
    remotes = List.copyOf(remotes);
    if (!PROJECT.matcher(project).matches()) {
      throw new MalformedException("'" + project + "' is not a project's id");
    }
    if (!BRANCH.matcher(branch).matches()) {
      throw new MalformedException("'" + branch + "' is not a branch's name");
    }
    if (seed.size() != 32) {
      throw new MalformedException("a seed has 32 bytes, not " + seed.size());
    }
    ProjectName.check(name)
        .ifPresent(defect -> {
          throw new MalformedException("the project's name " + defect);
        });
    if (remotes.stream().map(NamedRemote::name).distinct().count() != remotes.size()) {
      throw new MalformedException("two remotes have one name");
    }
  }

  /// The remote with this name, if there is one.
  public Optional<NamedRemote> remote(String wanted) {
    return remotes.stream().filter(remote -> remote.name().equals(wanted)).findFirst();
  }

  /// This marker with one of its remotes, by name, in another shape.
  public Marker withRemote(NamedRemote changed) {
    return withRemotes(
        remotes.stream()
            .map(remote -> remote.name().equals(changed.name()) ? changed : remote)
            .toList());
  }

  /// This marker with other remotes.
  public Marker withRemotes(List<NamedRemote> changed) {
    return new Marker(project, name, seed, branch, changed, created);
  }

  /// This marker for a project with another id and the same seed.
  public Marker withProject(String changed) {
    return new Marker(changed, name, seed, branch, remotes, created);
  }

  Json toJson() {
    return Json.object()
        .put("format", FORMAT)
        .put("project", project)
        .put("name", name)
        .put("seed", seed.toHex())
        .put("branch", branch)
        .put(
            "remotes",
            Json.array(
                remotes,
                remote ->
                    Json.object()
                        .put("name", remote.name())
                        .put("url", remote.url())
                        .put("joined", remote.standing() == NamedRemote.Standing.JOINED)
                        .build()))
        .put("created", created)
        .build();
  }

  static Marker of(Json.Members stored) {
    List<NamedRemote> remotes =
        stored.objects("remotes").stream()
            .map(each -> new NamedRemote(text(each, "name"), text(each, "url"), standing(each)))
            .toList();
    return new Marker(
        text(stored, "project"),
        text(stored, "name"),
        seed(text(stored, "seed")),
        text(stored, "branch"),
        remotes,
        text(stored, "created"));
  }

  private static NamedRemote.Standing standing(Json.Members remote) {
    return remote.get("joined").equals(Optional.of(new Json.Truth(false)))
        ? NamedRemote.Standing.PLANNED
        : NamedRemote.Standing.JOINED;
  }

  /// The version of the format, if it says so.
  static Optional<Long> format(Json.Members stored) {
    return stored.whole("format");
  }

  private static String text(Json.Members stored, String name) {
    return stored.text(name).orElseThrow(() -> new MalformedException("'" + name + "' is missing"));
  }

  private static Bytes seed(String hex) {
    try {
      return Bytes.hex(hex);
    } catch (IllegalArgumentException e) {
      throw new MalformedException("the seed is not hexadecimal", e);
    }
  }
}
