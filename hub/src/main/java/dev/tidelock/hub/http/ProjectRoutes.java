package dev.tidelock.hub.http;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.engine.port.Clock;
import dev.tidelock.engine.remote.Genesis;
import dev.tidelock.hub.account.Caller;
import dev.tidelock.hub.http.message.NewProject;
import dev.tidelock.hub.http.message.OneProject;
import dev.tidelock.hub.http.message.Picture;
import dev.tidelock.hub.http.message.ProjectBody;
import dev.tidelock.hub.http.message.ProjectList;
import dev.tidelock.hub.protocol.ErrorCode;
import dev.tidelock.hub.protocol.Refusal;
import dev.tidelock.hub.store.Move;
import dev.tidelock.hub.store.Moves;
import dev.tidelock.hub.store.Project;
import dev.tidelock.hub.store.Records;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Projects, and where they stand.
final class ProjectRoutes {
  private static final String NO_MOVE = "00";

  private final Gate gate;
  private final Records records;
  private final Clock clock;

  ProjectRoutes(Gate gate, Records records, Clock clock) {
    this.gate = gate;
    this.records = records;
    this.clock = clock;
  }

  void register(RoutesConfig routes) {
    routes.get("/v0/projects", this::list);
    routes.post("/v0/projects", this::create);
    routes.get("/v0/projects/{project}", this::picture);
  }

  private void list(Context request) {
    Caller caller = gate.caller(request);
    Messages.answer(
        request,
        new ProjectList(
            records.read(tables -> tables.projects().of(caller.account().id())).stream()
                .map(ProjectRoutes::body)
                .toList()));
  }

  private void create(Context request) {
    Caller caller = gate.caller(request);
    caller.requireWrite();
    String text = Messages.required(Messages.read(request, NewProject.class).genesis(), "genesis");
    Bytes blob;
    Genesis genesis;
    try {
      blob = Bytes.wrap(Base64.getDecoder().decode(text));
      genesis = Genesis.decode(blob);
    } catch (IllegalArgumentException | MalformedException e) {
      throw new Refusal(ErrorCode.CORRUPT, "this is no genesis: " + e.getMessage(), "");
    }
    long now = clock.wallMillis();
    Optional<Project> there =
        records.write(tables -> {
          tables.projects().add(genesis.id(), caller.account().id(), blob, now);
          return tables.projects().find(genesis.id());
        });
    Project project =
        there
            .filter(found -> found.owner().equals(caller.account().id()))
            .orElseThrow(() ->
                new Refusal(
                    ErrorCode.EXISTS,
                    "there is another project with the id " + genesis.id(),
                    "ask its owner"));
    Messages.answer(request, new OneProject(body(project)));
  }

  private void picture(Context request) {
    Project project = gate.project(request);
    @Nullable String seen = request.queryParam("seen");
    Messages.answer(
        request,
        records.read(tables -> {
          Moves moves = tables.moves();
          Optional<Move> last = moves.last(project.number());
          Map<String, String> heads = new TreeMap<>();
          moves.heads(project.number()).forEach((branch, id) -> heads.put(branch, id.toString()));
          return new Picture(
              body(project),
              last.map(Move::sequence).orElse(0L),
              last.map(move -> move.token().toHex()).orElse(NO_MOVE),
              seen == null || knows(moves, project.number(), seen),
              heads,
              moves.sequences(project.number()));
        }));
  }

  private static boolean knows(Moves moves, long project, String seen) {
    if (!seen.matches("[0-9]{1,18}-[0-9a-f]{1,128}")) {
      throw Refusal.malformed("'seen' is a sequence and a token");
    }
    int dash = seen.indexOf('-');
    long sequence = Long.parseLong(seen, 0, dash, 10);
    String token = seen.substring(dash + 1);
    return sequence == 0
        ? token.equals(NO_MOVE)
        : moves.find(project, sequence).filter(m -> m.token().toHex().equals(token)).isPresent();
  }

  private static ProjectBody body(Project project) {
    return new ProjectBody(
        project.id().text(),
        Gate.genesis(project).name(),
        Base64.getEncoder().encodeToString(project.genesis().toByteArray()));
  }
}
