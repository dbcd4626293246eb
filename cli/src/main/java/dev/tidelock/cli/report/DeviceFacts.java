package dev.tidelock.cli.report;

import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.doctor.DeviceChecks;
import dev.tidelock.cli.doctor.Finding;
import dev.tidelock.cli.output.Words;
import dev.tidelock.workspace.json.Json;
import java.util.Collection;
import java.util.List;

/// What is known of a device, without saying whose it is.
public final class DeviceFacts {
  private static final List<String> VARIABLES =
      List.of(
          "TIDELOCK_HOME",
          "TIDELOCK_AUTHOR",
          "TIDELOCK_HUB",
          "TIDELOCK_TOKEN",
          "TIDELOCK_CA",
          "TIDELOCK_ALLOW_HTTP",
          "TIDELOCK_LOG",
          "NO_COLOR",
          "VISUAL",
          "EDITOR",
          "LANG",
          "LC_ALL");

  private final Workbench workbench;

  /// @param workbench the device
  public DeviceFacts(Workbench workbench) {
    this.workbench = workbench;
  }

  /// All facts.
  public Json read() {
    List<String> set =
        VARIABLES.stream()
            .filter(name -> workbench.surroundings().variable(name).isPresent())
            .toList();
    return Json.object()
        .put("time", Words.iso(workbench.surroundings().clock().instant()))
        .put("tidelock", Vocabulary.version(Workbench.version()))
        .put("java", Vocabulary.version(System.getProperty("java.runtime.version", "")))
        .put("vendor", Vocabulary.word(System.getProperty("java.vendor", "")))
        .put("system", Vocabulary.word(System.getProperty("os.name", "")))
        .put("kernel", Vocabulary.version(System.getProperty("os.version", "")))
        .put("architecture", Vocabulary.word(System.getProperty("os.arch", "")))
        .put("encoding", Vocabulary.word(System.getProperty("sun.jnu.encoding", "")))
        .put("processors", Runtime.getRuntime().availableProcessors())
        .put("memory", Runtime.getRuntime().maxMemory())
        .put("workspaces", workbench.home().workspaces().size())
        .put("variablesSet", Json.array(set, Json::of))
        .put("doctor", checks(new DeviceChecks(workbench.home()).run()))
        .build();
  }

  /// How findings ended, by what was looked at: their words may name something.
  static Json checks(Collection<Finding> findings) {
    return Json.array(
        findings,
        finding ->
            Json.object()
                .put("subject", subject(finding.subject()))
                .put("level", Vocabulary.lower(finding.level()))
                .build());
  }

  private static String subject(String subject) {
    return subject.startsWith("remote ") ? "remote" : subject;
  }
}
