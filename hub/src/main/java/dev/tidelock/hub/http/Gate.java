package dev.tidelock.hub.http;

import dev.tidelock.core.MalformedException;
import dev.tidelock.engine.remote.Genesis;
import dev.tidelock.engine.remote.ProjectId;
import dev.tidelock.hub.account.Access;
import dev.tidelock.hub.account.Caller;
import dev.tidelock.hub.protocol.ErrorCode;
import dev.tidelock.hub.protocol.Refusal;
import dev.tidelock.hub.store.Project;
import dev.tidelock.hub.store.Records;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/// Who may come in, and how far. Safe for use by any thread.
final class Gate {
  private static final String BEARER = "Bearer ";
  private static final int MAX_SECRET = 200;

  private final Records records;
  private final Access access;

  Gate(Records records, Access access) {
    this.records = records;
    this.access = access;
  }

  /// Turns away who speaks another version.
  static void requireProtocol(Context request) {
    if (!Messages.PROTOCOL.equals(request.header(Messages.PROTOCOL_HEADER))) {
      throw new Refusal(
          ErrorCode.PROTOCOL,
          "this hub speaks version 0 of the protocol",
          "use a version of Tidelock that speaks it, too");
    }
  }

  /// Who makes a request.
  Caller caller(Context request) {
    return access.caller(secret(request));
  }

  /// The secret that a request brings.
  String secret(Context request) {
    @Nullable String header = request.header("Authorization");
    boolean bears =
        header != null
            && header.length() <= MAX_SECRET
            && header.regionMatches(true, 0, BEARER, 0, BEARER.length());
    if (header == null || !bears) {
      throw new Refusal(ErrorCode.UNAUTHENTICATED, "this needs a token", "sign in");
    }
    return header.substring(BEARER.length()).strip();
  }

  /// The project that a request names, for reading. Somebody else's is not there.
  Project project(Context request) {
    return project(request, caller(request));
  }

  /// The project that a request names, for changing it.
  Project projectForWriting(Context request) {
    Caller caller = caller(request);
    Project project = project(request, caller);
    caller.requireWrite();
    return project;
  }

  private Project project(Context request, Caller caller) {
    String id = request.pathParam("project");
    if (!ProjectId.isId(id)) {
      throw Refusal.notFound("such project");
    }
    return records
        .read(tables -> tables.projects().find(new ProjectId(id)))
        .filter(project -> project.owner().equals(caller.account().id()))
        .orElseThrow(() -> Refusal.notFound("project " + id));
  }

  /// What a project is from its beginning on.
  static Genesis genesis(Project project) {
    try {
      return Genesis.decode(project.genesis());
    } catch (MalformedException e) {
      throw new IllegalStateException("the genesis of project " + project.id() + " is damaged", e);
    }
  }
}
