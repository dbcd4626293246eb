package dev.tidelock.hubclient;

import dev.tidelock.core.MalformedException;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.remote.RemoteFailure.Reason;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/// A way to a hub. It sends requests, waits no longer than its [Patience], and asks again where
/// that is worth it: after a cut or a hiccup, not when the very first connection is refused,
/// because then the hub is just not there. An answer that does not speak the protocol is not from a
/// hub: nothing in it is believed. For use by any thread.
public final class HubConnection implements AutoCloseable {
  static final String PROTOCOL = "Tidelock-Protocol";

  private static final String VERSION = "0";
  private static final int OK = 200;
  private static final int FIRST_NOT_OK = 300;
  private static final int FIRST_ERROR = 400;
  private static final int WRONG_PROTOCOL = 426;

  private final HubAddress hub;
  private final Optional<String> token;
  private final Patience patience;
  private final Transport transport;
  private volatile boolean answeredBefore;

  /// A way to `hub`.
  ///
  /// @param token whose rights are used; without one only what needs none is answered
  public HubConnection(HubAddress hub, Optional<String> token, Patience patience) {
    this(hub, token, patience, Trust.USUAL);
  }

  /// A way to `hub`.
  ///
  /// @param token whose rights are used; without one only what needs none is answered
  /// @param trust whose word is taken on which hub it is
  public HubConnection(HubAddress hub, Optional<String> token, Patience patience, Trust trust) {
    this(hub, token, patience, new HttpTransport(hub, patience, trust));
  }

  /// A way to `hub` over something else than sockets of its own.
  ///
  /// @param token whose rights are used; without one only what needs none is answered
  /// @param transport carries the requests; closed with this
  public HubConnection(
      HubAddress hub, Optional<String> token, Patience patience, Transport transport) {
    this.hub = hub;
    this.token = token;
    this.patience = patience;
    this.transport = transport;
  }

  /// Where the hub is.
  public HubAddress hub() {
    return hub;
  }

  Transport transport() {
    return transport;
  }

  /// Carries out requests that need not wait for each other.
  Executor beside() {
    return transport.beside();
  }

  Patience patience() {
    return patience;
  }

  /// The headers that go with every request, name by value.
  Map<String, String> headers() {
    return token
        .map(secret -> Map.of(PROTOCOL, VERSION, "Authorization", "Bearer " + secret))
        .orElseGet(() -> Map.of(PROTOCOL, VERSION));
  }

  /// What is made of an answer. What it throws is taken for a cut answer, and asked for again.
  @FunctionalInterface
  interface Reading<T> {
    T read(Answer answer) throws IOException;
  }

  /// Sends a request until it is answered whole.
  ///
  /// @throws RemoteFailure if it is not, or refused
  <T> T ask(Request request, Reading<T> reading) {
    return ask(() -> request, reading);
  }

  /// Sends a request until it is answered whole, each time one for what is still wanted.
  ///
  /// @throws RemoteFailure if it is not, or refused
  <T> T ask(Supplier<Request> requests, Reading<T> reading) {
    Duration waited = Duration.ZERO;
    for (int attempt = 1; ; attempt++) {
      Request request = requests.get();
      Attempt<T> outcome = attempt(request, reading);
      if (outcome instanceof Attempt.Done<T>(T result)) {
        return result;
      }
      Attempt.Failed<T> failed = (Attempt.Failed<T>) outcome;
      Duration pause = pause(attempt, failed.later());
      boolean again =
          failed.again()
              && request.effort() != Request.Effort.ONCE
              && attempt < attempts(failed.failure())
              && waited.plus(pause).compareTo(patience.budget()) <= 0;
      if (!again) {
        throw failed.failure();
      }
      sleep(pause, failed.failure());
      waited = waited.plus(pause);
    }
  }

  /// Silence takes long each time: one more attempt, for a connection that was kept and is stale.
  private int attempts(RemoteFailure failure) {
    return failure.reason() == Reason.TIMEOUT
        ? Math.min(2, patience.attempts())
        : patience.attempts();
  }

  /// Sends a request that is answered with a message.
  <T> T message(Request request, Function<Message, T> reading) {
    return ask(
        request,
        answer -> {
          if (!answer.type().startsWith(Request.JSON)) {
            throw new IOException("an answer of type '" + answer.type() + "'");
          }
          return reading.apply(Message.decode(answer.all(Message.MAX_SIZE)));
        });
  }

  /// Sends a request that is answered with nothing.
  void tell(Request request) {
    ask(request, answer -> answer.all(Message.MAX_SIZE));
  }

