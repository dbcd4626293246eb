package dev.tidelock.cli.command.hub;

import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.machine.Signals;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.hub.AddressTakenException;
import dev.tidelock.hub.Hub;
import dev.tidelock.hub.HubLog;
import dev.tidelock.hub.settings.HttpSettings;
import dev.tidelock.hub.settings.HubSettings;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// A hub that serves until a signal comes, for [HubServeCommand].
///
/// @param data the directory in which it keeps everything
/// @param address where it listens
/// @param certificate the files of certificate and key; nothing for plain HTTP
/// @param quota how many bytes one project may take
/// @param behindProxy whether a proxy's word on where requests come from is taken
/// @param openMetrics whether everybody may read the metrics
/// @param daily whether garbage is collected once a day
/// @param everything whether everything is logged
record HubServing(
    Path data,
    InetSocketAddress address,
    Optional<Tls> certificate,
    Optional<Long> quota,
    boolean behindProxy,
    boolean openMetrics,
    boolean daily,
    boolean everything) {
  /// @param chain the certificate's file
  /// @param key the key's file
  record Tls(Path chain, Path key) {}

  /// Hears that the hub answers.
  interface Listener {
    /// @param url where
    /// @param deserted whether nobody can sign in yet
    void answers(String url, boolean deserted);
  }

  /// Serves, and says how it ended.
  ExitCode run(Listener listener) {
    CompletableFuture<ExitCode> end = new CompletableFuture<>();
    // Before anything is opened: a signal that comes while the hub starts ends it as any other
    // does.
    Signals.onEach(
        signal -> end.complete(signal == Signals.INTERRUPT ? ExitCode.INTERRUPTED : ExitCode.OK));
    try (Hub hub = start()) {
      HubLog.toStandardError(everything ? HubLog.Detail.EVERYTHING : HubLog.Detail.USUAL);
      listener.answers(hub.url().toString(), hub.people().all().isEmpty());
      return end.join();
    }
  }

  private Hub start() {
    try {
      return HubWork.named(() -> Hub.start(settings()));
    } catch (AddressTakenException e) {
      throw new Failure(
          ExitCode.FAILURE,
          String.valueOf(e.getMessage()),
          "choose another one with --listen; port 0 takes any that is free",
          e);
    }
  }

  private HubSettings settings() {
    return new HubSettings(
        data,
        new HttpSettings(
            address,
            certificate.map(tls -> new HttpSettings.Certificate(tls.chain(), tls.key())),
            behindProxy ? HttpSettings.Proxy.TRUSTED : HttpSettings.Proxy.NONE,
            openMetrics ? HttpSettings.Metrics.OPEN : HttpSettings.Metrics.LOOPBACK),
        quota.orElse(HubSettings.UNLIMITED),
        daily ? HubSettings.Garbage.DAILY : HubSettings.Garbage.ON_DEMAND,
        Workbench.version());
  }
}
