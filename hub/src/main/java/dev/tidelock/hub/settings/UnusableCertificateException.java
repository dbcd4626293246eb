package dev.tidelock.hub.settings;

/// The certificate or its key cannot be used.
public final class UnusableCertificateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// @param message which, and why
  public UnusableCertificateException(String message) {
    super(message);
  }

  /// @param message which, and why
  /// @param cause the complaint behind it
  public UnusableCertificateException(String message, Throwable cause) {
    super(message, cause);
  }
}
