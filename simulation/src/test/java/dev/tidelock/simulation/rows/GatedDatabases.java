package dev.tidelock.simulation.rows;

import dev.tidelock.core.record.TableId;
import dev.tidelock.engine.port.Database;
import dev.tidelock.engine.port.DatabaseFailure;
import dev.tidelock.engine.port.DatabaseFailure.Reason;
import dev.tidelock.engine.port.DatabaseSnapshot;
import dev.tidelock.engine.port.DatabaseTransaction;
import dev.tidelock.engine.port.Databases;
import dev.tidelock.engine.port.RowCursor;
import dev.tidelock.simulation.gate.Fault;
import dev.tidelock.simulation.gate.Gate;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Real databases as one simulated process has them: each call, also to what they open, passes its
/// [Gate], and what the process has open can be closed from outside, as a system does with what a
/// dead process had.
final class GatedDatabases implements Databases {
  private static final List<Class<?>> PARTS =
      List.of(Database.class, DatabaseSnapshot.class, DatabaseTransaction.class, RowCursor.class);

  private final Databases real;
  private final Gate gate;
  private final List<Database> open = new ArrayList<>();

  /// @param real the databases
  /// @param gate the way to them
  GatedDatabases(Databases real, Gate gate) {
    this.real = real;
    this.gate = gate;
  }

  /// Closes all that the process has open: what it did not commit never happened.
  void closeAll() {
    open.forEach(Database::close);
    open.clear();
  }

  /// What is in the way is not waited for: nobody else would ever move.
  @Override
  public Database open(String file, int patience) {
    pass("open", "");
    return opened(real.open(file, 0));
  }

  @Override
  public Database create(String file, int patience) {
    pass("create", "");
    return opened(real.create(file, 0));
  }

  @Override
  public Moment moment(List<Database> databases) {
    pass("moment", "");
    Moment moment = real.moment(databases.stream().map(GatedDatabases::ungated).toList());
    return new Moment(
        moment.snapshots().stream().map(each -> gated(DatabaseSnapshot.class, each)).toList(),
        moment.together());
  }

  private Database opened(Database database) {
    open.add(database);
    return gated(Database.class, database);
  }

  private static Database ungated(Database database) {
    return (Database) ((Gated) Proxy.getInvocationHandler(database)).real;
  }

  private <T> T gated(Class<T> type, Object part) {
    return type.cast(
        Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, new Gated(part)));
  }

  private void pass(String operation, String subject) {
    reason(gate.call("db." + operation, subject))
        .ifPresent(reason -> {
          throw new DatabaseFailure(reason, "db." + operation + " " + subject);
        });
  }

  private static Optional<Reason> reason(Fault fault) {
    return switch (fault) {
      case BUSY -> Optional.of(Reason.BUSY);
      case CHANGED -> Optional.of(Reason.CHANGED);
      case READ_ONLY -> Optional.of(Reason.READ_ONLY);
      case DENIED -> Optional.of(Reason.DENIED);
      case NO_SPACE -> Optional.of(Reason.NO_SPACE);
      case BROKEN -> Optional.of(Reason.BROKEN);
      case NONE, UNREACHABLE, LOST_REPLY, LATE, SHORT, FLIPPED -> Optional.empty();
    };
  }

  /// One part behind the gate.
  private final class Gated implements InvocationHandler {
    private final Object real;

    Gated(Object real) {
      this.real = real;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
        throws Throwable {
      if (method.getName().equals("close")) {
        // What ends something can be the end of the process, but cannot fail.
        gate.call("db.close", "");
      } else {
        pass(method.getName(), subject(arguments));
      }
      try {
        return wrapped(method.getReturnType(), method.invoke(real, arguments));
      } catch (InvocationTargetException failure) {
        throw failure.getCause();
      }
    }

    private @Nullable Object wrapped(Class<?> type, @Nullable Object result) {
      return result != null && PARTS.contains(type) ? gated(type, result) : result;
    }

    private static String subject(Object @Nullable [] arguments) {
      return arguments == null
          ? ""
          : Stream.of(arguments)
              .filter(each -> each instanceof String || each instanceof TableId)
              .map(Object::toString)
              .findFirst()
              .orElse("");
    }
  }
}
