package dev.tidelock.hub.http;

import dev.tidelock.core.Bytes;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/// Answers what never came as far as a route, such as a request that is no HTTP, in the form of the
/// protocol. Never in HTML.
final class ProtocolErrors extends ErrorHandler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    HttpFields.Mutable headers = response.getHeaders();
    headers.put(Messages.PROTOCOL_HEADER, Messages.PROTOCOL);
    headers.put(HttpHeader.CONTENT_TYPE, "application/json");
    headers.put(HttpHeader.CACHE_CONTROL, "no-store");
    response.write(true, body(response.getStatus()), callback);
    return true;
  }

  private static ByteBuffer body(int status) {
    return Bytes.wrap(Messages.json(Messages.failed(Answers.ofStatus(status)))).asByteBuffer();
  }
}
