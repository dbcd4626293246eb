package dev.tidelock.scenarios;

import dev.tidelock.engine.port.Database;
import dev.tidelock.engine.port.DatabaseFailure;
import dev.tidelock.engine.port.Databases;
import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.StateStore;
import dev.tidelock.engine.remote.Remote;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;

/// Lets something happen just before the engine makes a call: the user edits, an application writes
/// into its database, the machine dies, the disk is full.
final class Meanwhile implements Around {
  private static final Set<String> CHANGES =
      Set.of(
          "create",
          "write",
          "makeDirectory",
          "makeLink",
          "hardLink",
          "replace",
          "exchange",
          "move",
          "delete",
          "removeDirectory",
          "setAttributes",
          "barrier",
          "send");

  private final Happening happening;

  /// What may happen before a call.
  @FunctionalInterface
  interface Happening {
    /// @param call the name of the port's method
    void before(String call);
  }

  private Meanwhile(Happening happening) {
    this.happening = happening;
  }

  /// Something may happen before each call.
  static Meanwhile each(Happening happening) {
    return new Meanwhile(happening);
  }

  /// Something may happen before each call that changes anything anywhere.
  static Meanwhile eachChange(Runnable happening) {
    return new Meanwhile(name -> {
      if (CHANGES.contains(name)) {
        happening.run();
      }
    });
  }

  /// Something happens once, before the n-th call with this name, counted from 1.
  static Meanwhile before(String call, int n, Runnable happening) {
    int[] seen = {0};
    return new Meanwhile(name -> {
      if (name.equals(call)) {
        seen[0]++;
        if (seen[0] == n) {
          happening.run();
        }
      }
    });
  }

  /// Applications hold their databases' write locks: all can be read, and nothing be written.
  static Meanwhile locked() {
    return new Meanwhile(name -> {
      if (name.equals("begin") || name.equals("moment")) {
        throw new DatabaseFailure(DatabaseFailure.Reason.BUSY, "locked");
      }
    });
  }

  @Override
  public Databases databases(Databases databases) {
    return new Databases() {
      @Override
      public Database open(String file, int patience) {
        return watched(Database.class, databases.open(file, patience));
      }

      @Override
      public Database create(String file, int patience) {
        return watched(Database.class, databases.create(file, patience));
      }

      @Override
      public Moment moment(List<Database> all) {
        happening.before("moment");
        throw new UnsupportedOperationException("only one database is watched");
      }
    };
  }

  @Override
  public FileSystem files(FileSystem files) {
    return watched(FileSystem.class, files);
  }

  @Override
  public StateStore state(StateStore state) {
    return watched(StateStore.class, state);
  }

  @Override
  public Remote remote(Remote remote) {
    return watched(Remote.class, remote);
  }

  private <T> T watched(Class<T> port, T inner) {
    InvocationHandler handler =
        (_, method, arguments) -> {
          if (!method.getName().equals("close")) {
            happening.before(method.getName());
          }
          return answer(inner, method, arguments);
        };
    return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, handler));
  }

  private Object answer(Object inner, Method method, Object[] arguments) throws Throwable {
    try {
      Object result = method.invoke(inner, arguments);
      if (method.getReturnType() == FileSystem.Sink.class) {
        return watched(FileSystem.Sink.class, (FileSystem.Sink) result);
      }
      if (method.getReturnType() == FileSystem.Source.class) {
        return watched(FileSystem.Source.class, (FileSystem.Source) result);
      }
      return method.getReturnType() == Remote.Push.class
          ? watched(Remote.Push.class, (Remote.Push) result)
          : result;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
