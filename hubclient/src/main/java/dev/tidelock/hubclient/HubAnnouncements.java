package dev.tidelock.hubclient;

import dev.tidelock.core.Bytes;
import dev.tidelock.core.MalformedException;
import dev.tidelock.core.object.ObjectId;
import dev.tidelock.engine.remote.Announcements;
import dev.tidelock.engine.remote.ProjectId;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.remote.RemoteFailure.Reason;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/// What a hub tells of a project's heads, over a WebSocket. A line on which nothing was heard for a
/// while, not even the hub's own sign of life, counts as cut.
public final class HubAnnouncements implements Announcements {
  private static final Duration SILENCE = Duration.ofSeconds(75);
  private static final int LONGEST = 1 << 16;
  private static final int UNAUTHENTICATED = 401;
  private static final int FORBIDDEN = 403;
  private static final int MISSING = 404;

  private final HubConnection connection;
  private final ProjectId project;
  private final LivePicture live;
  private final Duration silence;

  /// The announcements of a project.
  ///
  /// @param connection the way to the hub, which the caller closes
  public HubAnnouncements(HubConnection connection, ProjectId project) {
    this(connection, project, new LivePicture());
  }

  /// The announcements of a project.
  ///
  /// @param connection the way to the hub, which the caller closes
  /// @param live is kept up to date by what is announced
  public HubAnnouncements(HubConnection connection, ProjectId project, LivePicture live) {
    this(connection, project, live, SILENCE);
  }

  HubAnnouncements(
      HubConnection connection, ProjectId project, LivePicture live, Duration silence) {
    this.live = live;
    this.connection = connection;
    this.project = project;
    this.silence = silence;
  }

  @Override
  public Subscription listen(Listener listener) {
    Line line = new Line(listener, live, silence, connection.hub());
    WebSocket.Builder builder = connection.transport().webSocket();
    connection.headers().forEach(builder::header);
    CompletableFuture<WebSocket> opening =
        builder.buildAsync(connection.hub().webSocket("/v0/projects/" + project + "/events"), line);
    try {
      line.open(opening.get(connection.patience().idle().toMillis(), TimeUnit.MILLISECONDS));
      return line;
    } catch (ExecutionException e) {
      throw failure(e);
    } catch (TimeoutException e) {
      opening.cancel(true);
      throw unreachable("did not answer", e);
    } catch (InterruptedException e) {
      opening.cancel(true);
      Thread.currentThread().interrupt();
      throw unreachable("was not waited for", e);
    }
  }

  private RemoteFailure failure(ExecutionException e) {
    if (e.getCause() instanceof WebSocketHandshakeException handshake) {
      int status = handshake.getResponse().statusCode();
      boolean spoken =
          handshake.getResponse().headers().firstValue(HubConnection.PROTOCOL).isPresent();
      if (spoken && (status == UNAUTHENTICATED || status == FORBIDDEN || status == MISSING)) {
        return new Refusal(status, "status-" + status, "no announcements", Optional.empty())
            .failure(connection.hub());
      }
      return unreachable("does not announce anything (status " + status + ")", e);
    }
    return unreachable("cannot be reached", e);
  }

  private RemoteFailure unreachable(String what, Exception cause) {
    return new RemoteFailure(Reason.UNREACHABLE, "the hub " + connection.hub() + " " + what, cause);
  }

  /// An open line, and what watches over it.
  private static final class Line implements WebSocket.Listener, Subscription {
    private final Listener listener;
    private final LivePicture live;
    private final Duration silence;
    private final HubAddress hub;
    private final AtomicBoolean over = new AtomicBoolean();
    private final StringBuilder text = new StringBuilder();
    private final AtomicReference<Optional<WebSocket>> socket =
        new AtomicReference<>(Optional.empty());
    private volatile long heard = System.nanoTime();

    private Line(Listener listener, LivePicture live, Duration silence, HubAddress hub) {
      this.live = live;
      this.listener = listener;
      this.silence = silence;
      this.hub = hub;
    }

    private void open(WebSocket opened) {
      socket.set(Optional.of(opened));
      Thread.ofVirtual().name("announcements").start(this::watch);
    }

    /// Ends the line when it is silent for too long.
    private void watch() {
      try {
        while (!over.get()) {
          long left = silence.toNanos() - (System.nanoTime() - heard);
          if (left <= 0) {
            end("went silent");
            return;
          }
          Thread.sleep(Duration.ofNanos(left));
        }
      } catch (InterruptedException _) {
        end("is no longer listened to");
      }
    }

    private void end(String what) {
      if (over.compareAndSet(false, true)) {
        live.closed();
        socket.get().ifPresent(WebSocket::abort);
        listener.ended(new RemoteFailure(Reason.UNREACHABLE, "the hub " + hub + " " + what));
      }
    }

    @Override
    public void onOpen(WebSocket opened) {
      live.opened();
      opened.request(1);
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      heard = System.nanoTime();
      text.append(data);
      if (text.length() > LONGEST) {
        end("announces at excessive length");
      } else if (last) {
        announce(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedStage(data);
    }

    private void announce(String json) {
      try {
        Message message = Message.decode(Bytes.utf8(json));
        String branch = message.text("branch");
        Optional<ObjectId> head = message.maybeText("head").map(ObjectId::parse);
        if (!over.get()) {
          HubPicture.Moved.of(message).ifPresentOrElse(live::moved, live::stale);
          listener.announced(branch, head);
        }
      } catch (MalformedException e) {
        end("announced what makes no sense: " + e.getMessage());
      }
    }

    @Override
    public CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
      heard = System.nanoTime();
      from.request(1);
      return CompletableFuture.completedStage(message);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      end("hung up");
      return CompletableFuture.completedStage(from);
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      end("was cut off: " + error.getMessage());
    }

    @Override
    public void close() {
      over.set(true);
      live.closed();
      socket.get().ifPresent(WebSocket::abort);
    }
  }
}
