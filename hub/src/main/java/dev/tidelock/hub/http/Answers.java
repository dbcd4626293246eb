package dev.tidelock.hub.http;

import dev.tidelock.core.MalformedException;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.hub.object.DamagedObjectException;
import dev.tidelock.hub.protocol.ErrorCode;
import dev.tidelock.hub.protocol.Refusal;
import dev.tidelock.hub.store.StoreFailure;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns whatever goes wrong into the error that the protocol has for it.
final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
  private static final Duration SOON = Duration.ofSeconds(2);

  private Answers() {}

  static void register(RoutesConfig routes) {
    routes.exception(Refusal.class, (refusal, request) -> write(request, refusal));
    routes.exception(
        HttpResponseException.class, (e, request) -> write(request, ofStatus(e.getStatus())));
    routes.exception(Exception.class, (e, request) -> write(request, refusal(e)));
  }

  /// What a device is told of a failure. What is nobody's fault but the hub's is logged.
  static Refusal refusal(Exception failure) {
    return switch (failure) {
      case Refusal refusal -> refusal;
      case DamagedObjectException damaged -> {
        LOG.error("{}", damaged.getMessage());
        yield new Refusal(
            ErrorCode.CORRUPT,
            String.valueOf(damaged.getMessage()),
            "a device that has it can send it again");
      }
      case StoreFailure store -> of(store);
      case RemoteFailure blobs -> of(blobs);
      case MalformedException malformed ->
          new Refusal(ErrorCode.CORRUPT, String.valueOf(malformed.getMessage()), "");
      default -> {
        LOG.error("a request failed", failure);
        yield failed();
      }
    };
  }

  private static Refusal of(StoreFailure failure) {
    return switch (failure.reason()) {
      case NO_SPACE -> full(failure);
      case QUOTA ->
          new Refusal(
              ErrorCode.QUOTA,
              String.valueOf(failure.getMessage()),
              "ask whoever runs the hub for more");
      case BUSY -> Refusal.later(ErrorCode.BUSY, String.valueOf(failure.getMessage()), SOON);
      case CORRUPT, FAILED -> {
        LOG.error("a request failed", failure);
        yield failed();
      }
    };
  }

  private static Refusal of(RemoteFailure failure) {
    if (failure.reason() == RemoteFailure.Reason.NO_SPACE) {
      return full(failure);
    }
    LOG.error("a request failed", failure);
    return failed();
  }

  private static Refusal full(RuntimeException failure) {
    LOG.error("the disk is full: {}", failure.getMessage());
    return new Refusal(
        ErrorCode.NO_SPACE, "the hub's disk is full", "whoever runs the hub must make room");
  }

  private static Refusal failed() {
    return new Refusal(
        ErrorCode.FAILED, "something is wrong with the hub; its log says what", "try again later");
  }

  /// What a device is told when the request never came as far as the protocol.
  static Refusal ofStatus(int status) {
    return switch (status) {
      case 404, 405 -> Refusal.notFound("such request");
      case 413, 414, 431 -> new Refusal(ErrorCode.TOO_LARGE, "the request is too large", "");
      case 503 -> Refusal.later(ErrorCode.STOPPING, "the hub is stopping", SOON);
      default ->
          status >= 500 ? failed() : Refusal.malformed("the hub cannot make sense of the request");
    };
  }

  static void write(Context request, Refusal refusal) {
    refusal
        .retryAfter()
        .ifPresent(wait -> request.header("Retry-After", Long.toString(wait.toSeconds())));
    if (refusal.code().status() == 401) {
      request.header("WWW-Authenticate", "Bearer");
    }
    request.status(refusal.code().status());
    Messages.answer(request, Messages.failed(refusal));
  }

  /// The other side went away in the middle: nobody is left to be told.
  static void gone(IOException e) {
    LOG.debug("a device went away: {}", e.getMessage());
  }
}
