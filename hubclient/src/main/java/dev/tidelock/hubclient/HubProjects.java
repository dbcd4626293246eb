package dev.tidelock.hubclient;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.engine.remote.Genesis;
import dev.tidelock.engine.remote.ProjectId;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.remote.RemoteFailure.Reason;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The projects at a hub that whoever signed in may see. For use by one thread.
public final class HubProjects {
  private static final String PATH = "/v0/projects";

  private final HubConnection connection;

  /// The projects at the other end of a connection.
  public HubProjects(HubConnection connection) {
    this.connection = connection;
  }

  /// All projects, in order of their ids.
  public List<Genesis> list() {
    return connection.message(
        Request.get(PATH),
        all -> {
          List<Genesis> projects = new ArrayList<>();
          all.messages("projects").forEach(each -> projects.add(genesis(each)));
          projects.sort(Comparator.comparing(Genesis::id));
          return projects;
        });
  }

  /// The project with this id, if it is there.
  public Optional<Genesis> find(ProjectId id) {
    try {
      return Optional.of(
          connection.message(
              Request.get(PATH + "/" + id), answer -> expect(id, genesis(answer, "project"))));
    } catch (RemoteFailure failure) {
      if (failure.reason() == Reason.NOT_FOUND) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  /// Makes room for a project, and returns what is there under its id now.
  ///
  /// @throws RemoteFailure [RemoteFailure.Reason#REFUSED] if the id is taken by somebody else
  public Genesis create(Genesis wanted) {
    Message order =
        Message.empty()
            .with("genesis", Base64.getEncoder().encodeToString(wanted.encode().toByteArray()));
    return connection.message(
        Request.post(PATH, order, Request.Effort.WORK),
        answer -> expect(wanted.id(), genesis(answer, "project")));
  }

  private static Genesis expect(ProjectId id, Genesis genesis) {
    if (!genesis.id().equals(id)) {
      throw new MalformedException("project " + id + " was asked for, and another one given");
    }
    return genesis;
  }

  private static Genesis genesis(Message answer, String member) {
    return genesis(answer.message(member));
  }

  private static Genesis genesis(Message project) {
    try {
      return Genesis.decode(Bytes.wrap(Base64.getDecoder().decode(project.text("genesis"))));
    } catch (IllegalArgumentException e) {
      throw new MalformedException("a project's genesis is not in base64", e);
    }
  }
}
