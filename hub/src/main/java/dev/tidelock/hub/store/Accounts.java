package dev.tidelock.hub.store;

import java.util.List;
import java.util.Optional;

/// The accounts, within one transaction.
public interface Accounts {
  /// The account with this address, in lower case.
  Optional<Account> byEmail(String email);

  /// The account with this id.
  Optional<Account> byId(String id);

  /// What a password is checked against.
  String passwordHash(String id);

  /// All accounts, by address.
  List<Account> all();

  /// Adds an account, unless the address is taken.
  ///
  /// @param time now, in milliseconds since 1970
  boolean add(Account account, String passwordHash, long time);

  /// Sets another password.
  void setPassword(String id, String passwordHash);

  /// Lets an account sign in, or no longer.
  void setDisabled(String id, boolean disabled);
}