  /// Longer from one time to the next, and never quite the same, so that devices that were cut off
  /// together do not come back together.
  private Duration pause(int attempt, Duration asked) {
    long usual = patience.pause().toMillis() << (attempt - 1);
    long varied = usual / 2 + ThreadLocalRandom.current().nextLong(usual / 2 + 1);
    return asked.plusMillis(varied);
  }

  private static void sleep(Duration pause, RemoteFailure reason) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw reason;
    }
  }

  /// How one attempt ended.
  private sealed interface Attempt<T> {
    record Done<T>(T result) implements Attempt<T> {}

    /// @param again whether another attempt is worth it
    /// @param later how long the hub asked to wait before it
    record Failed<T>(RemoteFailure failure, boolean again, Duration later) implements Attempt<T> {}
  }

  private <T> Attempt<T> attempt(Request request, Reading<T> reading) {
    try {
      Transport.Reply reply = transport.send(request, headers());
      try (Answer answer =
          new Answer(hub, reply.headers().firstValue("Content-Type").orElse(""), reply.body())) {
        answeredBefore = true;
        return judge(reply, answer, reading);
      }
    } catch (ConnectException e) {
      RemoteFailure failure =
          failure("cannot be reached: " + Optional.ofNullable(e.getMessage()).orElse("refused"), e);
      return new Attempt.Failed<>(failure, answeredBefore, Duration.ZERO);
    } catch (HttpConnectTimeoutException e) {
      return new Attempt.Failed<>(
          failure("cannot be reached: no connection in time", e), true, Duration.ZERO);
    } catch (HttpTimeoutException e) {
      RemoteFailure failure =
          new RemoteFailure(
              Reason.TIMEOUT, "the hub " + hub + " did not answer in time: " + words(e), e);
      return new Attempt.Failed<>(failure, true, Duration.ZERO);
    } catch (SSLException e) {
      Optional<CertificateException> doubt = doubt(e);
      String what =
          doubt
              .map(certificate ->
                  "shows a certificate that nobody trusted here vouches for ("
                      + certificate.getMessage()
                      + "); 'tidelock login --ca FILE' trusts an authority of your own")
              .orElse("does not speak TLS as it should: " + words(e));
      return new Attempt.Failed<>(failure(what, e), doubt.isEmpty(), Duration.ZERO);
    } catch (IOException e) {
      return new Attempt.Failed<>(
          failure("did not answer to the end: " + words(e), e), true, Duration.ZERO);
    } catch (MalformedException e) {
      return new Attempt.Failed<>(
          failure("sent what makes no sense: " + e.getMessage(), e), true, Duration.ZERO);
    }
  }

  /// What is wrong with the certificate, if that is what is wrong.
  private static Optional<CertificateException> doubt(SSLException e) {
    Optional<Throwable> cause = Optional.ofNullable(e.getCause());
    while (cause.isPresent() && !(cause.get() instanceof CertificateException)) {
      cause = cause.map(Throwable::getCause);
    }
    return cause.map(CertificateException.class::cast);
  }

  private <T> Attempt<T> judge(Transport.Reply reply, Answer answer, Reading<T> reading)
      throws IOException {
    int status = reply.status();
    if (reply.headers().firstValue(PROTOCOL).isEmpty()) {
      return new Attempt.Failed<>(
          failure(
              "is not what answered (status "
                  + status
                  + "): a proxy, or a network that wants a sign-in of its own",
              new IOException("no header " + PROTOCOL)),
          status >= FIRST_ERROR,
          Duration.ZERO);
    }
    if (status >= OK && status < FIRST_NOT_OK) {
      return new Attempt.Done<>(reading.read(answer));
    }
    Refusal refusal = Refusal.of(status, reply.headers(), answer.all(Message.MAX_SIZE));
    if (status == WRONG_PROTOCOL) {
      RemoteFailure failure =
          new RemoteFailure(
              Reason.REFUSED,
              "the hub "
                  + hub
                  + " speaks another version of the protocol: the older of the two needs an"
                  + " upgrade");
      return new Attempt.Failed<>(failure, false, Duration.ZERO);
    }
    return new Attempt.Failed<>(
        refusal.failure(hub), refusal.later().isPresent(), refusal.later().orElse(Duration.ZERO));
  }

  private static String words(IOException e) {
    return Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
  }

  private RemoteFailure failure(String what, Exception cause) {
    return new RemoteFailure(Reason.UNREACHABLE, "the hub " + hub + " " + what, cause);
  }

  @Override
  public void close() {
    transport.close();
  }
}
