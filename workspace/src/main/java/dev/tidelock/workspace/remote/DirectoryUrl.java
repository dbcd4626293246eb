package dev.tidelock.workspace.remote;

import dev.tidelock.workspace.machine.WorkspaceFailure;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// The form of `file:` URLs.
final class DirectoryUrl {
  static final Pattern SCHEME = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*):(.*)$");

  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/!$&'()*+,;=:@";

  private DirectoryUrl() {}

  /// The directory that a URL names.
  ///
  /// @param rest what follows its scheme
  static Path parse(String text, String rest) {
    return directory(text, path(text, rest));
  }

  private static String path(String url, String rest) {
    if (!rest.startsWith("//")) {
      return rest;
    }
    int slash = rest.indexOf('/', 2);
    String host = slash < 0 ? rest.substring(2) : rest.substring(2, slash);
    if (!host.isEmpty() && !host.equalsIgnoreCase("localhost")) {
      throw WorkspaceFailure.invalid(
          "'" + url + "' names the host '" + host + "', and file:// reaches this machine only",
          "a local directory has three slashes: file:///" + rest.substring(2));
    }
    return slash < 0 ? "" : rest.substring(slash);
  }

  private static Path directory(String url, String encoded) {
    if (encoded.indexOf('?') >= 0 || encoded.indexOf('#') >= 0) {
      throw WorkspaceFailure.invalid(
          "'" + url + "' has a '?' or '#', which means something else in a URL",
          "write %3F or %23 where they belong to the directory's name");
    }
    if (!encoded.startsWith("/")) {
      throw WorkspaceFailure.invalid(
          "'" + url + "' does not name an absolute directory",
          "write it with three slashes, for example file:///mnt/drive/projects");
    }
    try {
      return Path.of(decode(encoded)).normalize();
    } catch (InvalidPathException | CharacterCodingException | NumberFormatException e) {
      throw WorkspaceFailure.invalid(
          "'" + url + "' does not name a directory: its %-escapes or characters are malformed",
          "a percent sign in a name is written %25");
    }
  }

  private static String decode(String encoded) throws CharacterCodingException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int at = 0;
    while (at < encoded.length()) {
      int percent = encoded.indexOf('%', at);
      int end = percent < 0 ? encoded.length() : percent;
      bytes.writeBytes(encoded.substring(at, end).getBytes(StandardCharsets.UTF_8));
      at = end;
      if (percent >= 0) {
        if (percent + 3 > encoded.length() || encoded.charAt(percent + 1) == '+') {
          throw new NumberFormatException(encoded);
        }
        bytes.write(Integer.parseInt(encoded, percent + 1, percent + 3, 16));
        at = percent + 3;
      }
    }
    return StandardCharsets.UTF_8
        .newDecoder()
        .decode(ByteBuffer.wrap(bytes.toByteArray()))
        .toString();
  }

  /// The URL of a directory.
  static String text(Path directory) {
    StringBuilder text = new StringBuilder("file://");
    for (byte unit : directory.toString().getBytes(StandardCharsets.UTF_8)) {
      if (UNRESERVED.indexOf((char) unit) >= 0 && unit > 0) {
        text.append((char) unit);
      } else {
        text.append("%%%02X".formatted(unit));
      }
    }
    return text.toString();
  }
}
