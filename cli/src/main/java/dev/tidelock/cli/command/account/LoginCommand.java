package dev.tidelock.cli.command.account;

import dev.tidelock.cli.command.Command;
import dev.tidelock.cli.command.JsonChoice;
import dev.tidelock.cli.command.Workbench;
import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.cli.output.Words;
import dev.tidelock.hubclient.HubAccount;
import dev.tidelock.hubclient.HubConnection;
import dev.tidelock.hubclient.Trust;
import dev.tidelock.workspace.device.Device;
import dev.tidelock.workspace.device.SignIn;
import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.remote.HubTerms;
import dev.tidelock.workspace.remote.RemoteUrl;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `tidelock login`: gets this device the right to use a hub.
@CommandLine.Command(
    name = "login",
    description = "Sign in to a hub.",
    footer = {
      "",
      "Examples:",
      "  tidelock login https://hub.example            asks for e-mail and password",
      "  tidelock login https://hub.example --email me@example.org --password-stdin < secret",
      "  tidelock login https://hub.example --token tlk_...",
      "  tidelock login https://hub.example --ca our-authority.pem",
      "",
      "The password is not kept: the hub gives this device a token of its own, which is kept in",
      "TIDELOCK_HOME, readable by you only, and can be revoked. Without a URL it is the hub of",
      "TIDELOCK_HUB or the one signed in to last."
    })
public final class LoginCommand extends Command {
  private static final int LONGEST_PASSWORD = 1024;

  @Mixin private HubParameter named = new HubParameter();

  @Option(names = "--email", paramLabel = "E", description = "Who signs in.")
  private @Nullable String email;

  @Option(names = "--password-stdin", description = "Read the password from standard input.")
  private boolean passwordFromInput;

  @Option(names = "--token", paramLabel = "T", description = "Use this token, without a password.")
  private @Nullable String token;

  @Option(
      names = "--allow-http",
      description = "Use the hub without encryption over a network that you trust.")
  private boolean plain;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description =
          "Trust the authorities whose certificates are in this file, in PEM, for this hub.")
  private @Nullable String authorities;

  @Mixin private JsonChoice json = new JsonChoice();

  public LoginCommand(Workbench workbench) {
    super(workbench);
  }

  @Override
  protected ExitCode run() {
    RemoteUrl.Hub hub = named.hub(workbench());
    if (token != null && (email != null || passwordFromInput)) {
      throw Failure.usage("a token needs neither e-mail nor password", "leave one of them out");
    }
    HubTerms terms = terms(hub);
    SignIn signIn = token == null ? withPassword(hub, terms) : withToken(hub, terms, token);
    workbench().home().keep(signIn);
    if (json.wanted()) {
      terminal().print(document(signIn));
    } else {
      terminal().print("Signed in to " + hub + " as " + Words.shown(signIn.email()) + ".");
      terminal().say("Next: 'tidelock init --remote " + hub + "' or 'tidelock clone PROJECT'");
    }
    return ExitCode.OK;
  }

  /// How the hub may be used: an authority that was named once is trusted until another one is.
  private HubTerms terms(RemoteUrl.Hub hub) {
    Optional<Trust> before =
        workbench().home().signIns().at(hub.toString()).map(HubTerms::of).flatMap(HubTerms::trust);
    return new HubTerms(
        plain,
        Optional.ofNullable(authorities).map(workbench().access()::authorities).or(() -> before));
  }

  private static String authority(HubTerms terms) {
    return terms.trust().orElse(Trust.USUAL).authorities();
  }

  private SignIn withToken(RemoteUrl.Hub hub, HubTerms terms, String secret) {
    if (!secret.matches("[!-~]{8,512}")) {
      throw Failure.usage("that is not a token", "a token looks like tlk_...");
    }
    try (HubConnection connection = workbench().access().connect(hub, Optional.of(secret), terms)) {
      HubAccount.Identity identity = new HubAccount(connection).identity();
      return new SignIn(
          hub.toString(),
          secret,
          identity.person().email(),
          identity.expires().orElse(""),
          plain,
          authority(terms));
    }
  }

  private SignIn withPassword(RemoteUrl.Hub hub, HubTerms terms) {
    try (HubConnection connection = workbench().access().connect(hub, Optional.empty(), terms)) {
      String who = email == null ? ask() : email;
      Device device = workbench().home().device();
      HubAccount.Granted granted =
          new HubAccount(connection).signIn(who, password(), device.id().text(), device.name());
      return new SignIn(
          hub.toString(),
          granted.token(),
          granted.person().email(),
          granted.expires(),
          plain,
          authority(terms));
    }
  }

  private String ask() {
    requirePerson("--email E and --password-stdin, or --token T");
    return terminal()
        .ask("E-mail:")
        .filter(answer -> !answer.isEmpty())
        .orElseThrow(() -> Failure.usage("no e-mail was given", ""));
  }

  private String password() {
    Optional<String> given;
    if (passwordFromInput) {
      given = terminal().readLine();
    } else {
      requirePerson("--password-stdin, or --token T");
      given = terminal().askSecretly("Password:");
    }
    return given
        .filter(answer -> !answer.isEmpty() && answer.length() <= LONGEST_PASSWORD)
        .orElseThrow(() -> Failure.usage("no password was given", ""));
  }

  private void requirePerson(String instead) {
    if (!terminal().interactive()) {
      throw Failure.usage("there is nobody to ask", "use " + instead);
    }
  }

  /// A sign-in, without its secret.
  private static Json document(SignIn signIn) {
    return Json.object()
        .put("schema", 1)
        .put("success", true)
        .put("hub", signIn.hub())
        .put("email", signIn.email())
        .put("expires", signIn.expires())
        .build();
  }
}
