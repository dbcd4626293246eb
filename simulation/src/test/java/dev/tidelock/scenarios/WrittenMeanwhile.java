package dev.tidelock.scenarios;

import dev.tidelock.engine.port.Database;
import dev.tidelock.engine.port.Databases;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;

/// An application that writes once, just before something is done with its database.
final class WrittenMeanwhile implements Around {
  private final String before;
  private final Runnable application;
  private boolean over;

  /// It writes just before what was found is written.
  WrittenMeanwhile(Runnable application) {
    this("begin", application);
  }

  /// @param before the method of [Database]
  WrittenMeanwhile(String before, Runnable application) {
    this.before = before;
    this.application = application;
  }

  @Override
  public Databases databases(Databases databases) {
    return new Databases() {
      @Override
      public Database open(String file, int patience) {
        return watched(databases.open(file, patience));
      }

      @Override
      public Database create(String file, int patience) {
        return watched(databases.create(file, patience));
      }

      @Override
      public Moment moment(List<Database> all) {
        throw new UnsupportedOperationException("only one database is watched");
      }
    };
  }

  private Database watched(Database database) {
    return (Database)
        Proxy.newProxyInstance(
            WrittenMeanwhile.class.getClassLoader(),
            new Class<?>[] {Database.class},
            (_, method, arguments) -> {
              if (method.getName().equals(before) && !over) {
                over = true;
                application.run();
              }
              try {
                return method.invoke(database, arguments);
              } catch (InvocationTargetException failure) {
                throw failure.getCause();
              }
            });
  }
}
