package dev.tidelock.cli.conflict;

import dev.tidelock.cli.output.Words;
import dev.tidelock.cli.row.Values;
import dev.tidelock.core.record.RefusedRow;
import dev.tidelock.core.record.Row;
import dev.tidelock.core.record.RowTerm;
import dev.tidelock.core.record.Value;
import dev.tidelock.engine.record.RowName;
import dev.tidelock.engine.sync.OpenRowConflict;
import dev.tidelock.engine.sync.RowOrigin;
import dev.tidelock.engine.sync.Workspace;
import dev.tidelock.workspace.device.Device;
import dev.tidelock.workspace.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/// Rows that wait to be decided, and their versions, in words and as documents.
public final class RowTermText {
  private static final int VALUE = 40;

  private RowTermText() {}

  /// `alice on laptop (in this database), 5 minutes ago`.
  public static String of(OpenRowConflict conflict, RowTerm term, RowOrigin origin, Instant now) {
    String who =
        origin.author().map(Words::shown).orElse("somebody")
            + origin.device().map(device -> " on " + Device.shown(device)).orElse("");
    String here = conflict.mine().equals(Optional.of(term.key())) ? " (in this database)" : "";
    String when =
        origin.time().map(time -> ", " + Words.ago(Instant.ofEpochMilli(time), now)).orElse("");
    return who + here + when + (term.row().isEmpty() ? ", deleted" : "");
  }

  /// The fields in which a version differs from the base, or from the other versions where there is
  /// none: `: title = 'one', done = 1`.
  public static String differences(OpenRowConflict conflict, RowTerm term) {
    if (term.row().isEmpty()) {
      return "";
    }
    List<Row> others =
        conflict
            .base()
            .map(List::of)
            .orElseGet(() ->
                conflict.terms().stream()
                    .filter(each -> !each.key().equals(term.key()))
                    .flatMap(each -> each.row().stream())
                    .toList());
    List<Map<String, Value>> beside =
        others.stream().<Map<String, Value>>map(conflict::fields).toList();
    List<String> parts = new ArrayList<>();
    conflict
        .fields(term.row().get())
        .forEach((column, value) -> {
          if (beside.isEmpty() || beside.stream().anyMatch(row -> !value.equals(row.get(column)))) {
            parts.add(Words.shown(column + " = " + Values.text(value, VALUE)));
          }
        });
    return parts.isEmpty() ? "" : ": " + String.join(", ", parts);
  }

  /// Why a row cannot stand beside others; nothing for versions that clash with each other.
  public static Optional<String> reason(OpenRowConflict conflict) {
    return conflict
        .refused()
        .map(refused ->
            switch (refused.constraint()) {
              case UNIQUE -> "another row has the same " + detail(refused);
              case FOREIGN_KEY -> "what it refers to is not there: " + detail(refused);
            });
  }

  private static String detail(RefusedRow refused) {
    return Words.shown(refused.detail());
  }

  /// The element of `conflicts`.
  public static Json toJson(
      Workspace workspace, OpenRowConflict conflict, List<RowOrigin> origins) {
    Json.Items terms =
        new Json.Items(
            IntStream.range(0, origins.size())
                .mapToObj(i -> term(conflict, conflict.terms().get(i), origins.get(i)))
                .toList());
    return Json.object()
        .put("id", conflict.id())
        .put("path", Json.NOTHING)
        .put("table", conflict.database() + "." + conflict.name())
        .put("key", RowName.of(conflict.key()))
        .put("kind", conflict.kind().name().toLowerCase(Locale.ROOT))
        .put("suggested", RowVerdict.suggested(workspace, conflict))
        .put("terms", terms)
        .put("base", fields(conflict, conflict.base()))
        .put("reason", reason(conflict))
        .build();
  }

  private static Json term(OpenRowConflict conflict, RowTerm term, RowOrigin origin) {
    return Json.object()
        .put("id", term.key().toString())
        .put("author", origin.author())
        .put("device", origin.device().map(device -> device.text()))
        .put("time", origin.time().map(Words::iso))
        .put("size", term.row().map(Row::bytes).orElse(0L))
        .put("type", term.row().isPresent() ? "row" : "deletion")
        .put("mine", conflict.mine().equals(Optional.of(term.key())))
        .put("fields", fields(conflict, term.row()))
        .build();
  }

  private static Json fields(OpenRowConflict conflict, Optional<Row> row) {
    return row.map(it -> Values.toJson(conflict.fields(it))).orElse(Json.NOTHING);
  }
}
