package dev.tidelock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.remote.Genesis;
import dev.tidelock.engine.remote.ProjectId;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.remote.RemoteProjects;
import dev.tidelock.engine.remote.RemoteProjects.Match;
import dev.tidelock.generators.Tape;
import java.util.List;
import org.junit.jupiter.api.Test;

class RemoteProjectsTest {
  private final WatchedBlobs blobs = new WatchedBlobs();
  private final RemoteProjects projects = new RemoteProjects(blobs);

  private static Genesis genesis(String id, String name, long seed) {
    return new Genesis(new ProjectId(id), name, Bytes.wrap(Tape.of(seed).bytes(32)));
  }

  @Test
  void aProjectIsCreatedOnceAndKeepsItsSeed() {
    Genesis first = genesis("aaaaaaaa", "one", 1);
    assertThat(projects.create(first)).isEqualTo(first);
    assertThat(projects.create(first)).isEqualTo(first);
    assertThat(projects.create(genesis("aaaaaaaa", "two", 2))).isEqualTo(first);
    assertThat(projects.find(first.id())).contains(first);
    assertThat(projects.find(new ProjectId("bbbbbbbb"))).isEmpty();
  }

  @Test
  void aProjectIsFoundByItsIdOrByAUniqueName() {
    Genesis one = projects.create(genesis("bbbbbbbb", "one", 1));
    Genesis two = projects.create(genesis("aaaaaaaa", "two", 2));
    Genesis alsoTwo = projects.create(genesis("cccccccc", "two", 3));
    Genesis named = projects.create(genesis("dddddddd", "bbbbbbbb", 4));
    assertThat(projects.find("one")).isEqualTo(new Match.One(one));
    assertThat(projects.find("bbbbbbbb")).as("an id first").isEqualTo(new Match.One(one));
    assertThat(projects.find("two")).isEqualTo(new Match.Several(List.of(two, alsoTwo)));
    assertThat(projects.find("three")).isEqualTo(new Match.None());
    assertThat(projects.find("eeeeeeee")).isEqualTo(new Match.None());
    assertThat(projects.list()).containsExactly(two, one, alsoTwo, named);
  }

  @Test
  void aDamagedOrExchangedGenesisIsNamed() {
    Genesis one = projects.create(genesis("aaaaaaaa", "one", 1));
    Bytes blob = blobs.read("projects/aaaaaaaa").orElseThrow();
    blobs.blobs.put("projects/bbbbbbbb", blob);
    assertThatThrownBy(() -> projects.find(new ProjectId("bbbbbbbb")))
        .isInstanceOf(RemoteFailure.class)
        .hasMessageContaining("projects/bbbbbbbb");
    blobs.blobs.put("projects/aaaaaaaa", blob.slice(0, blob.size() - 1));
    assertThatThrownBy(() -> projects.find(one.id()))
        .isInstanceOf(RemoteFailure.class)
        .hasMessageContaining("projects/aaaaaaaa");
  }
}
