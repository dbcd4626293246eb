package dev.tidelock.simulation.hub;

import dev.tidelock.core.Bytes;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ReadListener;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One request to a hub and its answer, as a container of servlets would show them. Only what a hub
/// looks at is there; everything else fails.
final class Exchange {
  private final String method;
  private final String path;
  private final String query;
  private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Bytes body;
  private final Map<String, Object> attributes = new HashMap<>();
  private final Map<String, String> answered = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
  private int status = HttpServletResponse.SC_OK;

  /// @param target path and query
  Exchange(String method, String target, Map<String, String> headers, Bytes body) {
    int question = target.indexOf('?');
    this.method = method;
    this.path = question < 0 ? target : target.substring(0, question);
    this.query = question < 0 ? "" : target.substring(question + 1);
    this.headers.putAll(headers);
    this.headers.put("Content-Length", Integer.toString(body.size()));
    this.body = body;
  }

  int status() {
    return status;
  }

  /// The headers of the answer.
  Map<String, List<String>> headers() {
    Map<String, List<String>> all = new TreeMap<>();
    answered.forEach((name, value) -> all.put(name, List.of(value)));
    return all;
  }

  /// The body of the answer.
  Bytes body() {
    return Bytes.wrap(answer.toByteArray());
  }

  /// Lets a server answer.
  void run(Servlet server) {
    InputStream in = new ByteArrayInputStream(body.toByteArray());
    HttpServletRequest request =
        (HttpServletRequest)
            Proxy.newProxyInstance(
                Exchange.class.getClassLoader(),
                new Class<?>[] {HttpServletRequest.class},
                (self, called, given) -> request(called.getName(), given, new Input(in)));
    HttpServletResponse response =
        (HttpServletResponse)
            Proxy.newProxyInstance(
                Exchange.class.getClassLoader(),
                new Class<?>[] {HttpServletResponse.class},
                (self, called, given) -> response(called.getName(), given));
    try {
      server.service(request, response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (ServletException e) {
      throw new IllegalStateException(e);
    }
  }

  private @Nullable Object request(
      String called, @Nullable Object @Nullable [] given, ServletInputStream in) {
    return switch (called) {
      case "getMethod" -> method;
      case "getRequestURI", "getServletPath" -> path;
      case "getContextPath" -> "";
      case "getPathInfo" -> null;
      case "getQueryString" -> query.isEmpty() ? null : query;
      case "getHeader" -> headers.get(String.valueOf(argument(given, 0)));
      case "getHeaderNames" -> Collections.enumeration(headers.keySet());
      case "getContentType" -> headers.get("Content-Type");
      case "getContentLengthLong" -> (long) body.size();
      case "getContentLength" -> body.size();
      case "getCharacterEncoding" -> null;
      case "getInputStream" -> in;
      case "getRemoteAddr" -> "192.0.2.1";
      case "getDispatcherType" -> DispatcherType.REQUEST;
      case "getAttribute" -> attributes.get(String.valueOf(argument(given, 0)));
      case "setAttribute" -> attributes.put(String.valueOf(argument(given, 0)), argument(given, 1));
      case "isAsyncStarted", "isAsyncSupported" -> false;
      default -> throw new UnsupportedOperationException("request." + called);
    };
  }

  private @Nullable Object response(String called, @Nullable Object @Nullable [] given) {
    return switch (called) {
      case "setStatus" -> {
        status = (Integer) argument(given, 0);
        yield null;
      }
      case "getStatus" -> status;
      case "setHeader", "addHeader" ->
          answered.put(String.valueOf(argument(given, 0)), String.valueOf(argument(given, 1)));
      case "getHeader" -> answered.get(String.valueOf(argument(given, 0)));
      case "containsHeader" -> answered.containsKey(String.valueOf(argument(given, 0)));
      case "getHeaderNames" -> answered.keySet();
      case "setContentType" -> answered.put("Content-Type", String.valueOf(argument(given, 0)));
      case "getContentType" -> answered.get("Content-Type");
      case "getCharacterEncoding" -> "UTF-8";
      case "setCharacterEncoding", "setContentLength", "setContentLengthLong", "flushBuffer" ->
          null;
      case "isCommitted" -> false;
      case "getOutputStream" -> new Output(answer);
      default -> throw new UnsupportedOperationException("response." + called);
    };
  }

  private static Object argument(@Nullable Object @Nullable [] given, int index) {
    if (given == null || given[index] == null) {
      throw new IllegalArgumentException("argument " + index + " is missing");
    }
    return given[index];
  }

  private static final class Input extends ServletInputStream {
    private final InputStream in;

    Input(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      return in.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      return in.read(target, offset, length);
    }

    @Override
    public boolean isFinished() {
      return false;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new UnsupportedOperationException("everything is there already");
    }
  }

  private static final class Output extends ServletOutputStream {
    private final ByteArrayOutputStream out;

    Output(ByteArrayOutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int value) {
      out.write(value);
    }

    @Override
    public void write(byte[] source, int offset, int length) {
      out.write(source, offset, length);
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      throw new UnsupportedOperationException("there is always room");
    }
  }
}
