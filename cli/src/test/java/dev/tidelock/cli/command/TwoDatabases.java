package dev.tidelock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

/// Two devices with one project, each with a database of its own that is attached as `app`.
final class TwoDatabases {
  final Device alice;
  final Device bob;
  final Sqlite mine;
  final Sqlite theirs;

  private TwoDatabases(Device alice, Device bob, Sqlite mine, Sqlite theirs) {
    this.alice = alice;
    this.bob = bob;
    this.mine = mine;
    this.theirs = theirs;
  }

  /// Devices that share tables from the beginning.
  ///
  /// @param statements make the tables, and what is in them on both
  static TwoDatabases create(Path base, String... statements) {
    String url = base.resolve("remote").toUri().toString();
    Device alice = Device.create(base, "alice").write("readme.txt", "hello\n");
    good(alice.run("init", "--name", "app", "--remote", url));
    Sqlite mine = Sqlite.at(base.resolve("mine.db")).run(statements);
    good(alice.run("record", "track", mine.file().toString(), "--all", "--as", "app"));
    good(alice.run("sync"));
    good(Device.create(base, "bob").run("clone", url));
    Device bob = Device.create(base, "bob").in(base.resolve("bob/app"));
    Sqlite theirs = Sqlite.at(base.resolve("theirs.db")).run(statements);
    good(bob.run("record", "attach", "app", theirs.file().toString()));
    good(bob.run("sync"));
    good(alice.run("sync"));
    return new TwoDatabases(alice, bob, mine, theirs);
  }

  static Device.Result good(Device.Result result) {
    assertThat(result.exit()).as(result.toString()).isZero();
    return result;
  }
}
