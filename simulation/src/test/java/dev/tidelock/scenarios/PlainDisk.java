package dev.tidelock.scenarios;

import dev.tidelock.core.name.TreePath;
import dev.tidelock.engine.port.FileFailure;
import dev.tidelock.engine.port.FileSystem;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/// A disk where no file has two names and no two files change places in one step, as exFAT, and
/// where nothing can be moved to one path.
///
/// @param refused that path
record PlainDisk(TreePath refused) implements Around {
  @Override
  public FileSystem files(FileSystem files) {
    return (FileSystem)
        Proxy.newProxyInstance(
            FileSystem.class.getClassLoader(),
            new Class<?>[] {FileSystem.class},
            (_, method, arguments) -> {
              boolean fails =
                  method.getName().equals("hardLink")
                      || method.getName().equals("move")
                          && arguments[1].equals(refused)
                          && isBeingBuilt((TreePath) arguments[0]);
              if (fails) {
                throw new FileFailure(
                    FileFailure.Reason.DENIED, (TreePath) arguments[1], "refused");
              }
              if (method.getName().equals("exchange")) {
                return false;
              }
              try {
                return method.invoke(files, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private static boolean isBeingBuilt(TreePath path) {
    return path.startsWith(TreePath.parse(".tidelock/tmp"));
  }
}
