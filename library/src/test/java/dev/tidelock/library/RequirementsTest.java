package dev.tidelock.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.module.ModuleDescriptor.Requires;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What an application takes in with the library.
class RequirementsTest {
  @Test
  void noWebServerCommandLineOrLoggingFrameworkComesWithTheLibrary() {
    Set<String> ofOthers =
        required().stream()
            .filter(name -> !name.startsWith("java.") && !name.startsWith("jdk."))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(ofOthers)
        .containsExactlyInAnyOrder(
            "com.github.luben.zstd_jni",
            "dev.tidelock.core",
            "dev.tidelock.engine",
            "dev.tidelock.hubclient",
            "dev.tidelock.library",
            "dev.tidelock.platform",
            "dev.tidelock.structured",
            "dev.tidelock.workspace",
            "org.snakeyaml.engine",
            "org.xerial.sqlitejdbc",
            "tools.jackson.core");
  }

  /// The modules that the library needs when it runs, found from what each says of itself.
  private static Set<String> required() {
    Module library = SyncedDatabase.class.getModule();
    Set<String> required = new TreeSet<>();
    Deque<Module> open = new ArrayDeque<>(Set.of(library));
    while (!open.isEmpty()) {
      Module module = open.poll();
      if (required.add(module.getName())) {
        module.getDescriptor().requires().stream()
            .filter(each -> !each.modifiers().contains(Requires.Modifier.STATIC))
            .forEach(each -> open.add(library.getLayer().findModule(each.name()).orElseThrow()));
      }
    }
    return required;
  }
}
