package dev.tidelock.cli.torture;

import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.generators.Tape;
import dev.tidelock.workspace.remote.ProjectPlace;
import java.util.List;
import java.util.Optional;

/// Where the devices of a run meet, with all that can go wrong there and on the way.
sealed interface MeetingPlace extends AutoCloseable permits MeetingDirectory, MeetingHub {
  /// Makes it ready.
  void begin();

  /// Its address for `init`.
  String url();

  /// The project's address for `clone`.
  ///
  /// @param project the project's name
  String url(String project);

  /// Lets a device in.
  void admit(Station station);

  /// Opens it to read what it keeps.
  ProjectPlace open();

  /// From now on, things may go wrong.
  ///
  /// @param tape what, and when
  void disturb(Tape tape);

  /// From now on, and until it is disturbed again, all is well.
  void calm();

  /// How commands may end for no other reason than that things went wrong here.
  List<ExitCode> excuses();

  /// What is wrong with what it keeps, if anything is.
  Optional<String> fault();

  @Override
  void close();
}
