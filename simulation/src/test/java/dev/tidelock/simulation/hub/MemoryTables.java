package dev.tidelock.simulation.hub;

import dev.tidelock.core.Bytes;
import dev.tidelock.hub.store.Account;
import dev.tidelock.hub.store.Accounts;
import dev.tidelock.hub.store.GuardNotes;
import dev.tidelock.hub.store.Moves;
import dev.tidelock.hub.store.Objects;
import dev.tidelock.hub.store.Packs;
import dev.tidelock.hub.store.Projects;
import dev.tidelock.hub.store.Tables;
import dev.tidelock.hub.store.Token;
import dev.tidelock.hub.store.Tokens;
import dev.tidelock.simulation.hub.Journal.Table;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The tables of [MemoryRecords].
final class MemoryTables implements Tables {
  private final MemoryAccounts accounts;
  private final MemoryTokens tokens;
  private final MemoryProjects projects;
  private final MemoryPacks packs;
  private final MemoryObjects objects;
  private final MemoryMoves moves;
  private final MemoryNotes guardNotes;

  MemoryTables(Journal journal) {
    accounts = new MemoryAccounts(new Table<>(journal));
    tokens = new MemoryTokens(new Table<>(journal));
    projects = new MemoryProjects(new Table<>(journal), new Table<>(journal));
    objects = new MemoryObjects(new Table<>(journal));
    packs = new MemoryPacks(new Table<>(journal), new Table<>(journal), objects);
    moves = new MemoryMoves(new Table<>(journal), new Table<>(journal), new Table<>(journal));
    guardNotes = new MemoryNotes(new Table<>(journal));
  }

  void restore(MemoryTables other) {
    accounts.rows.restore(other.accounts.rows.rows());
    tokens.rows.restore(other.tokens.rows.rows());
    projects.restore(other.projects);
    packs.restore(other.packs);
    objects.restore(other.objects);
    moves.restore(other.moves);
    guardNotes.rows.restore(other.guardNotes.rows.rows());
  }

  long moveCount() {
    return moves.count();
  }

  @Override
  public Accounts accounts() {
    return accounts;
  }

  @Override
  public Tokens tokens() {
    return tokens;
  }

  @Override
  public Projects projects() {
    return projects;
  }

  @Override
  public Packs packs() {
    return packs;
  }

  @Override
  public Objects objects() {
    return objects;
  }

  @Override
  public Moves moves() {
    return moves;
  }

  @Override
  public GuardNotes guardNotes() {
    return guardNotes;
  }

  private record MemoryAccounts(Table<String, Person> rows) implements Accounts {
    private record Person(Account account, String password) {}

    @Override
    public Optional<Account> byEmail(String email) {
      return all().stream().filter(each -> each.email().equals(email)).findFirst();
    }

    @Override
    public Optional<Account> byId(String id) {
      return rows.get(id).map(Person::account);
    }

    @Override
    public String passwordHash(String id) {
      return rows.get(id).orElseThrow().password();
    }

    @Override
    public List<Account> all() {
      return rows.rows().values().stream()
          .map(Person::account)
          .sorted(Comparator.comparing(Account::email))
          .toList();
    }

    @Override
    public boolean add(Account account, String passwordHash, long time) {
      boolean fresh = byEmail(account.email()).isEmpty();
      if (fresh) {
        rows.put(account.id(), new Person(account, passwordHash));
      }
      return fresh;
    }

    @Override
    public void setPassword(String id, String passwordHash) {
      rows.get(id).ifPresent(row -> rows.put(id, new Person(row.account(), passwordHash)));
    }

    @Override
    public void setDisabled(String id, boolean disabled) {
      rows.get(id)
          .ifPresent(row -> {
            Account old = row.account();
            Account account = new Account(id, old.email(), old.admin(), disabled);
            rows.put(id, new Person(account, row.password()));
          });
    }
  }

  private record MemoryTokens(Table<String, Held> rows) implements Tokens {
    private record Held(Token token, Bytes hash) {
      Held with(long used, boolean revoked) {
        return new Held(
            new Token(
                token.id(),
                token.account(),
                token.name(),
                token.scope(),
                token.device(),
                token.deviceName(),
                token.made(),
                used,
                token.expires(),
                revoked),
            hash);
      }
    }

    @Override
    public Optional<Token> bySecret(Bytes hash) {
      return rows.rows().values().stream()
          .filter(row -> row.hash().equals(hash))
          .findFirst()
          .map(Held::token);
    }

    @Override
    public List<Token> usable(String account, long now) {
      return rows.rows().values().stream()
          .map(Held::token)
          .filter(it -> it.account().equals(account) && !it.revoked() && it.expires() > now)
          .sorted(Comparator.comparing(Token::made).thenComparing(Token::id))
          .toList();
    }

    @Override
    public void add(Token token, Bytes hash) {
      rows.put(token.id(), new Held(token, hash));
    }

    @Override
    public void setUsed(String id, long time) {
      rows.get(id).ifPresent(row -> rows.put(id, row.with(time, row.token().revoked())));
    }

    @Override
    public boolean revoke(String account, String id) {
      Optional<Held> found =
          rows.get(id)
              .filter(row -> row.token().account().equals(account) && !row.token().revoked());
      found.ifPresent(row -> rows.put(id, row.with(row.token().used(), true)));
      return found.isPresent();
    }

    @Override
    public void revokeAll(String account) {
      List.copyOf(rows.rows().keySet()).forEach(id -> revoke(account, id));
    }

    @Override
    public int forget(long before) {
      List<String> old =
          rows.rows().values().stream()
              .map(Held::token)
              .filter(token -> token.expires() < before)
              .map(Token::id)
              .toList();
      old.forEach(rows::remove);
      return old.size();
    }
  }

  private record MemoryNotes(Table<Name, Noted> rows) implements GuardNotes {
    private record Name(long project, String branch, Bytes key) implements Comparable<Name> {
      private static final Comparator<Name> ORDER =
          Comparator.comparingLong(Name::project)
              .thenComparing(Name::branch)
              .thenComparing(Name::key);

      @Override
      public int compareTo(Name other) {
        return ORDER.compare(this, other);
      }
    }

    private record Noted(Bytes value, long time) {}

    @Override
    public Optional<Bytes> get(long project, String branch, Bytes key) {
      return rows.get(new Name(project, branch, key)).map(Noted::value);
    }

    @Override
    public void put(long project, String branch, Bytes key, Bytes value, long time) {
      rows.put(new Name(project, branch, key), new Noted(value, time));
    }

    @Override
    public void delete(long project, String branch, Bytes key) {
      rows.remove(new Name(project, branch, key));
    }

    @Override
    public List<String> branches(long project) {
      return rows.rows().keySet().stream()
          .filter(name -> name.project() == project)
          .map(Name::branch)
          .distinct()
          .toList();
    }

    @Override
    public void forget(Bytes prefix, long before) {
      rows.rows().entrySet().stream()
          .filter(row -> row.getValue().time() < before && begins(row.getKey().key(), prefix))
          .map(Map.Entry::getKey)
          .toList()
          .forEach(rows::remove);
    }

    private static boolean begins(Bytes key, Bytes prefix) {
      return key.size() >= prefix.size() && key.slice(0, prefix.size()).equals(prefix);
    }
  }
}
