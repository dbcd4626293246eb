package dev.tidelock.cli.torture;

import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.generators.Tape;
import dev.tidelock.workspace.remote.ProjectPlace;
import dev.tidelock.workspace.remote.RemoteUrl;
import dev.tidelock.workspace.remote.SharedDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A directory that devices share, in which nothing goes wrong that they do not do themselves.
final class MeetingDirectory implements MeetingPlace {
  private final Path directory;

  MeetingDirectory(Path base) throws IOException {
    this.directory = Files.createDirectories(base.resolve("remote"));
  }

  @Override
  public void begin() {
    // It is there.
  }

  @Override
  public String url() {
    return "file://" + directory;
  }

  @Override
  public String url(String project) {
    return url();
  }

  @Override
  public void admit(Station station) {
    // Whoever reaches a directory is in.
  }

  @Override
  public ProjectPlace open() {
    return SharedDirectory.open(new RemoteUrl.Directory(directory));
  }

  @Override
  public void disturb(Tape tape) {
    // Nothing to disturb.
  }

  @Override
  public void calm() {
    // It always is.
  }

  @Override
  public List<ExitCode> excuses() {
    return List.of();
  }

  @Override
  public Optional<String> fault() {
    return Optional.empty();
  }

  @Override
  public void close() {
    // It is deleted with the run.
  }
}
