package dev.tidelock.workspace.remote;

import dev.tidelock.hubclient.Trust;
import dev.tidelock.workspace.device.SignIn;
import java.util.Optional;

/// What a person said on how a hub may be used.
///
/// @param plain whether without encryption over a network
/// @param trust whose word is taken on which hub it is; nothing if that was not said
public record HubTerms(boolean plain, Optional<Trust> trust) {
  /// Nothing was said.
  public static final HubTerms UNSAID = new HubTerms(false, Optional.empty());

  /// What was said when somebody signed in.
  public static HubTerms of(SignIn signIn) {
    return new HubTerms(
        signIn.plain(),
        Optional.of(signIn.authority()).filter(pem -> !pem.isEmpty()).map(Trust::in));
  }
}
