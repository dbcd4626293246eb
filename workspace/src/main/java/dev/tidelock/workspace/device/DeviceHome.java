package dev.tidelock.workspace.device;

import dev.tidelock.core.MalformedException;
import dev.tidelock.core.tree.DeviceId;
import dev.tidelock.engine.port.Randomness;
import dev.tidelock.workspace.json.Json;
import dev.tidelock.workspace.json.JsonFile;
import dev.tidelock.workspace.machine.Environment;
import dev.tidelock.workspace.machine.Reasons;
import dev.tidelock.workspace.machine.WorkspaceFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Where this device keeps what belongs to it and to no project: `device.json`, its identity,
/// `workspaces.json`, the workspaces it knows, and `sign-ins.json`, its rights to use hubs. Only
/// its owner can read it; several processes may use it at once.
///
/// It is `TIDELOCK_HOME`, or `tidelock` in the user's directory for state: an identity must not be
/// carried to another machine together with the user's settings.
public final class DeviceHome {
  private static final int FORMAT = 1;
  private static final String IDENTITY = "device.json";
  private static final String SIGN_INS = "sign-ins.json";

  private final Path directory;
  private final Environment environment;
  private final Randomness randomness;

  /// @param environment tell where it is
  /// @param randomness for the identity of a new device
  public DeviceHome(Environment environment, Randomness randomness) {
    this.environment = environment;
    this.randomness = randomness;
    this.directory = locate(environment);
  }

  private static Path locate(Environment environment) {
    Optional<String> chosen = environment.variable("TIDELOCK_HOME");
    if (chosen.isPresent()) {
      return environment.resolve(chosen.get());
    }
    Path home = userHome(environment);
    if (System.getProperty("os.name", "").startsWith("Mac")) {
      return home.resolve("Library/Application Support/Tidelock");
    }
    return environment
        .variable("XDG_STATE_HOME")
        .map(Path::of)
        .filter(Path::isAbsolute)
        .orElse(home.resolve(".local/state"))
        .resolve("tidelock");
  }

  /// The user's own directory.
  public static Path userHome(Environment environment) {
    return environment
        .variable("HOME")
        .map(Path::of)
        .filter(Path::isAbsolute)
        .orElseGet(() -> Path.of(System.getProperty("user.home", "/")));
  }

  /// Where it is; it need not exist yet.
  public Path directory() {
    return directory;
  }

  /// Who works here, as a text for people: `TIDELOCK_AUTHOR`, or the user's name.
  public String author() {
    String name =
        environment
            .variable("TIDELOCK_AUTHOR")
            .orElseGet(() -> System.getProperty("user.name", "unknown"));
    String line = name.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.substring(0, line.offsetByCodePoints(0, Math.min(255, codePoints(line))));
  }

  private static int codePoints(String text) {
    int units = Math.min(text.length(), 255);
    return text.codePointCount(0, units);
  }

