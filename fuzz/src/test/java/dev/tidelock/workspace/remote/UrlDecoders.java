package dev.tidelock.workspace.remote;

import static dev.tidelock.fuzz.Decoder.require;

import dev.tidelock.fuzz.Decoder;
import dev.tidelock.fuzz.Samples;
import dev.tidelock.workspace.machine.WorkspaceFailure;
import java.util.List;

/// The decoder of remotes' addresses.
public final class UrlDecoders {
  private UrlDecoders() {}

  public static List<Decoder> all() {
    return List.of(
        new Decoder(
            "remote-url",
            Decoder.Bound.USUAL,
            List.of(WorkspaceFailure.class),
            () ->
                Samples.texts(
                    "file:///mnt/drive/a%20b/../c",
                    "FILE://localhost/x",
                    "https://hub.example/p",
                    "http://[::1]:80/",
                    "s3://bucket"),
            input -> {
              RemoteUrl url = RemoteUrl.parse(input.toUtf8());
              require(RemoteUrl.parse(url.toString()).equals(url), "an address has one text");
              if (url instanceof RemoteUrl.Directory(java.nio.file.Path path)) {
                require(path.isAbsolute() && !path.toString().contains("/../"), "a place");
              }
            }));
  }
}
