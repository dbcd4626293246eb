package dev.tidelock.hub.account;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.port.Clock;
import dev.tidelock.engine.port.Randomness;
import dev.tidelock.hub.protocol.ErrorCode;
import dev.tidelock.hub.protocol.Refusal;
import dev.tidelock.hub.store.Account;
import dev.tidelock.hub.store.Records;
import dev.tidelock.hub.store.Scope;
import dev.tidelock.hub.store.Token;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;

/// Signing in, and the tokens that come of it. Safe for use by any thread.
public final class Access {
  /// How long the session of a device lasts after signing in.
  public static final Duration SESSION = Duration.ofDays(365);

  /// The longest life of a token that a person makes, in days.
  public static final int MAX_DAYS = 3650;

  private static final int MAX_NAME = 200;
  private static final int ID_SIZE = 10;
  private static final Duration NOTED = Duration.ofMinutes(1);
  private static final Duration BUSY = Duration.ofSeconds(5);

  private final Records records;
  private final Passwords passwords;
  private final Randomness randomness;
  private final Clock clock;
  private final Attempts perAccount = new Attempts(10, Duration.ofSeconds(30));
  private final Attempts perAddress = new Attempts(50, Duration.ofSeconds(5));

  /// Stands in for the hash of accounts that are not there, so that they take as long.
  private volatile Optional<String> nobody = Optional.empty();

  /// @param records where accounts and tokens are
  /// @param passwords checks passwords
  /// @param randomness for secrets and ids
  /// @param clock the time
  public Access(Records records, Passwords passwords, Randomness randomness, Clock clock) {
    this.records = records;
    this.passwords = passwords;
    this.randomness = randomness;
    this.clock = clock;
  }

  /// A new token and its secret, which is shown this once.
  ///
  /// @param secret what the bearer knows
  /// @param caller whom it makes the bearer
  public record Granted(String secret, Caller caller) {}

  /// Signs a device in.
  ///
  /// @param address where the request came from
  /// @throws Refusal if that is not to be
  public Granted signIn(
      String email, String password, String device, String deviceName, String address) {
    limit(perAddress, address);
    // No account has another address; and what is counted stays small, whoever sends what.
    String who = People.address(email).orElse("");
    limit(perAccount, who);
    Optional<Account> account = records.read(tables -> tables.accounts().byEmail(who));
    Optional<String> hash =
        account.map(found -> records.read(tables -> tables.accounts().passwordHash(found.id())));
    boolean right =
        password.length() <= Passwords.MAX_LENGTH && matches(password, hash) && hash.isPresent();
    if (!right) {
      throw new Refusal(
          ErrorCode.WRONG_CREDENTIALS,
          "the e-mail address or the password is wrong",
          "check both; after several attempts you have to wait");
    }
    perAccount.forget(who);
    Account found = account.orElseThrow();
    if (found.disabled()) {
      throw disabled();
    }
    long now = clock.wallMillis();
    Token token =
        new Token(
            randomness.next(ID_SIZE).toHex(),
            found.id(),
            "",
            Scope.WRITE,
            device,
            shortened(deviceName),
            now,
            now,
            now + SESSION.toMillis(),
            false);
    return grant(found, token);
  }

  private boolean matches(String password, Optional<String> hash) {
    try {
      if (nobody.isEmpty()) {
        nobody = Optional.of(passwords.hash(randomness.next(ID_SIZE).toHex()));
      }
      return passwords.matches(password, hash.or(() -> nobody).orElseThrow());
    } catch (RejectedExecutionException _) {
      throw Refusal.later(ErrorCode.BUSY, "too many sign in at once", BUSY);
    }
  }

  private void limit(Attempts attempts, String who) {
    Duration wait = attempts.take(who, clock.monotonicNanos());
    if (!wait.isZero()) {
      Duration whole = Duration.ofSeconds(wait.toSeconds() + 1);
      throw Refusal.later(
          ErrorCode.TOO_MANY,
          "there were too many attempts to sign in; the next one can be made in "
              + whole.toSeconds()
              + " seconds",
          whole);
    }
  }

  private Granted grant(Account account, Token token) {
    String secret = Secrets.next(randomness);
    records.write(tables -> {
      if (!token.device().isEmpty()) {
        // A device has one session: a new one takes the place of the old one.
        tables.tokens().usable(account.id(), token.made()).stream()
            .filter(old -> old.device().equals(token.device()))
            .forEach(old -> tables.tokens().revoke(account.id(), old.id()));
      }
      tables.tokens().add(token, Secrets.hash(secret));
      return true;
    });
    return new Granted(secret, new Caller(account, token));
  }

  /// Makes a token for a program.
  ///
  /// @param days how long it is good, 1 to [#MAX_DAYS]
  public Granted makeToken(Caller caller, String name, Scope scope, int days) {
    if (days < 1 || days > MAX_DAYS) {
      throw Refusal.malformed("a token is good for 1 to " + MAX_DAYS + " days");
    }
    long now = clock.wallMillis();
    Token token =
        new Token(
            randomness.next(ID_SIZE).toHex(),
            caller.account().id(),
            shortened(name),
            scope,
            "",
            "",
            now,
            now,
            now + Duration.ofDays(days).toMillis(),
            false);
    return grant(caller.account(), token);
  }

  private static String shortened(String text) {
    return text.length() <= MAX_NAME ? text : text.substring(0, MAX_NAME);
  }

  /// Who bears a secret.
  ///
  /// @throws Refusal if nobody does, or no longer
  public Caller caller(String secret) {
    Bytes hash = Secrets.hash(secret);
    Optional<Caller> found =
        records.read(tables ->
            tables
                .tokens()
                .bySecret(hash)
                .flatMap(token ->
                    tables
                        .accounts()
                        .byId(token.account())
                        .map(account -> new Caller(account, token))));
    Caller caller =
        found.orElseThrow(() ->
            new Refusal(ErrorCode.UNAUTHENTICATED, "the hub does not know this token", "sign in"));
    requireUsable(caller);
    note(caller.token());
    return caller;
  }

  private void requireUsable(Caller caller) {
    if (caller.token().revoked()) {
      throw new Refusal(ErrorCode.REVOKED, "this token was revoked", "sign in again");
    }
    if (caller.token().expires() <= clock.wallMillis()) {
      throw new Refusal(ErrorCode.EXPIRED, "this token has expired", "sign in again");
    }
    if (caller.account().disabled()) {
      throw disabled();
    }
  }

  private void note(Token token) {
    long now = clock.wallMillis();
    if (Math.abs(now - token.used()) >= NOTED.toMillis()) {
      records.write(tables -> {
        tables.tokens().setUsed(token.id(), now);
        return true;
      });
    }
  }

  /// The tokens of the caller's account, its sessions included.
  public List<Token> tokens(Caller caller) {
    long now = clock.wallMillis();
    return records.read(tables -> tables.tokens().usable(caller.account().id(), now));
  }

  /// Takes a token of the caller's account back: whether there was one.
  public boolean revoke(Caller caller, String token) {
    return records.write(tables -> tables.tokens().revoke(caller.account().id(), token));
  }

  private static Refusal disabled() {
    return new Refusal(ErrorCode.DISABLED, "this account is disabled", "ask whoever runs the hub");
  }
}
