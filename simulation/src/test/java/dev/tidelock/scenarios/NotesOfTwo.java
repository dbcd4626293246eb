package dev.tidelock.scenarios;

import java.nio.file.Path;
import java.util.List;

/// Two devices with an application that keeps notes, of which one tracks them from the beginning.
final class NotesOfTwo implements AutoCloseable {
  private static final String NOTE =
      "CREATE TABLE note(id TEXT PRIMARY KEY, title TEXT, body TEXT)";

  private final Path elsewhere;
  private final Device a;
  private final Device b;
  private Application mine;
  private final Application theirs;

  /// @param elsewhere where the databases lie
  NotesOfTwo(World world, Path elsewhere) {
    this.elsewhere = elsewhere;
    a = world.device("A");
    b = world.device("B");
    mine = Application.at(file(a));
    theirs = Application.at(file(b));
    mine.run(NOTE, "INSERT INTO note VALUES ('n1', 'one', 'first'), ('n2', 'two', 'second')");
    theirs.run(NOTE);
    a.open(workspace -> {
      workspace.track("app", file(a).toString(), List.of("note"));
      return true;
    });
  }

  Device a() {
    return a;
  }

  Device b() {
    return b;
  }

  Application mine() {
    return mine;
  }

  Application theirs() {
    return theirs;
  }

  Path file(Device device) {
    return elsewhere.resolve(device.name() + ".db");
  }

  /// The application of the first device, after it was closed and its database changed.
  Application reopen(Device device) {
    mine = Application.at(file(device));
    return mine;
  }

  /// Lets the second device have what the first one tracks.
  void meet() {
    a.sync();
    b.sync();
    b.open(workspace -> {
      workspace.attach("app", file(b).toString());
      return true;
    });
    b.sync();
  }

  @Override
  public void close() {
    mine.close();
    theirs.close();
  }
}
