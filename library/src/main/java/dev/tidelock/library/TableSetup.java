package dev.tidelock.library;

import dev.tidelock.core.record.TableId;
import dev.tidelock.engine.port.DatabaseFailure;
import dev.tidelock.engine.record.Attachment;
import dev.tidelock.engine.sync.ApplicationTable;
import dev.tidelock.engine.sync.DatabaseStatus;
import dev.tidelock.engine.sync.Workspace;
import dev.tidelock.workspace.OpenWorkspace;
import dev.tidelock.workspace.Place;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Sees to it that exactly the configured tables of the database are synced.
final class TableSetup {
  private final SyncConfig config;

  TableSetup(SyncConfig config) {
    this.config = config;
  }

  /// Where the database lies, as an open workspace names it.
  String file(OpenWorkspace workspace) {
    Path file = Place.real(config.database());
    Path root = workspace.place().root();
    return file.startsWith(root) ? root.relativize(file).toString() : file.toString();
  }

  /// Makes a database anew whose file is gone: an empty one, for all that the project has of it.
  void remake(OpenWorkspace workspace) {
    Workspace engine = workspace.engine();
    boolean gone = !Files.exists(config.database()) && attachment(engine).isPresent();
    if (gone && !there(engine).isEmpty()) {
      engine.attach(config.name(), file(workspace));
    }
  }

  /// Makes it so; says whether something had to be done.
  ///
  /// @throws DatabaseFailure if one of them cannot be synced
  /// @throws SyncFailure if there is no table of a name, here or in the project
  boolean prepare(OpenWorkspace workspace) {
    Workspace engine = workspace.engine();
    Map<String, ApplicationTable> here = here(workspace);
    Map<String, String> there = there(engine);
    Map<String, String> synced = synced(engine);
    Map<String, String> wanted = wanted(here, there);
    requireAll(wanted, here, there, synced);
    List<String> tracked =
        wanted.entrySet().stream()
            .filter(each -> here.containsKey(each.getKey()) && !synced.containsKey(each.getKey()))
            .map(Map.Entry::getValue)
            .toList();
    if (!tracked.isEmpty()) {
      engine.track(config.name(), file(workspace), tracked);
    }
    boolean lacking =
        wanted.keySet().stream()
            .anyMatch(each ->
                !here.containsKey(each) && !synced.containsKey(each) && there.containsKey(each));
    if (lacking) {
      engine.attach(config.name(), file(workspace));
    }
    List<String> unwanted =
        synced(engine).entrySet().stream()
            .filter(each -> !wanted.containsKey(each.getKey()))
            .map(Map.Entry::getValue)
            .toList();
    if (!unwanted.isEmpty() && !config.tables().isEmpty()) {
      engine.untrack(config.name(), unwanted);
    }
    return !tracked.isEmpty() || lacking;
  }

  private Map<String, ApplicationTable> here(OpenWorkspace workspace) {
    Map<String, ApplicationTable> here = new LinkedHashMap<>();
    if (Files.exists(config.database())) {
      workspace
          .engine()
          .tables(file(workspace))
          .forEach(table -> here.put(TableId.folded(table.name()), table));
    }
    return here;
  }

  private Map<String, String> there(Workspace engine) {
    return engine
        .database(config.name())
        .map(status ->
            folded(status.tables().stream().map(DatabaseStatus.SyncedTable::name).toList()))
        .orElseGet(Map::of);
  }

  private Map<String, String> synced(Workspace engine) {
    return attachment(engine).map(it -> folded(it.tables().values())).orElseGet(Map::of);
  }

  private Optional<Attachment> attachment(Workspace engine) {
    return engine.attachment(config.name());
  }

  private Map<String, String> wanted(
      Map<String, ApplicationTable> here, Map<String, String> there) {
    if (!config.tables().isEmpty()) {
      return folded(config.tables());
    }
    Map<String, String> all = new LinkedHashMap<>(there);
    here.forEach((key, table) -> {
      if (table.refusal().isEmpty()) {
        all.put(key, table.name());
      }
    });
    return all;
  }

  private static Map<String, String> folded(Collection<String> names) {
    Map<String, String> folded = new LinkedHashMap<>();
    names.forEach(name -> folded.put(TableId.folded(name), name));
    return folded;
  }

  private static void requireAll(
      Map<String, String> wanted,
      Map<String, ApplicationTable> here,
      Map<String, String> there,
      Map<String, String> synced) {
    wanted.forEach((key, name) -> {
      if (!here.containsKey(key) && !there.containsKey(key) && !synced.containsKey(key)) {
        throw new SyncFailure(
            SyncFailure.Reason.TABLE,
            "there is no table '" + name + "', neither in the database nor in the project",
            "make it first, or check its name");
      }
    });
  }
}
