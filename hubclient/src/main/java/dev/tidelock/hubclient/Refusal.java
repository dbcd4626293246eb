package dev.tidelock.hubclient;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.remote.RemoteFailure.Reason;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;

/// What a hub says instead of what was asked for.
///
/// @param status the status of HTTP; 0 within a stream of objects
/// @param code the protocol's word for it
/// @param message what happened, for a person
/// @param later how long to wait before another try, if that is worth one
record Refusal(int status, String code, String message, Optional<Duration> later) {
  private static final int LONGEST_MESSAGE = 300;
  private static final int MALFORMED = 400;
  private static final int UNAUTHENTICATED = 401;
  private static final int FORBIDDEN = 403;
  private static final int MISSING = 404;
  private static final int TOO_MANY = 429;
  private static final int BROKEN = 500;
  private static final int BUSY = 503;
  private static final int FULL = 507;
  private static final long LONGEST_WAIT_SECONDS = 3600;

  /// Reads the body of an error; one that cannot be read says nothing.
  static Refusal of(int status, HttpHeaders headers, Bytes body) {
    Optional<Message> error = error(body);
    Optional<Duration> later =
        switch (status) {
          case TOO_MANY, BUSY -> Optional.of(retryAfter(headers));
          // A request that was cut off on its way looks malformed at the other end.
          case BROKEN, MALFORMED -> Optional.of(Duration.ZERO);
          default -> Optional.empty();
        };
    return new Refusal(
        status, text(error, "code", "status-" + status), text(error, "message", ""), later);
  }

  /// Reads the failure that ended a stream of objects.
  static Refusal inStream(Bytes body) {
    Optional<Message> error = error(body);
    return new Refusal(
        0, text(error, "code", "failed"), text(error, "message", ""), Optional.empty());
  }

  private static Optional<Message> error(Bytes body) {
    try {
      return Message.decode(body).maybeMessage("error");
    } catch (MalformedException _) {
      return Optional.empty();
    }
  }

  private static String text(Optional<Message> error, String name, String otherwise) {
    try {
      String text = error.flatMap(given -> given.maybeText(name)).orElse(otherwise);
      String plain = text.replaceAll("\\p{Cntrl}", " ");
      return plain.length() > LONGEST_MESSAGE ? plain.substring(0, LONGEST_MESSAGE) : plain;
    } catch (MalformedException _) {
      return otherwise;
    }
  }

  private static Duration retryAfter(HttpHeaders headers) {
    try {
      long seconds = Long.parseLong(headers.firstValue("Retry-After").orElse("0").strip());
      return Duration.ofSeconds(Math.clamp(seconds, 0, LONGEST_WAIT_SECONDS));
    } catch (NumberFormatException _) {
      return Duration.ZERO;
    }
  }

  /// The failure that this is to the engine.
  RemoteFailure failure(HubAddress hub) {
    String words = message.isEmpty() ? "answered " + code : message + " (" + code + ")";
    return new RemoteFailure(reason(), "the hub " + hub + ": " + words);
  }

  private Reason reason() {
    return switch (status) {
      case UNAUTHENTICATED, FORBIDDEN -> Reason.DENIED;
      case MISSING -> Reason.NOT_FOUND;
      case FULL -> Reason.NO_SPACE;
      case TOO_MANY -> Reason.DENIED;
      case BROKEN, BUSY -> Reason.UNREACHABLE;
      case 0 -> code.equals("corrupt") ? Reason.CORRUPT : Reason.UNREACHABLE;
      default -> Reason.REFUSED;
    };
  }
}
