package dev.tidelock.workspace.remote;

import dev.tidelock.core.MalformedException;
import dev.tidelock.hubclient.HubAddress;
import dev.tidelock.workspace.machine.SafeText;
import dev.tidelock.workspace.machine.WorkspaceFailure;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;

/// The address of a remote. Its text is the address in its one canonical form.
public sealed interface RemoteUrl {
  /// A directory that devices share, such as a mounted drive.
  ///
  /// @param path the directory, absolute and normal
  record Directory(Path path) implements RemoteUrl {
    @Override
    public String toString() {
      return DirectoryUrl.text(path);
    }
  }

  /// A hub.
  ///
  /// @param address where it is
  record Hub(HubAddress address) implements RemoteUrl {
    @Override
    public String toString() {
      return address.toString();
    }
  }

  /// Reads an address as a person wrote it.
  static RemoteUrl parse(String text) {
    Matcher matcher = DirectoryUrl.SCHEME.matcher(text);
    if (!matcher.matches()) {
      throw WorkspaceFailure.invalid(
          "'" + SafeText.of(text) + "' is not a remote's address",
          "write it as a URL, for example file:///mnt/drive/projects or https://hub.example");
    }
    String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
    return switch (scheme) {
      case "file" -> new Directory(DirectoryUrl.parse(text, matcher.group(2)));
      case "http", "https" -> hub(text);
      default ->
          throw WorkspaceFailure.invalid(
              "'"
                  + SafeText.of(text)
                  + "' cannot be used: this version speaks https:// and file://, not "
                  + scheme
                  + "://",
              "use a hub, or a directory that both devices reach");
    };
  }

  /// Reads the address of a hub as a person wrote it.
  static Hub hub(String text) {
    try {
      return new Hub(HubAddress.parse(text));
    } catch (MalformedException e) {
      throw WorkspaceFailure.invalid(
          String.valueOf(e.getMessage()), "write it like this: https://hub.example");
    }
  }
}
