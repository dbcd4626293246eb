package dev.tidelock.cli.command;

import dev.tidelock.cli.device.SignIn;
import dev.tidelock.cli.json.Json;
import dev.tidelock.cli.workspace.Place;

/// Documents that several commands answer with.
final class Documents {
  private Documents() {}

  /// A project and the workspace of it that is here.
  static Json project(Place place) {
    return Json.object()
        .put("schema", 1)
        .put(
            "project",
            Json.object()
                .put("id", place.marker().project())
                .put("name", place.marker().name())
                .put("branch", place.marker().branch())
                .put("directory", place.root().toString())
                .put(
                    "remotes",
                    Json.array(
                        place.marker().remotes(),
                        remote ->
                            Json.object()
                                .put("name", remote.name())
                                .put("url", remote.url())
                                .build())))
        .build();
  }

  /// A sign-in, without its secret.
  static Json signIn(SignIn signIn) {
    return Json.object()
        .put("schema", 1)
        .put("success", true)
        .put("hub", signIn.hub())
        .put("email", signIn.email())
        .put("expires", signIn.expires())
        .build();
  }
}
