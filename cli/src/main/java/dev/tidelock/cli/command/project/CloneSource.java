package dev.tidelock.cli.command.project;

import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.cli.output.Words;
import dev.tidelock.engine.remote.Genesis;
import dev.tidelock.engine.remote.RemoteProjects;
import dev.tidelock.workspace.remote.ProjectPlace;
import dev.tidelock.workspace.remote.RemoteAccess;
import dev.tidelock.workspace.remote.RemoteUrl;
import dev.tidelock.workspace.remote.SharedDirectory;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A project at a remote, as a person named it for a clone.
///
/// @param url the remote
/// @param project the project there
public record CloneSource(RemoteUrl url, Genesis project) {
  /// Finds the project that is meant.
  ///
  /// @param word an id or a name, at `remote` or else at the usual hub; or the URL of a remote with
  ///   one project, or such a URL and `/` and the project's id or name
  /// @param access opens places
  public static CloneSource find(String word, Optional<RemoteUrl> remote, RemoteAccess access) {
    Optional<RemoteUrl> place =
        remote.isPresent() || word.contains(":")
            ? remote
            : access.usualHub().map(RemoteUrl.class::cast);
    if (place.isPresent()) {
      return named(place.get(), word, access);
    }
    if (!word.contains(":")) {
      throw Failure.usage(
          "where the project '" + Words.shown(word) + "' is was not said",
          "add --remote URL, for example --remote https://hub.example, or sign in to a hub with"
              + " 'tidelock login'");
    }
    return switch (RemoteUrl.parse(word)) {
      case RemoteUrl.Directory directory -> inDirectory(directory, access);
      case RemoteUrl.Hub hub -> atHub(hub, access);
    };
  }

  private static CloneSource inDirectory(RemoteUrl.Directory url, RemoteAccess access) {
    if (SharedDirectory.isOne(url)) {
      return only(url, access);
    }
    for (Path above = url.path().getParent(); above != null; above = above.getParent()) {
      RemoteUrl.Directory parent = new RemoteUrl.Directory(above);
      if (SharedDirectory.isOne(parent)) {
        return named(parent, String.valueOf(url.path().getFileName()), access);
      }
    }
    return only(url, access);
  }

  private static CloneSource atHub(RemoteUrl.Hub url, RemoteAccess access) {
    Optional<RemoteUrl.Hub> hub = access.hubAbove(url);
    if (hub.isPresent() && !hub.get().equals(url)) {
      String word = url.toString().substring(hub.get().toString().length() + 1);
      return named(hub.get(), URLDecoder.decode(word, StandardCharsets.UTF_8), access);
    }
    return only(url, access);
  }

  private static CloneSource only(RemoteUrl url, RemoteAccess access) {
    try (ProjectPlace shared = access.open(url)) {
      List<Genesis> projects = shared.projects();
      if (projects.isEmpty()) {
        throw new Failure(
            ExitCode.NOT_FOUND,
            "there is no project at " + url,
            "'tidelock init --remote " + url + "' puts one there");
      }
      if (projects.size() > 1) {
        throw Failure.usage(
            "there are several projects at " + url + ": " + list(projects),
            "choose one: tidelock clone ID --remote " + url);
      }
      return new CloneSource(url, projects.getFirst());
    }
  }

  private static CloneSource named(RemoteUrl url, String word, RemoteAccess access) {
    try (ProjectPlace shared = access.open(url)) {
      return switch (shared.find(word)) {
        case RemoteProjects.Match.One(Genesis project) -> new CloneSource(url, project);
        case RemoteProjects.Match.None _ -> {
          List<Genesis> projects = shared.projects();
          throw new Failure(
              ExitCode.NOT_FOUND,
              "there is no project '" + Words.shown(word) + "' at " + url,
              projects.isEmpty() ? "there is none at all" : "there are: " + list(projects));
        }
        case RemoteProjects.Match.Several(List<Genesis> projects) ->
            throw Failure.usage(
                "several projects at "
                    + url
                    + " are called '"
                    + Words.shown(word)
                    + "': "
                    + list(projects),
                "choose one by its id");
      };
    }
  }

  private static String list(List<Genesis> projects) {
    return String.join(
        ", ",
        projects.stream().map(each -> Words.shown(each.name()) + " (" + each.id() + ")").toList());
  }
}
