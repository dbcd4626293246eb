package dev.tidelock.scenarios;

import dev.tidelock.engine.port.Database;
import dev.tidelock.engine.port.DatabaseFailure;
import dev.tidelock.engine.port.Databases;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;

/// Applications that hold their databases' write locks: all can be read, and nothing be written.
final class Locked implements Around {
  @Override
  public Databases databases(Databases databases) {
    return new Databases() {
      @Override
      public Database open(String file, int patience) {
        return locked(databases.open(file, patience));
      }

      @Override
      public Database create(String file, int patience) {
        return locked(databases.create(file, patience));
      }

      @Override
      public Moment moment(List<Database> all) {
        throw new DatabaseFailure(DatabaseFailure.Reason.BUSY, "locked");
      }
    };
  }

  private static Database locked(Database database) {
    return (Database)
        Proxy.newProxyInstance(
            Locked.class.getClassLoader(),
            new Class<?>[] {Database.class},
            (_, method, arguments) -> {
              if (method.getName().equals("begin")) {
                throw new DatabaseFailure(DatabaseFailure.Reason.BUSY, "locked");
              }
              try {
                return method.invoke(database, arguments);
              } catch (InvocationTargetException failure) {
                throw failure.getCause();
              }
            });
  }
}
