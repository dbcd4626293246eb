package dev.tidelock.engine.sync;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.core.object.ObjectKind;
import dev.tidelock.core.object.RawObject;
import dev.tidelock.core.object.References;
import dev.tidelock.engine.apply.ElapsedTime;
import dev.tidelock.engine.apply.Leftovers;
import dev.tidelock.engine.apply.Trash;
import dev.tidelock.engine.port.Clock;
import dev.tidelock.engine.store.MemoryStore;
import dev.tidelock.engine.store.ObjectCheck;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What a remote may lack is found level by level, each object with what stands in its place there.
class ClosureTest {
  private static final int NODES = 40;
  private static final int LEAVES = 12;

  private final MemoryStore store = new MemoryStore();
  private final ProjectObjects objects =
      new ProjectObjects(store.objects, new Sources(), new ObjectCheck(Bytes.wrap(new byte[32])));

  private ObjectId put(ObjectKind kind, String payload, List<ObjectId> strong) {
    References references = new References(strong, List.of(), List.of());
    return objects.put(new RawObject(kind, 0, references, Bytes.utf8(payload)));
  }

  /// A tree of three levels, as the texts of its leaves by node.
  private ObjectId commit(List<List<String>> leaves, Optional<ObjectId> parent) {
    List<ObjectId> nodes = new ArrayList<>();
    for (List<String> each : leaves) {
      List<ObjectId> below = each.stream().map(this::leaf).toList();
      nodes.add(put(ObjectKind.MAP, "a node", below));
    }
    ObjectId root = put(ObjectKind.MAP, "the root", nodes);
    ObjectId state = put(ObjectKind.STATE, "a state", List.of(root));
    References references =
        new References(List.of(state), parent.map(List::of).orElse(List.of()), List.of());
    return objects.put(new RawObject(ObjectKind.COMMIT, 0, references, Bytes.utf8("commit")));
  }

  private ObjectId leaf(String text) {
    return put(ObjectKind.MAP, text, List.of());
  }

  private static List<List<String>> before() {
    List<List<String>> leaves = new ArrayList<>();
    for (int node = 0; node < NODES; node++) {
      List<String> below = new ArrayList<>();
      for (int leaf = 0; leaf < LEAVES; leaf++) {
        below.add(node + "/" + leaf);
      }
      leaves.add(below);
    }
    return leaves;
  }

  private Map<ObjectId, Closure.Part> walk(ObjectId head, Optional<ObjectId> beside) {
    Clock clock =
        new Clock() {
          @Override
          public long wallMillis() {
            return 0;
          }

          @Override
          public long monotonicNanos() {
            return 0;
          }

          @Override
          public String boot() {
            return "boot";
          }
        };
    TreePath staging = TreePath.parse(".tidelock/tmp");
    Trash trash =
        new Trash(
            store.disk,
            size -> Bytes.wrap(new byte[size]),
            new ElapsedTime(store.state, clock),
            staging);
    LargeContents large =
        new LargeContents(store.disk, store.state, new Leftovers(store.disk, staging), trash);
    Set<ObjectId> cut = beside.map(Set::of).orElseGet(Set::of);
    Closure closure = new Closure(objects, large, head, beside, cut);
    Map<ObjectId, Closure.Part> parts = new LinkedHashMap<>();
    while (!closure.isAtEnd()) {
      closure.next().forEach(part -> parts.put(part.id(), part));
    }
    return parts;
  }

  @Test
  void eachChangedObjectOfALevelIsPairedWithWhatItWas() {
    List<List<String>> leaves = before();
    ObjectId old = commit(leaves, Optional.empty());
    for (int node = 0; node < NODES; node += 2) {
      leaves.get(node).set(5, "changed " + node);
    }
    // These would put out the order of all that follows them, were each node looked at alone.
    leaves.get(3).addFirst("came");
    leaves.get(7).removeFirst();
    leaves.get(9).addLast(leaves.get(10).removeFirst());

    Map<ObjectId, Closure.Part> parts = walk(commit(leaves, Optional.of(old)), Optional.of(old));

    for (int node = 0; node < NODES; node += 2) {
      ObjectId was = leaf(node + "/5");
      assertThat(parts)
          .hasEntrySatisfying(
              leaf("changed " + node), part -> assertThat(part.base()).contains(was));
    }
    assertThat(parts).containsKey(leaf("came")).doesNotContainKey(leaf("3/0"));
    // Commit, state, root, the nodes that changed, and their new leaves.
    assertThat(parts).hasSize(3 + NODES / 2 + 3 + NODES / 2 + 1);
    assertThat(parts.values().stream().filter(part -> part.base().isEmpty()))
        .extracting(Closure.Part::id)
        .containsExactly(leaf("came"));
  }

  @Test
  void whatStandsOnNothingIsWholeAndUnpaired() {
    Map<ObjectId, Closure.Part> parts = walk(commit(before(), Optional.empty()), Optional.empty());

    assertThat(parts).hasSize(3 + NODES + NODES * LEAVES);
    assertThat(parts.values()).allMatch(part -> part.base().isEmpty());
  }

  @Test
  void whatIsTheSameIsNotLookedAt() {
    ObjectId old = commit(before(), Optional.empty());

    assertThat(walk(old, Optional.of(old))).isEmpty();
  }
}
