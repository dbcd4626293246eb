package dev.tidelock.cli.doctor;

import dev.tidelock.workspace.device.Device;
import dev.tidelock.workspace.device.DeviceHome;
import dev.tidelock.workspace.machine.Reasons;
import dev.tidelock.workspace.machine.WorkspaceFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;

/// Looks at what does not depend on a workspace.
public final class DeviceChecks {
  private static final Path WATCHES = Path.of("/proc/sys/fs/inotify/max_user_watches");
  private static final long FEW_WATCHES = 16_384;

  private final DeviceHome home;

  /// @param home this device
  public DeviceChecks(DeviceHome home) {
    this.home = home;
  }

  /// All findings.
  public List<Finding> run() {
    return List.of(java(), names(), identity(), privacy(), watches());
  }

  private static Finding java() {
    String found = System.getProperty("java.runtime.version", "unknown");
    return Runtime.version().feature() >= 25
        ? Finding.ok("java", found)
        : Finding.fail("java", found + " is too old", "install a JDK 25");
  }

  private static Finding names() {
    String encoding = System.getProperty("sun.jnu.encoding", "unknown");
    return encoding.equalsIgnoreCase("UTF-8")
        ? Finding.ok("names", "the locale is UTF-8")
        : Finding.warn(
            "names",
            "the locale's encoding is "
                + encoding
                + ": names on the command line that are not"
                + " ASCII do not survive",
            "set LC_ALL=C.UTF-8");
  }

  /// How many directories may be watched at once.
  private static Finding watches() {
    String subject = "watches";
    try {
      long most = Long.parseLong(Files.readString(WATCHES).strip());
      String message = "%,d directories may be watched at once".formatted(most);
      return most < FEW_WATCHES
          ? Finding.warn(
              subject,
              message,
              "in larger projects 'sync --watch' looks at everything every ten seconds instead;"
                  + " raise it with: sysctl fs.inotify.max_user_watches=524288")
          : Finding.ok(subject, message);
    } catch (IOException | NumberFormatException _) {
      return Finding.ok(subject, "this system does not say how many directories may be watched");
    }
  }

  private Finding identity() {
    try {
      Device device = home.device();
      return Finding.ok("device", device.name() + " (" + device.id() + "), as " + home.author());
    } catch (WorkspaceFailure failure) {
      return Finding.fail("device", failure.getMessage(), failure.hint());
    }
  }

  private Finding privacy() {
    Path directory = home.directory();
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(directory);
      boolean open = permissions.stream().anyMatch(each -> !each.name().startsWith("OWNER_"));
      return open
          ? Finding.warn("home", directory + " can be read by others", "chmod 700 " + directory)
          : Finding.ok("home", directory.toString());
    } catch (IOException e) {
      return Finding.fail("home", Reasons.of(e), "make it usable, or set TIDELOCK_HOME");
    } catch (UnsupportedOperationException _) {
      return Finding.ok("home", directory.toString());
    }
  }
}
