package dev.tidelock.hub.http.message;

import java.util.List;

/// The projects of an account.
///
/// @param projects all of them
public record ProjectList(List<ProjectBody> projects) {
  public ProjectList {
    projects = List.copyOf(projects);
  }
}
