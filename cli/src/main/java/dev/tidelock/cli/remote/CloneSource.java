package dev.tidelock.cli.remote;

import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.cli.output.Words;
import dev.tidelock.engine.remote.Genesis;
import dev.tidelock.engine.remote.RemoteProjects;
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
  /// @param word an id or a name if `remote` says where; else the URL of a remote with one project,
  ///   or such a URL and `/` and the project's id or name
  public static CloneSource find(String word, Optional<RemoteUrl> remote) {
    if (remote.isPresent()) {
      return named(remote.get(), word);
    }
    if (!word.contains(":")) {
      throw Failure.usage(
          "where the project '" + Words.shown(word) + "' is was not said",
          "add --remote URL, for example --remote file:///mnt/drive/projects");
    }
    RemoteUrl url = RemoteUrl.parse(word);
    if (SharedDirectory.isOne(url)) {
      return only(url);
    }
    for (Path above = url.directory().getParent(); above != null; above = above.getParent()) {
      RemoteUrl parent = new RemoteUrl(above);
      if (SharedDirectory.isOne(parent)) {
        return named(parent, String.valueOf(url.directory().getFileName()));
      }
    }
    return only(url);
  }

  private static CloneSource only(RemoteUrl url) {
    try (SharedDirectory shared = SharedDirectory.open(url)) {
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

  private static CloneSource named(RemoteUrl url, String word) {
    try (SharedDirectory shared = SharedDirectory.open(url)) {
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
