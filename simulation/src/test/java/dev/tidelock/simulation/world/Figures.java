package dev.tidelock.simulation.world;

import dev.tidelock.simulation.world.Campaign.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The figures of a campaign as Markdown.
final class Figures {
  private Figures() {}

  /// All figures: in short, then by kind, and what never happened.
  static String of(Outcome outcome) {
    StringBuilder text = new StringBuilder("| what | how many |\n| --- | ---: |\n");
    Counters counters = outcome.counters();
    row(text, "seeds, each run twice", outcome.runs());
    row(text, "seconds", Math.round(outcome.seconds()));
    row(text, "seconds of a processor", Math.round(outcome.cpuSeconds()));
    text.append(
        "| seeds per second | %s |%n"
            .formatted(String.format(Locale.ROOT, "%.1f", outcome.perSecond())));
    row(text, "calls to ports", counters.of(Simulation.CALLS));
    row(text, "deeds of users", counters.all("user: "));
    row(text, "syncs", counters.all("sync: "));
    row(text, "times that all was calm and checked", counters.all("calm after rounds"));
    row(text, "failed seeds", outcome.failed());
    Map<String, List<String>> kinds = new TreeMap<>();
    counters
        .counts()
        .forEach((event, count) -> {
          int colon = event.indexOf(": ");
          if (colon > 0) {
            String line = "%s %,d".formatted(event.substring(colon + 2), count);
            kinds.computeIfAbsent(event.substring(0, colon), _ -> new ArrayList<>()).add(line);
          }
        });
    text.append("\n| kind | which, how often |\n| --- | --- |\n");
    kinds.forEach(
        (kind, lines) -> text.append("| %s | %s |%n".formatted(kind, String.join("; ", lines))));
    String missing =
        Sometimes.missing(counters).stream()
            .map(it -> "`" + it + "`")
            .collect(Collectors.joining(", "));
    return text.append("\nNever happened: ")
        .append(missing.isEmpty() ? "nothing that should" : missing)
        .append(".\n")
        .toString();
  }

  private static void row(StringBuilder text, String what, long count) {
    text.append(String.format(Locale.ROOT, "| %s | %,d |%n", what, count));
  }
}
