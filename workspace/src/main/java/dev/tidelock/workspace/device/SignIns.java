package dev.tidelock.workspace.device;

import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.json.JsonFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The hubs that this device is signed in to, the one signed in to last at the end. Kept in a file
/// that only its owner can read.
public final class SignIns {
  private static final int FORMAT = 1;

  private final List<SignIn> all;

  SignIns(List<SignIn> all) {
    this.all = List.copyOf(all);
  }

  static SignIns read(Path file) throws IOException {
    List<SignIn> all = new ArrayList<>();
    for (Json.Members each :
        JsonFile.read(file).map(stored -> stored.objects("hubs")).orElse(List.of())) {
      Optional<String> hub = each.text("hub");
      Optional<String> token = each.text("token");
      if (hub.isPresent() && token.isPresent()) {
        all.add(
            new SignIn(
                hub.get(),
                token.get(),
                each.text("email").orElse(""),
                each.text("expires").orElse(""),
                each.get("plain").filter(new Json.Truth(true)::equals).isPresent(),
                each.text("authority").orElse("")));
      }
    }
    return new SignIns(all);
  }

  void write(Path file) throws IOException {
    JsonFile.write(
        file,
        Json.object()
            .put("format", FORMAT)
            .put(
                "hubs",
                Json.array(
                    all,
                    each ->
                        Json.object()
                            .put("hub", each.hub())
                            .put("token", each.token())
                            .put("email", each.email())
                            .put("expires", each.expires())
                            .put("plain", each.plain())
                            .put("authority", each.authority())
                            .build()))
            .build());
  }

  /// The sign-in at a hub.
  public Optional<SignIn> at(String hub) {
    return all.stream().filter(each -> each.hub().equals(hub)).findFirst();
  }

  /// The hub that was signed in to last.
  public Optional<String> latest() {
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast().hub());
  }

  /// The hubs that a URL is, or is below.
  public List<String> above(String url) {
    return all.stream()
        .map(SignIn::hub)
        .filter(hub -> url.equals(hub) || url.startsWith(hub + "/"))
        .toList();
  }

  SignIns with(SignIn signIn) {
    List<SignIn> next = new ArrayList<>(without(signIn.hub()).all);
    next.add(signIn);
    return new SignIns(next);
  }

  SignIns without(String hub) {
    return new SignIns(all.stream().filter(each -> !each.hub().equals(hub)).toList());
  }
}
