package dev.tidelock.workspace.remote;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.port.StateStore;
import dev.tidelock.engine.remote.Genesis;
import dev.tidelock.engine.remote.ProjectId;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.remote.RemoteProjects;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;

/// A place that keeps projects, opened. Every failure is a [RemoteFailure].
public sealed interface ProjectPlace extends AutoCloseable permits SharedDirectory, HubPlace {
  /// The bytes of an id that is made of a name.
  int CLAIM_SIZE = 16;

  /// The projects that are kept here.
  List<Genesis> projects();

  /// What a person's word for a project stands for.
  RemoteProjects.Match find(String idOrName);

  /// The project with this id, if it is kept here.
  Optional<Genesis> project(String id);

  /// Refuses to go on where a project that was here is here no more. A place whose remote says so
  /// itself need not be asked twice.
  void requireProject(String id);

  /// Refuses to go on where nothing could be sent.
  void requireWritable();

  /// Makes a place for a project. What is there of the same project already stays.
  ///
  /// @throws RemoteFailure if another project has this id here
  void create(String id, String name, Bytes seed);

  /// Makes a place for the one project that devices mean by a word, and none that knows its id: the
  /// id is a function of the word, and at a hub of the account, so that of two that ask at once one
  /// is first.
  ///
  /// @param name the project's name, if nobody was first
  /// @param seed the project's seed, if nobody was first
  /// @return what is there now: with another seed, somebody was
  Genesis claim(String word, String name, Bytes seed);

  /// The id of the project that a word alone stands for.
  ///
  /// @param whose the account, where there are several
  static ProjectId claimed(String whose, String word) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] text = ("tidelock project\0" + whose + "\0" + word).getBytes(StandardCharsets.UTF_8);
      return new ProjectId(Bytes.wrap(digest.digest(text)).slice(0, CLAIM_SIZE).toHex());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The project's place here, under the name that a workspace has for it.
  Remote remote(String project, String name, StateStore state);

  @Override
  void close();
}
