package dev.tidelock.cli.command.hub;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.workspace.json.Json;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `tidelock hub serve`.
@CommandLine.Command(
    name = "serve",
    description = "Serve projects to devices until a signal comes.",
    footer = {
      "",
      "Examples:",
      "  tidelock hub serve",
      "  tidelock hub serve --data /srv/hub --listen 127.0.0.1:0",
      "  tidelock hub serve --listen 0.0.0.0:443 --tls-certificate chain.pem --tls-key key.pem",
      "  tidelock hub serve --behind-proxy",
      "",
      "Once it answers, it prints its address on one line. Over plain HTTP it is reached from this",
      "machine only, unless --plain-http says otherwise: passwords and contents would travel in the",
      "clear. SIGTERM lets requests end, then stops it."
    })
final class HubServeCommand extends Command {
  private static final int PORT = 7333;

  @Mixin private HubDataChoice data = new HubDataChoice();
  @Mixin private JsonChoice json = new JsonChoice();

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      description = "Where to listen; port 0 takes any free one. Default: 127.0.0.1:" + PORT + ".")
  private String listen = "127.0.0.1:" + PORT;

  @Option(
      names = "--tls-certificate",
      paramLabel = "FILE",
      description = "The certificate to show, with those that vouch for it, in PEM.")
  private @Nullable String certificate;

  @Option(
      names = "--tls-key",
      paramLabel = "FILE",
      description = "The key of the certificate, in PEM (PKCS #8).")
  private @Nullable String key;

  @Option(
      names = "--plain-http",
      description = "Allow plain HTTP from other machines, such as a proxy's.")
  private boolean plain;

  @Option(
      names = "--behind-proxy",
      description = "Take the word of a reverse proxy on where requests come from.")
  private boolean behindProxy;

  @Option(names = "--open-metrics", description = "Let other machines read the metrics, too.")
  private boolean openMetrics;

  @Option(
      names = "--no-gc",
      description = "Leave it to 'tidelock hub gc' to collect garbage, instead of once a day.")
  private boolean withoutCollection;

  @Option(
      names = "--quota",
      paramLabel = "MIB",
      description = "How many MiB the objects of one project may take. Default: no limit.")
  private @Nullable Long quota;

  HubServeCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    HubServing serving =
        new HubServing(
            data.directory(workbench().surroundings()),
            address(),
            certificate(),
            Optional.ofNullable(quota).map(HubOptions::quota),
            behindProxy,
            openMetrics,
            !withoutCollection,
            workbench().surroundings().debugging());
    if (serving.certificate().isEmpty()
        && !plain
        && !serving.address().getAddress().isLoopbackAddress()) {
      throw Failure.usage(
          "without TLS the hub listens on this machine only, and not on " + listen,
          "give --tls-certificate and --tls-key, or --plain-http if the network can be trusted");
    }
    return serving.run(this::answers);
  }

  private void answers(String url, boolean deserted) {
    if (json.wanted()) {
      terminal().print(Json.object().put("schema", 1).put("url", url).build());
    } else {
      terminal().print(url);
    }
    if (deserted) {
      terminal()
          .say("Nobody can sign in yet: 'tidelock hub user add EMAIL --password-stdin' helps.");
    }
  }

  private Optional<HubServing.Tls> certificate() {
    if (certificate == null && key == null) {
      return Optional.empty();
    }
    if (certificate == null || key == null) {
      throw Failure.usage(
          "TLS needs both a certificate and its key", "give --tls-certificate and --tls-key");
    }
    return Optional.of(
        new HubServing.Tls(
            workbench().surroundings().resolve(certificate),
            workbench().surroundings().resolve(key)));
  }

  private InetSocketAddress address() {
    HubOptions.Endpoint endpoint = HubOptions.Endpoint.parse(listen);
    try {
      return new InetSocketAddress(InetAddress.getByName(endpoint.host()), endpoint.port());
    } catch (UnknownHostException e) {
      throw new Failure(
          ExitCode.USAGE, "nobody knows the host '" + endpoint.host() + "'", "check --listen", e);
    }
  }
}
