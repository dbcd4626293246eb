package dev.tidelock.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectIdentity;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.engine.remote.Remote;
import dev.tidelock.engine.remote.Remote.HeadMove;
import dev.tidelock.engine.remote.Remote.Known;
import dev.tidelock.engine.remote.Remote.Outcome;
import dev.tidelock.engine.remote.Remote.Scope;
import dev.tidelock.engine.remote.Remote.Writer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// What tests of remotes do again and again.
final class RemoteSteps {
  private RemoteSteps() {}

  static Writer writer(String device, long sequence) {
    return new Writer(device, "first", sequence);
  }

  static HeadMove move(String branch, Optional<ObjectId> from, ObjectId to, Writer writer) {
    return new HeadMove(branch, from, to, writer, Optional.empty());
  }

  /// Sends what makes up a commit and moves `main` to it.
  static Outcome land(Remote remote, SampleHistory history, ObjectId commit, Writer writer) {
    Optional<ObjectId> from = remote.refresh().head("main");
    try (Remote.Push push = remote.push()) {
      history.send(push, history.tree(commit));
      return push.move(move("main", from, commit, writer));
    }
  }

  static void assertMoved(Outcome outcome) {
    assertThat(outcome).isEqualTo(new Outcome.Moved());
  }

  static Map<ObjectId, RawObject> fetch(
      Remote remote, Collection<ObjectId> wants, Scope scope, Predicate<ObjectId> known) {
    Map<ObjectId, RawObject> fetched = new LinkedHashMap<>();
    remote.fetch(
        wants,
        scope,
        new Known(known, List.of()),
        (id, object) -> {
          assertThat(ObjectIdentity.of(object)).isEqualTo(id);
          assertThat(fetched.put(id, object)).as("each comes once").isNull();
        });
    return fetched;
  }

  static boolean lacks(Remote remote, ObjectId id) {
    return !remote.lacking(List.of(id)).isEmpty();
  }

  static Map<ObjectId, RawObject> objects(Remote remote, Collection<ObjectId> ids) {
    Map<ObjectId, RawObject> fetched = new LinkedHashMap<>();
    remote.objects(ids, fetched::put);
    return fetched;
  }
}
