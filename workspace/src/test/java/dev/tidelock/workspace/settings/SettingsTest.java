package dev.tidelock.workspace.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.core.merge.Strategy;
import dev.tidelock.core.name.TreePath;
import dev.tidelock.core.record.merge.TableRuleText;
import dev.tidelock.engine.sync.Direction;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  /// The example that users know.
  private static final String EXAMPLE =
      """
      # Cloud sync configuration
      sync:
        enabled: true
        provider: cloud
        service_url: https://api.mockforge.dev
        api_key: ${MOCKFORGE_API_KEY}

        # Workspace mappings
        workspaces:
          - local: ./workspaces/local-api
            cloud: workspace-abc123
            watch: true
            auto_sync: true
            sync_direction: bidirectional

          - local: ./workspaces/prod-api
            cloud: workspace-def456
            watch: false
            auto_sync: false
            sync_direction: local_to_remote

        watch:
          enabled: true
          debounce_ms: 500
          ignore_patterns:
            - "**/.git/**"
            - "**/*.tmp"

        conflict:
          default_strategy: merge
          auto_resolve: true
          backup_on_conflict: true

        behavior:
          retry_attempts: 3
          retry_delay_ms: 1000
          batch_size: 10
          max_queue_size: 1000
      """;

  private static Settings read(String text) {
    return SettingsReader.read(text, Map.of("TOKEN", "secret"));
  }

  private static List<String> problems(String text) {
    return read(text).problems().stream().map(each -> each.line() + ": " + each.message()).toList();
  }

  @Test
  void theDocumentedKeysAreUnderstood() {
    Settings settings = SettingsReader.read(EXAMPLE, Map.of("MOCKFORGE_API_KEY", "k"));

    assertThat(settings.problems()).isEmpty();
    assertThat(settings.values()).containsEntry("api_key", "k");
    assertThat(settings.retryAttempts()).isEqualTo(3);
    assertThat(settings.ignorePatterns()).containsExactly("**/.git/**", "**/*.tmp");
    assertThat(settings.workspaces()).hasSize(2);
    assertThat(settings.workspaces().getLast().direction()).contains(Direction.UP);
    assertThat(settings.workspaces().getLast().watch()).isFalse();
  }

  @Test
  void anEmptyFileMeansTheDefaults() {
    for (String text : List.of("", "# nothing\n", "sync:\n", "sync: {}\n")) {
      assertThat(read(text).problems()).isEmpty();
      assertThat(read(text).enabled()).isTrue();
      assertThat(read(text).strategies().apply(TreePath.parse("a"))).isEqualTo(Strategy.MERGE);
    }
  }

  @Test
  void aVariableThatIsNotSetLeavesItsKeyUnset() {
    Settings settings = read("sync:\n  api_key: ${MISSING}\n  provider: x-${TOKEN}\n");

    assertThat(settings.errors()).isEmpty();
    assertThat(settings.problems()).hasSize(1);
    assertThat(settings.values())
        .containsEntry("provider", "x-secret")
        .doesNotContainKey("api_key");
  }

  @Test
  void whatIsWrongIsNamedByItsLine() {
    assertThat(problems("sync:\n  enabled: maybe\n"))
        .containsExactly("2: sync.enabled is true or false, not 'maybe'");
    assertThat(problems("sync:\n  watch:\n    debuonce_ms: 5\n"))
        .containsExactly("3: unknown key 'sync.watch.debuonce_ms'; did you mean 'debounce_ms'?");
    assertThat(problems("synk:\n  enabled: true\n"))
        .containsExactly("1: unknown key 'synk'; did you mean 'sync'?");
    assertThat(problems("sync:\n  enabled: true\n  enabled: false\n"))
        .containsExactly("3: the key 'enabled' is there twice");
    assertThat(problems("sync:\n  behavior:\n    retry_attempts: -1\n").getFirst())
        .startsWith("3: sync.behavior.retry_attempts is a whole number");
    assertThat(problems("sync:\n  conflict:\n    paths:\n      - pattern: x\n").getFirst())
        .startsWith("4: an entry of sync.conflict.paths needs 'strategy'");
    assertThat(problems("sync:\n  workspaces: no\n").getFirst()).startsWith("2: ").contains("list");
    assertThat(problems("sync: [\n").getFirst()).contains("not YAML");
    assertThat(problems("- a\n").getFirst()).contains("must hold keys");
    assertThat(problems("a: &a [*a]\n").getFirst()).contains("unknown key 'a'");
  }

  @Test
  void theLastPatternThatMatchesDecides() {
    Settings settings =
        read(
            """
            sync:
              conflict:
                default_strategy: newest
                paths:
                  - { pattern: "*.lock", strategy: theirs }
                  - { pattern: /config/, strategy: local }
                  - { pattern: config/keep.lock, strategy: manual }
            """);

    assertThat(settings.problems()).isEmpty();
    var strategies = settings.strategies();
    assertThat(strategies.apply(TreePath.parse("a.txt"))).isEqualTo(Strategy.NEWEST);
    assertThat(strategies.apply(TreePath.parse("deep/b.lock"))).isEqualTo(Strategy.REMOTE);
    assertThat(strategies.apply(TreePath.parse("config/x/y.txt"))).isEqualTo(Strategy.LOCAL);
    assertThat(strategies.apply(TreePath.parse("config/keep.lock"))).isEqualTo(Strategy.MANUAL);
    assertThat(strategies.apply(TreePath.parse("x/config/y"))).isEqualTo(Strategy.NEWEST);
    assertThat(strategies.apply(TreePath.parse(".DS_Store"))).isEqualTo(Strategy.NEWEST);
  }

  @Test
  void autoResolveOffDecidesNothing() {
    assertThat(
            read("sync: {conflict: {auto_resolve: false}}\n")
                .strategies()
                .apply(TreePath.parse("a")))
        .isEqualTo(Strategy.MANUAL);
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "'' | 'sync:\n  conflict:\n    default_strategy: newest\n'",
        "'# mine\n' | '# mine\nsync:\n  conflict:\n    default_strategy: newest\n'",
        "'sync:\n  enabled: true # why\n'"
            + " | 'sync:\n  conflict:\n    default_strategy: newest\n  enabled: true # why\n'",
        "'sync:\n  conflict:\n    default_strategy: \"merge\" # é\n'"
            + " | 'sync:\n  conflict:\n    default_strategy: newest # é\n'",
        "'sync:\n    conflict:\n        auto_resolve: true'"
            + " | 'sync:\n    conflict:\n        default_strategy: newest\n"
            + "        auto_resolve: true'",
        "'sync:\n  conflict:\n' | 'sync:\n  conflict:\n    default_strategy: newest\n'"
      },
      delimiter = '|')
  void settingAValueLeavesAllElseAlone(String before, String after) {
    SettingKey key = SettingKey.of("conflict.default_strategy").orElseThrow();

    assertThat(SettingsEditor.set(before, key, "newest")).contains(after);
    assertThat(read(after).errors()).isEmpty();
  }

  @Test
  void aLayoutThatOnlyAPersonCanChangeIsLeftAlone() {
    SettingKey key = SettingKey.of("conflict.default_strategy").orElseThrow();

    assertThat(SettingsEditor.set("sync: {enabled: true}\n", key, "newest"))
        .isEqualTo(Optional.empty());
  }

  @Test
  void theDocumentedExampleCanBeEdited() {
    for (SettingKey key : SettingKey.ALL) {
      String value =
          switch (key.type()) {
            case TRUTH -> "false";
            case COUNT -> "7";
            case STRATEGY -> "newest";
            case TEXT, TEXTS -> "a text: with # signs";
          };
      if (key.type() != SettingKey.Type.TEXTS) {
        String edited = SettingsEditor.set(EXAMPLE, key, value).orElseThrow();
        assertThat(read(edited).value(key)).isEqualTo(value);
        assertThat(edited.lines()).hasSameSizeAs(EXAMPLE.lines().toList());
      }
    }
  }

  @Test
  void tablesHaveRulesOfTheirOwn() {
    Settings settings =
        read(
            """
            sync:
              records:
                tables:
                  app.notifications: {preset: notifications}
                  app.projects:
                    rule: newest
                    deletes: delete
                    columns: {views: sum, tags: union}
                    groups:
                      - [amount, currency]
            """);

    assertThat(settings.problems()).isEmpty();
    assertThat(settings.tables())
        .containsEntry(
            "app.notifications",
            new TableRuleText(
                Optional.of("notifications"),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                List.of()))
        .containsEntry(
            "app.projects",
            new TableRuleText(
                Optional.empty(),
                Optional.of("newest"),
                Optional.of("delete"),
                Map.of("views", "sum", "tags", "union"),
                List.of(List.of("amount", "currency"))));
  }

  @Test
  void rulesOfTablesThatMeanNothingAreNamed() {
    Settings settings =
        read(
            """
            sync:
              records:
                tables:
                  app.a: {preset: notification}
                  app.b: {columns: {views: som}}
                  app.c: {grups: []}
                  d: {rule: newest}
            """);

    assertThat(settings.errors().stream().map(SettingsProblem::message).toList())
        .satisfiesExactly(
            one -> assertThat(one).contains("'notification' is no preset").contains("did you mean"),
            two -> assertThat(two).contains("'som' is no rule of a column").contains("sum"),
            three -> assertThat(three).contains("unknown key").contains("grups"),
            four -> assertThat(four).contains("DATABASE.TABLE"));
  }
}
