package dev.tidelock.workspace.remote;

import dev.tidelock.core.MalformedException;
import dev.tidelock.engine.remote.Announcements;
import dev.tidelock.engine.remote.ProjectId;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.hubclient.HubAnnouncements;
import dev.tidelock.hubclient.HubConnection;
import dev.tidelock.hubclient.LivePicture;
import dev.tidelock.hubclient.Patience;
import dev.tidelock.hubclient.Trust;
import dev.tidelock.workspace.device.DeviceHome;
import dev.tidelock.workspace.device.SignIn;
import dev.tidelock.workspace.json.JsonFile;
import dev.tidelock.workspace.machine.Environment;
import dev.tidelock.workspace.machine.Reasons;
import dev.tidelock.workspace.machine.WorkspaceFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// How this device gets to places that keep projects: what it may use there, and which it uses when
/// none is named.
public final class RemoteAccess {
  private static final String HUB = "TIDELOCK_HUB";
  private static final String TOKEN = "TIDELOCK_TOKEN";
  private static final String AUTHORITIES = "TIDELOCK_CA";
  private static final String PLAIN = "TIDELOCK_ALLOW_HTTP";

  private final Environment environment;
  private final DeviceHome home;
  private final Optional<HubConnections> kept;

  /// @param environment may name a hub and a token
  /// @param home keeps the sign-ins
  public RemoteAccess(Environment environment, DeviceHome home) {
    this(environment, home, Optional.empty());
  }

  private RemoteAccess(Environment environment, DeviceHome home, Optional<HubConnections> kept) {
    this.environment = environment;
    this.home = home;
    this.kept = kept;
  }

  /// The same, but with connections to hubs that outlive the places they were opened for.
  public RemoteAccess keeping(HubConnections connections) {
    return new RemoteAccess(environment, home, Optional.of(connections));
  }

  /// Opens a place.
  ///
  /// @throws RemoteFailure if it is not there, or nobody is signed in to it
  public ProjectPlace open(RemoteUrl url) {
    return switch (url) {
      case RemoteUrl.Directory directory -> SharedDirectory.open(directory);
      case RemoteUrl.Hub hub -> hub(hub);
    };
  }

  private HubPlace hub(RemoteUrl.Hub hub) {
    if (kept.isEmpty()) {
      HubConnection connection = connect(hub);
      return new HubPlace(connection, _ -> new LivePicture(), connection::close);
    }
    requireEncryption(hub, HubTerms.UNSAID);
    HubConnections connections = kept.get();
    return new HubPlace(
        connections.to(hub.address(), token(hub), trust(hub, HubTerms.UNSAID)),
        project -> connections.picture(hub.address(), project),
        () -> {});
  }

  /// Refuses a place that this device has no right to use, without asking the place.
  ///
  /// @throws RemoteFailure if nobody is signed in to it
  public void requireRight(RemoteUrl url) {
    if (url instanceof RemoteUrl.Hub hub) {
      connect(hub).close();
    }
  }

  /// What a place tells of its own accord when a project's heads move.
  public Announcements announcements(RemoteUrl url, String project, String branch) {
    return switch (url) {
      case RemoteUrl.Directory directory ->
          SharedDirectory.announcements(directory, project, branch);
      case RemoteUrl.Hub hub -> listener -> listen(hub, project, listener);
    };
  }

  private LivePicture live(RemoteUrl.Hub hub, String project) {
    return kept.map(connections -> connections.picture(hub.address(), project))
        .orElseGet(LivePicture::new);
  }

  /// Listens with a connection of its own, and with the rights that this device has by then.
  private Announcements.Subscription listen(
      RemoteUrl.Hub hub, String project, Announcements.Listener listener) {
    HubConnection connection = connect(hub);
    try {
      Announcements.Subscription subscription =
          new HubAnnouncements(connection, new ProjectId(project), live(hub, project))
              .listen(listener);
      return () -> {
        try (connection) {
          subscription.close();
        }
      };
    } catch (RuntimeException failure) {
      connection.close();
      throw failure;
    }
  }

  /// Makes a place one that keeps projects, where that is up to us.
  public void establish(RemoteUrl url) {
    switch (url) {
      case RemoteUrl.Directory directory -> SharedDirectory.establish(directory);
      case RemoteUrl.Hub _ -> {}
    }
  }

