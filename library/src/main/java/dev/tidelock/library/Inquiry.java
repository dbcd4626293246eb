package dev.tidelock.library;

import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.remote.RemoteProjects;
import dev.tidelock.engine.sync.DatabaseStatus;
import dev.tidelock.engine.sync.TableDiff;
import dev.tidelock.engine.sync.WorkspaceStatus;
import dev.tidelock.library.Health.Status;
import dev.tidelock.workspace.NamedRemote;
import dev.tidelock.workspace.OpenWorkspace;
import dev.tidelock.workspace.Place;
import dev.tidelock.workspace.machine.WorkspaceFailure;
import dev.tidelock.workspace.remote.ProjectPlace;
import dev.tidelock.workspace.remote.RemoteUrl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Questions about a synced database that change nothing.
final class Inquiry {
  private static final int HISTORY = 20;
  private static final int WHOLE_HISTORY = 1_000;

  private final SyncConfig config;
  private final DeviceAccess device;

  Inquiry(SyncConfig config) {
    this.config = config;
    this.device = DeviceAccess.of(config);
  }

  /// Asks an open workspace something.
  <T> T ask(Function<OpenWorkspace, T> question) {
    Place place = new Binding(config, device).local();
    try (OpenWorkspace workspace = device.open(place, config)) {
      return question.apply(workspace);
    }
  }

  List<HistoryEntry> history(int limit) {
    return ask(workspace -> history(workspace, limit));
  }

  private static List<HistoryEntry> history(OpenWorkspace workspace, int limit) {
    return workspace.runs().newest(limit).stream().map(HistoryEntry::of).toList();
  }

  SyncStats stats(QueueStats queue) {
    return ask(workspace -> {
      WorkspaceStatus status =
          workspace
              .engine()
              .status(workspace.remotes().stream().map(NamedRemote::name).findFirst());
      Map<String, Long> records = new LinkedHashMap<>();
      workspace.engine().database(config.name()).stream()
          .flatMap(each -> each.tables().stream())
          .filter(table -> table.state().isPresent())
          .forEach((DatabaseStatus.SyncedTable table) -> records.put(table.name(), table.rows()));
      List<HistoryEntry> history = history(workspace, WHOLE_HISTORY);
      return new SyncStats(
          records,
          status.tables().stream()
              .filter(each -> each.database().equals(config.name()))
              .mapToLong(TableDiff::rows)
              .sum(),
          queue.pending(),
          status.conflicts(),
          history.stream().mapToLong(HistoryEntry::conflictsResolved).sum(),
          history.stream().filter(HistoryEntry::success).findFirst().map(HistoryEntry::timestamp),
          history.subList(0, Math.min(HISTORY, history.size())));
    });
  }

  /// Whether this device could try: there is a remote, and a right to use it. Asks nobody.
  boolean isAvailable() {
    try {
      Optional<RemoteUrl> url = url();
      url.ifPresent(device.remotes()::requireRight);
      return url.isPresent();
    } catch (RemoteFailure | WorkspaceFailure _) {
      return false;
    }
  }

  Health health() {
    try {
      Optional<RemoteUrl> url = url();
      if (url.isEmpty()) {
        return new Health(Status.NO_PROVIDER, "there is no remote to sync with");
      }
      return reach(url.get());
    } catch (RemoteFailure failure) {
      return new Health(
          failure.mayPass() ? Status.DISCONNECTED : Status.INVALID,
          String.valueOf(failure.getMessage()));
    } catch (WorkspaceFailure failure) {
      return new Health(Status.INVALID, failure.getMessage());
    }
  }

  private Health reach(RemoteUrl url) {
    if (isYetToBeMade(url)) {
      return new Health(Status.HEALTHY, url + " is made by the first operation");
    }
    Optional<Place> place = place();
    Optional<NamedRemote> joined =
        place.flatMap(it ->
            it.marker().remotes().stream()
                .filter(each -> each.url().equals(url.toString()))
                .findFirst());
    if (joined.isPresent()) {
      OpenWorkspace.probe(place.orElseThrow(), joined.get(), device.remotes());
      return new Health(Status.HEALTHY, "synced with " + url);
    }
    try (ProjectPlace there = device.remotes().open(url)) {
      there.requireWritable();
      return there.find(config.project()) instanceof RemoteProjects.Match.Several
          ? new Health(
              Status.INVALID, "several projects at " + url + " are called " + config.project())
          : new Health(Status.HEALTHY, url + " can be used");
    }
  }

  /// Whether a directory is only to be made, where a first operation would make it.
  private static boolean isYetToBeMade(RemoteUrl url) {
    if (!(url instanceof RemoteUrl.Directory directory) || Files.exists(directory.path())) {
      return false;
    }
    Path parent = directory.path().getParent();
    return parent != null && Files.isDirectory(parent);
  }

  private Optional<RemoteUrl> url() {
    return config
        .remote()
        .map(RemoteTarget::url)
        .or(() ->
            place().flatMap(it -> it.marker().remotes().stream().findFirst()).map(NamedRemote::url))
        .map(RemoteUrl::parse);
  }

  private Optional<Place> place() {
    Path root = Place.real(config.workspace());
    return Place.isWorkspace(root) ? Optional.of(Place.at(root)) : Optional.empty();
  }
}
