package dev.tidelock.workspace.device;

/// A right to use a hub, kept on this device.
///
/// @param hub the hub's address
/// @param token the secret that speaks for the account
/// @param email whom it speaks for
/// @param expires until when, as the hub wrote it; empty if for ever
/// @param plain whether the hub may be used without encryption over a network
/// @param authority the certificates that vouch for the hub, in PEM; empty for the usual ones
public record SignIn(
    String hub, String token, String email, String expires, boolean plain, String authority) {
  /// Without the secret: such texts end in logs.
  @Override
  public String toString() {
    return "sign-in of " + email + " at " + hub;
  }
}
