package dev.tidelock.simulation.port;

import dev.tidelock.core.Bytes;
import dev.tidelock.engine.remote.BlobStore;
import dev.tidelock.engine.remote.RemoteFailure;
import dev.tidelock.engine.remote.RemoteFailure.Reason;
import dev.tidelock.generators.Tape;
import dev.tidelock.simulation.gate.Fault;
import dev.tidelock.simulation.gate.Gate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A [BlobVault] as one device reaches it: each call passes a [Gate]. Strict about names.
public final class SimBlobStore implements BlobStore {
  private static final Pattern NAME = Pattern.compile("[a-z0-9_.-]+(/[a-z0-9_.-]+)*");
  private static final Pattern DOTS = Pattern.compile("(^|.*/)\\.\\.?(/.*|$)");

  private final BlobVault vault;
  private final Gate gate;
  private final Tape tape;

  /// @param vault what is stored
  /// @param gate the way to it
  /// @param tape decides the order of listings and where an answer is damaged
  public SimBlobStore(BlobVault vault, Gate gate, Tape tape) {
    this.vault = vault;
    this.gate = gate;
    this.tape = tape;
  }

  @Override
  public boolean create(String name, Bytes content) {
    Fault fault = pass("create", name);
    boolean created = vault.create(name, content);
    loseReply(fault, name);
    return created;
  }

  @Override
  public Optional<Bytes> read(String name) {
    Fault fault = pass("read", name);
    return damage(fault, vault.read(name));
  }

  @Override
  public Optional<Bytes> read(String name, long offset, int length) {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("offset " + offset + ", length " + length);
    }
    Fault fault = pass("readRange", name);
    return damage(
        fault,
        vault
            .read(name)
            .map(content -> {
              int from = (int) Math.min(offset, content.size());
              int to = (int) Math.min((long) from + length, content.size());
              return content.slice(from, to);
            }));
  }

  @Override
  public List<String> list(String prefix) {
    pass("list", "x");
    return tape.shuffle(vault.list(prefix));
  }

  @Override
  public boolean replace(String name, Bytes content) {
    Fault fault = pass("replace", name);
    boolean replaced = vault.replace(name, content);
    loseReply(fault, name);
    return replaced;
  }

  @Override
  public void delete(String name) {
    Fault fault = pass("delete", name);
    vault.delete(name);
    loseReply(fault, name);
  }

  private Fault pass(String operation, String name) {
    if (!NAME.matcher(name).matches() || DOTS.matcher(name).matches()) {
      throw new IllegalArgumentException("no name for a blob: " + name);
    }
    Fault fault = gate.call("blob." + operation, name);
    switch (fault) {
      case UNREACHABLE -> throw new RemoteFailure(Reason.UNREACHABLE, operation + " " + name);
      case DENIED -> throw new RemoteFailure(Reason.DENIED, operation + " " + name);
      case NO_SPACE -> throw new RemoteFailure(Reason.NO_SPACE, operation + " " + name);
      case BROKEN -> throw new RemoteFailure(Reason.UNREACHABLE, "broken: " + name);
      case NONE, LATE, LOST_REPLY, SHORT, FLIPPED, BUSY, CHANGED, READ_ONLY -> {}
    }
    return fault;
  }

  private static void loseReply(Fault fault, String name) {
    if (fault == Fault.LOST_REPLY) {
      throw new RemoteFailure(Reason.UNREACHABLE, "no reply: " + name);
    }
  }

  private Optional<Bytes> damage(Fault fault, Optional<Bytes> answer) {
    if (answer.isEmpty() || answer.get().isEmpty()) {
      return answer;
    }
    Bytes whole = answer.get();
    if (fault == Fault.SHORT) {
      return Optional.of(whole.slice(0, tape.nextInt(whole.size())));
    }
    if (fault == Fault.FLIPPED) {
      return Optional.of(BlobVault.flipped(whole, tape.nextInt(1 << 20)));
    }
    return answer;
  }
}