  /// Makes a place one that keeps projects, if what it would be in is there.
  public void establishIfThere(RemoteUrl url) {
    if (url instanceof RemoteUrl.Directory directory && Files.isDirectory(directory.path())) {
      SharedDirectory.establish(directory);
    }
  }

  /// A way to a hub, with the rights that this device has there.
  ///
  /// @throws RemoteFailure if it has none
  public HubConnection connect(RemoteUrl.Hub hub) {
    return connect(hub, token(hub), HubTerms.UNSAID);
  }

  /// A way to a hub.
  ///
  /// @param token whose rights are used; without one only signing in is possible
  /// @param terms what was said on how the hub may be used; what is unsaid is as it was before
  /// @throws WorkspaceFailure if it would be used without encryption over a network, and that was
  ///   not said
  public HubConnection connect(RemoteUrl.Hub hub, Optional<String> token, HubTerms terms) {
    requireEncryption(hub, terms);
    return new HubConnection(hub.address(), token, Patience.USUAL, trust(hub, terms));
  }

  /// Whose word is taken on which hub it is: as was just said, else as the environment says, else
  /// as was said when somebody signed in.
  private Trust trust(RemoteUrl.Hub hub, HubTerms terms) {
    return terms
        .trust()
        .or(() -> environment.variable(AUTHORITIES).map(this::authorities))
        .or(() -> home.signIns().at(hub.toString()).map(HubTerms::of).flatMap(HubTerms::trust))
        .orElse(Trust.USUAL);
  }

  /// Reads the certificates of authorities to trust.
  ///
  /// @param file a file in PEM, as a person named it
  /// @throws WorkspaceFailure if it cannot be read, or holds none
  public Trust authorities(String file) {
    Path path = environment.resolve(file);
    try {
      return Trust.in(JsonFile.readText(path).orElseThrow(() -> new NoSuchFileException(file)));
    } catch (IOException e) {
      throw new WorkspaceFailure(
          WorkspaceFailure.Reason.INVALID,
          "authorities to trust: " + Reasons.of(e),
          "check the file's name",
          e);
    } catch (MalformedException e) {
      throw new WorkspaceFailure(
          WorkspaceFailure.Reason.INVALID,
          path + " holds " + e.getMessage(),
          "it is a text with 'BEGIN CERTIFICATE', as the hub's authority gives it out",
          e);
    }
  }

  private void requireEncryption(RemoteUrl.Hub hub, HubTerms terms) {
    boolean allowed =
        terms.plain()
            || environment.variable(PLAIN).isPresent()
            || home.signIns().at(hub.toString()).map(SignIn::plain).orElse(false);
    if (hub.address().isOpenToOthers() && !allowed) {
      throw WorkspaceFailure.invalid(
          hub + " is not encrypted: everybody on the way could read the password and the files",
          "use https://, or in a network that you trust 'tidelock login --allow-http', or set "
              + PLAIN
              + "=1");
    }
  }

  /// The token for a hub: that of the environment, if it is meant for this hub, else that of the
  /// sign-in.
  private Optional<String> token(RemoteUrl.Hub hub) {
    Optional<String> token =
        environment
            .variable(TOKEN)
            .filter(_ -> environment.variable(HUB).map(named -> names(named, hub)).orElse(true))
            .or(() -> home.signIns().at(hub.toString()).map(SignIn::token));
    if (token.isEmpty()) {
      throw new RemoteFailure(
          RemoteFailure.Reason.DENIED,
          "nobody is signed in to " + hub + "; 'tidelock login " + hub + "' signs in");
    }
    return token;
  }

  private static boolean names(String text, RemoteUrl.Hub hub) {
    return RemoteUrl.hub(text).equals(hub);
  }

  /// The hub that is meant when none is named: that of `TIDELOCK_HUB`, else the one signed in to
  /// last.
  public Optional<RemoteUrl.Hub> usualHub() {
    return environment.variable(HUB).or(() -> home.signIns().latest()).map(RemoteUrl::hub);
  }

  /// The hub whose address an address is, or is below.
  public Optional<RemoteUrl.Hub> hubAbove(RemoteUrl.Hub url) {
    Optional<RemoteUrl.Hub> named =
        environment
            .variable(HUB)
            .map(RemoteUrl::hub)
            .filter(hub -> (url + "/").startsWith(hub + "/"));
    return named.or(
        () -> home.signIns().above(url.toString()).stream().findFirst().map(RemoteUrl::hub));
  }
}
