package dev.tidelock.hub.account;

import dev.tidelock.engine.port.Clock;
import dev.tidelock.engine.port.Randomness;
import dev.tidelock.hub.store.Account;
import dev.tidelock.hub.store.Records;
import dev.tidelock.hub.store.Tables;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/// The accounts, as whoever runs the hub sees them. Safe for use by any thread.
public final class People {
  private static final int ID_SIZE = 10;
  private static final int MAX_EMAIL = 254;
  private static final Pattern EMAIL = Pattern.compile("[^@\\s\\p{Cntrl}]+@[^@\\s\\p{Cntrl}]+");

  private final Records records;
  private final Passwords passwords;
  private final Randomness randomness;
  private final Clock clock;

  /// @param records where accounts are
  /// @param passwords hashes passwords
  /// @param randomness for ids
  /// @param clock the time
  public People(Records records, Passwords passwords, Randomness randomness, Clock clock) {
    this.records = records;
    this.passwords = passwords;
    this.randomness = randomness;
    this.clock = clock;
  }

  /// What an account is to be.
  public enum Role {
    /// One that owns projects.
    USER,
    /// One that may do what concerns others.
    ADMIN
  }

  /// An e-mail address as accounts have it: in lower case; nothing if it is none.
  public static Optional<String> address(String text) {
    String email = text.strip().toLowerCase(Locale.ROOT);
    return email.length() <= MAX_EMAIL && EMAIL.matcher(email).matches()
        ? Optional.of(email)
        : Optional.empty();
  }

  /// All accounts, by address.
  public List<Account> all() {
    return records.read(tables -> tables.accounts().all());
  }

  /// Adds an account: nothing if the address is taken.
  ///
  /// @param email an [#address]
  public Optional<Account> add(String email, String password, Role role) {
    Account account =
        new Account(randomness.next(ID_SIZE).toHex(), email, role == Role.ADMIN, false);
    String hash = passwords.hash(password);
    long now = clock.wallMillis();
    return records.write(tables -> tables.accounts().add(account, hash, now))
        ? Optional.of(account)
        : Optional.empty();
  }

  /// Sets another password and ends all sessions: whether there is such an account.
  public boolean setPassword(String email, String password) {
    String hash = passwords.hash(password);
    return change(
        email,
        (tables, account) -> {
          tables.accounts().setPassword(account.id(), hash);
          tables.tokens().revokeAll(account.id());
        });
  }

  /// Lets an account sign in no more, and ends all sessions: whether there is such an account.
  public boolean disable(String email) {
    return change(
        email,
        (tables, account) -> {
          tables.accounts().setDisabled(account.id(), true);
          tables.tokens().revokeAll(account.id());
        });
  }

  /// Lets an account sign in again: whether there is such an account.
  public boolean enable(String email) {
    return change(email, (tables, account) -> tables.accounts().setDisabled(account.id(), false));
  }

  private boolean change(String email, BiConsumer<Tables, Account> change) {
    return records.write(tables -> {
      Optional<Account> account = tables.accounts().byEmail(email);
      account.ifPresent(found -> change.accept(tables, found));
      return account.isPresent();
    });
  }
}
