package dev.tidelock.hubclient;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/// A server on a port of its own that answers as it was told, byte by byte, and hangs up after each
/// answer.
final class ScriptedServer implements AutoCloseable {
  private final ServerSocket socket;
  private final Script script;
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

  /// What is answered.
  @FunctionalInterface
  interface Script {
    /// @param index which request it is, from 0
    /// @param request its first line
    /// @return the bytes of the answer
    byte[] answer(int index, String request) throws Exception;
  }

  ScriptedServer(Script script) throws IOException {
    this.script = script;
    this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  HubAddress address() {
    return HubAddress.parse("http://127.0.0.1:" + socket.getLocalPort());
  }

  /// The first lines of all requests.
  List<String> requests() {
    return List.copyOf(requests);
  }

  private void serve() {
    try {
      while (true) {
        Socket connection = socket.accept();
        Thread.ofVirtual().start(() -> answer(connection));
      }
    } catch (IOException _) {
      return;
    }
  }

  private void answer(Socket connection) {
    try (connection) {
      InputStream in = connection.getInputStream();
      String head = head(in);
      in.readNBytes(length(head));
      String first = head.lines().findFirst().orElse("");
      int index;
      synchronized (requests) {
        index = requests.size();
        requests.add(first);
      }
      connection.getOutputStream().write(script.answer(index, first));
      connection.getOutputStream().flush();
      connection.shutdownOutput();
      in.skip(Long.MAX_VALUE);
    } catch (Exception _) {
      return;
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    String text = "";
    while (!text.endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("hung up");
      }
      head.write(next);
      text = head.toString(StandardCharsets.ISO_8859_1);
    }
    return text;
  }

  private static int length(String head) {
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
        .map(line -> Integer.parseInt(line.substring(15).strip()))
        .findFirst()
        .orElse(0);
  }

  /// An answer as a hub gives it.
  static byte[] hub(int status, String type, byte[] body, String... headers) {
    return answer(status, type, body, append(headers, "Tidelock-Protocol: 0"));
  }

  static byte[] json(int status, String body, String... headers) {
    return hub(status, "application/json", body.getBytes(StandardCharsets.UTF_8), headers);
  }

  static byte[] error(int status, String code, String... headers) {
    String body = "{\"error\":{\"code\":\"" + code + "\",\"message\":\"said so\",\"hint\":\"\"}}";
    return json(status, body, headers);
  }

  /// An answer of anybody.
  static byte[] answer(int status, String type, byte[] body, String... headers) {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " x\r\nConnection: close\r\n");
    head.append("Content-Type: ").append(type).append("\r\n");
    head.append("Content-Length: ").append(body.length).append("\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    all.writeBytes(body);
    return all.toByteArray();
  }

  private static String[] append(String[] some, String last) {
    List<String> all = new ArrayList<>(List.of(some));
    all.add(last);
    return all.toArray(String[]::new);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