  /// This device; a new identity on the first call ever.
  public Device device() {
    try {
      Optional<Device> known = readDevice();
      return known.isPresent() ? known.get() : locked(this::makeDevice);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private Optional<Device> readDevice() throws IOException {
    Path file = directory.resolve(IDENTITY);
    Optional<Json.Members> stored = read(file);
    if (stored.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> id = stored.get().text("id");
    if (id.isEmpty()) {
      throw damaged(file, "it names no device", new MalformedException("no id"));
    }
    try {
      DeviceId device = new DeviceId(id.get());
      return Optional.of(new Device(device, stored.get().text("name").orElse(device.text())));
    } catch (MalformedException e) {
      throw damaged(file, String.valueOf(e.getMessage()), e);
    }
  }

  private Device makeDevice() throws IOException {
    Optional<Device> quicker = readDevice();
    if (quicker.isPresent()) {
      return quicker.get();
    }
    Device device = Device.named(hostName(), randomness.next(10).toHex());
    JsonFile.write(
        directory.resolve(IDENTITY),
        Json.object()
            .put("format", FORMAT)
            .put("id", device.id().text())
            .put("name", device.name())
            .build());
    return device;
  }

  private String hostName() {
    try {
      Optional<String> host = JsonFile.readText(Path.of("/proc/sys/kernel/hostname"));
      if (host.isPresent()) {
        return host.get().strip();
      }
    } catch (IOException _) {
      // Not Linux, or no /proc: ask the resolver, which may be slow.
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException _) {
      return "device";
    }
  }

  /// The workspaces that this device knows, in the order in which it learnt of them. They may have
  /// been moved or deleted since.
  public List<KnownWorkspace> workspaces() {
    try {
      return readWorkspaces();
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private List<KnownWorkspace> readWorkspaces() throws IOException {
    Optional<Json.Members> stored = read(directory.resolve("workspaces.json"));
    List<KnownWorkspace> workspaces = new ArrayList<>();
    for (Json.Members each : stored.map(file -> file.objects("workspaces")).orElse(List.of())) {
      each.text("directory")
          .map(Path::of)
          .filter(Path::isAbsolute)
          .ifPresent(place ->
              workspaces.add(
                  new KnownWorkspace(
                      each.text("name").orElse(""), each.text("project").orElse(""), place)));
    }
    return workspaces;
  }

  /// Remembers a workspace, in place of what was known of its directory.
  public void remember(KnownWorkspace workspace) {
    if (workspaces().contains(workspace)) {
      return;
    }
    try {
      locked(() -> {
        List<KnownWorkspace> all = new ArrayList<>(readWorkspaces());
        all.removeIf(known -> known.directory().equals(workspace.directory()));
        all.add(workspace);
        JsonFile.write(directory.resolve("workspaces.json"), document(all));
        return all;
      });
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /// The hubs that this device is signed in to.
  public SignIns signIns() {
    try {
      return SignIns.read(directory.resolve(SIGN_INS));
    } catch (MalformedException e) {
      throw damaged(directory.resolve(SIGN_INS), String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /// Keeps a sign-in, in place of an earlier one at the same hub.
  public void keep(SignIn signIn) {
    change(signIns -> signIns.with(signIn));
  }

  /// Keeps no sign-in at a hub any more.
  public void forgetSignIn(String hub) {
    change(signIns -> signIns.without(hub));
  }

  private void change(UnaryOperator<SignIns> change) {
    try {
      locked(() -> {
        SignIns changed = change.apply(signIns());
        changed.write(directory.resolve(SIGN_INS));
        return changed;
      });
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private static Json document(List<KnownWorkspace> workspaces) {
    return Json.object()
        .put("format", FORMAT)
        .put(
            "workspaces",
            Json.array(
                workspaces,
                each ->
                    Json.object()
                        .put("name", each.name())
                        .put("project", each.project())
                        .put("directory", each.directory().toString())
                        .build()))
        .build();
  }

  private Optional<Json.Members> read(Path file) throws IOException {
    try {
      Optional<Json.Members> stored = JsonFile.read(file);
      long format = stored.flatMap(members -> members.whole("format")).orElse((long) FORMAT);
      if (format != FORMAT) {
        throw new WorkspaceFailure(
            WorkspaceFailure.Reason.UNUSABLE,
            file + " was written by another version of Tidelock (format " + format + ")",
            "use that version, or another TIDELOCK_HOME");
      }
      return stored;
    } catch (MalformedException e) {
      throw damaged(file, String.valueOf(e.getMessage()), e);
    }
  }

  private <T> T locked(Action<T> action) throws IOException {
    if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectories(directory);
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    }
    try (FileChannel channel =
            FileChannel.open(
                directory.resolve("lock"),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE));
        var _ = channel.lock()) {
      return action.run();
    }
  }

  private WorkspaceFailure unusable(IOException e) {
    return new WorkspaceFailure(
        WorkspaceFailure.Reason.UNUSABLE,
        "the device's own directory " + directory + " cannot be used: " + Reasons.of(e),
        "make it writable, or set TIDELOCK_HOME to a directory that is",
        e);
  }

  private static WorkspaceFailure damaged(Path file, String detail, MalformedException cause) {
    return new WorkspaceFailure(
        WorkspaceFailure.Reason.UNUSABLE,
        file + " is damaged: " + detail,
        file.endsWith(IDENTITY)
            ? "put it back from a backup, or move it away: then this becomes a new device"
            : file.endsWith(SIGN_INS)
                ? "move it away, and sign in again"
                : "move it away; a workspace is known again once a command ran in it",
        cause);
  }

  private interface Action<T> {
    T run() throws IOException;
  }
}
