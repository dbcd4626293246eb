package dev.tidelock.cli.command.hub;

import dev.tidelock.cli.output.ExitCode;
import dev.tidelock.cli.output.Failure;
import dev.tidelock.hub.DataDirectory;
import dev.tidelock.hub.HubLog;
import dev.tidelock.hub.Upkeep;
import dev.tidelock.hub.account.Passwords;
import dev.tidelock.hub.account.People;
import dev.tidelock.hub.report.CheckReport;
import dev.tidelock.hub.report.Copied;
import dev.tidelock.hub.report.Freed;
import dev.tidelock.hub.settings.UnusableCertificateException;
import dev.tidelock.hub.store.Account;
import dev.tidelock.hub.store.StoreFailure;
import dev.tidelock.workspace.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// What the `hub` commands do at a hub on this machine. It stands apart from the commands because
/// those are looked at, with all their methods, for help and completion, where the hub's part of
/// the program is not loaded.
final class HubWork {
  private HubWork() {}

  /// An e-mail address as accounts have it.
  static String address(String text) {
    return People.address(text)
        .orElseThrow(() -> Failure.usage("'" + text + "' is no e-mail address", ""));
  }

  /// A password that is neither too short nor too long.
  static String password(String text) {
    if (!Passwords.isLongEnough(text)) {
      throw Failure.usage(
          "a password has %d to %d characters"
              .formatted(Passwords.MIN_LENGTH, Passwords.MAX_LENGTH),
          "choose another one");
    }
    return text;
  }

  /// Adds an account: nothing if there is one. The hub is made if it is not there.
  static Optional<Json.Members> add(Path data, String email, String password, boolean admin) {
    People.Role role = admin ? People.Role.ADMIN : People.Role.USER;
    return named(() -> {
      try (Upkeep hub = Upkeep.make(data)) {
        return hub.people().add(email, password, role).map(HubWork::body);
      }
    });
  }

  /// The accounts.
  static List<Json.Members> users(Path data) {
    return with(data, hub -> hub.people().all().stream().map(HubWork::body).toList());
  }

  private static Json.Members body(Account account) {
    return Json.object()
        .put("id", account.id())
        .put("email", account.email())
        .put("admin", account.admin())
        .put("disabled", account.disabled())
        .build();
  }

  static void setPassword(Path data, String email, String password) {
    change(data, email, people -> people.setPassword(email, password));
  }

  static void disable(Path data, String email) {
    change(data, email, people -> people.disable(email));
  }

  static void enable(Path data, String email) {
    change(data, email, people -> people.enable(email));
  }

  private static void change(Path data, String email, Predicate<People> change) {
    if (!with(data, hub -> change.test(hub.people()))) {
      throw new Failure(
          ExitCode.NOT_FOUND,
          "there is no account " + email,
          "'tidelock hub user list' shows which there are");
    }
  }

  /// Makes `target` a copy of a hub.
  static Json.Builder backup(Path data, Path target) {
    return amount(with(data, hub -> hub.backup(target)));
  }

  /// Makes a new hub out of a copy.
  static Json.Builder restore(Path backup, Path data) {
    if (!new DataDirectory(backup).isThere()) {
      throw new Failure(
          ExitCode.NOT_FOUND,
          "there is no backup of a hub in " + backup,
          "'tidelock hub backup DIR' makes one");
    }
    return amount(named(() -> Upkeep.restore(backup, data)));
  }

  private static Json.Builder amount(Copied copied) {
    return success(true).put("packs", copied.packs()).put("bytes", copied.bytes());
  }

  /// Frees what nothing stands on.
  static Json.Builder collectGarbage(Path data) {
    Freed freed = with(data, Upkeep::collectGarbage);
    return success(true)
        .put("objects", freed.objects())
        .put("packs", freed.packs())
        .put("bytes", freed.bytes())
        .put("tokens", freed.tokens());
  }

  /// Reads everything.
  static Json.Builder check(Path data) {
    CheckReport report = with(data, Upkeep::check);
    return success(report.findings().isEmpty())
        .put("projects", report.projects())
        .put("objects", report.objects())
        .put("bytes", report.bytes())
        .put("findings", Json.array(report.findings(), Json::of));
  }

  private static Json.Builder success(boolean success) {
    return Json.object().put("schema", 1).put("success", success);
  }

  private static <T> T with(Path data, Function<Upkeep, T> work) {
    return named(() -> {
      try (Upkeep hub = Upkeep.find(data).orElseThrow(() -> missing(data))) {
        return work.apply(hub);
      }
    });
  }

  private static Failure missing(Path data) {
    return new Failure(
        ExitCode.NOT_FOUND,
        "there is no hub in " + data,
        "'tidelock hub serve' or 'tidelock hub user add' makes one; --data names another");
  }

  /// Runs `work` and turns its failures into those of a command.
  static <T> T named(Supplier<T> work) {
    HubLog.toStandardError(HubLog.Detail.USUAL);
    try {
      return work.get();
    } catch (DataDirectory.HeldException e) {
      throw new Failure(
          ExitCode.BUSY,
          String.valueOf(e.getMessage()),
          "stop it first, or choose another directory with --data",
          e);
    } catch (UnusableCertificateException e) {
      throw new Failure(
          ExitCode.USAGE, String.valueOf(e.getMessage()), "see 'tidelock hub serve --help'", e);
    } catch (StoreFailure e) {
      throw of(e);
    }
  }

  private static Failure of(StoreFailure e) {
    String message = String.valueOf(e.getMessage());
    return switch (e.reason()) {
      case NO_SPACE, QUOTA ->
          new Failure(ExitCode.NO_SPACE, message, "free some space, then run it again", e);
      case BUSY -> new Failure(ExitCode.BUSY, message, "try again in a while", e);
      case CORRUPT ->
          new Failure(ExitCode.FAILURE, message, "'tidelock hub restore' brings a backup back", e);
      case FAILED -> new Failure(ExitCode.FAILURE, message, "", e);
    };
  }
}
