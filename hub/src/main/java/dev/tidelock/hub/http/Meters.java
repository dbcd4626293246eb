package dev.tidelock.hub.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.function.IntSupplier;

/// What the hub counts, for Prometheus. Safe for use by any thread.
final class Meters {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  Meters() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
  }

  /// Counts a request.
  ///
  /// @param route the pattern of its path, so that there are few
  void request(String method, String route, int status, Duration took) {
    Timer.builder("tidelock.hub.requests")
        .description("Requests by route and status")
        .tag("method", method)
        .tag("route", route)
        .tag("status", Integer.toString(status))
        .register(registry)
        .record(took);
  }

  /// Counts objects that came or went.
  void objects(String direction, long count) {
    Counter.builder("tidelock.hub.objects")
        .description("Objects taken and sent")
        .tag("direction", direction)
        .register(registry)
        .increment((double) count);
  }

  /// Counts a move of a head.
  void move(String outcome) {
    Counter.builder("tidelock.hub.moves")
        .description("Moves of heads by outcome")
        .tag("outcome", outcome)
        .register(registry)
        .increment();
  }

  /// Watches how many devices listen.
  void sockets(IntSupplier count) {
    Gauge.builder("tidelock.hub.sockets", () -> count.getAsInt())
        .description("Devices that listen for announcements")
        .register(registry);
  }

  /// Everything, in Prometheus's text form.
  String scrape() {
    return registry.scrape();
  }
}
