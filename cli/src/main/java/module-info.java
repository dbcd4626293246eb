import org.jspecify.annotations.NullMarked;

/// The tidelock program: commands, terminal, and the one place where parts are wired together.
@NullMarked
module dev.tidelock.cli {
  requires static dev.tidelock.hub;
  requires static org.jspecify;
  requires dev.tidelock.engine;
  requires dev.tidelock.hubclient;
  requires dev.tidelock.platform;
  requires dev.tidelock.workspace;
  requires info.picocli;
  requires java.sql;
  requires jdk.unsupported;

  opens dev.tidelock.cli.command to
      info.picocli;
  opens dev.tidelock.cli.command.account to
      info.picocli;
  opens dev.tidelock.cli.command.config to
      info.picocli;
  opens dev.tidelock.cli.command.conflict to
      info.picocli;
  opens dev.tidelock.cli.command.health to
      info.picocli;
  opens dev.tidelock.cli.command.history to
      info.picocli;
  opens dev.tidelock.cli.command.hub to
      info.picocli;
  opens dev.tidelock.cli.command.project to
      info.picocli;
  opens dev.tidelock.cli.command.database to
      info.picocli;
  opens dev.tidelock.cli.command.queue to
      info.picocli;
  opens dev.tidelock.cli.command.remote to
      info.picocli;
  opens dev.tidelock.cli.command.sync to
      info.picocli;
  opens dev.tidelock.cli.program to
      info.picocli;
}
