package dev.tidelock.cli.machine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/// The signals by which a process is asked to end. The class behind it is the machine's own and is
/// reached by its name, because the compiler refuses to see it.
public enum Signals {
  /// From the keyboard.
  INTERRUPT("INT"),
  /// From whoever runs the process.
  TERMINATE("TERM");

  private final String name;

  Signals(String name) {
    this.name = name;
  }

  /// From now on `action` runs, on a thread of its own, whenever one of the signals comes. Where
  /// they cannot be caught, they end the process as ever.
  public static void onEach(Consumer<Signals> action) {
    for (Signals signal : values()) {
      signal.handle(() -> action.accept(signal));
    }
  }

  private void handle(Runnable action) {
    try {
      Class<?> type = Class.forName("sun.misc.Signal");
      Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
      Object handler =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handlerType},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "handle" -> {
                      action.run();
                      yield null;
                    }
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "equals" -> proxy == arguments[0];
                    default -> "handler of " + this;
                  });
      Object signal = type.getConstructor(String.class).newInstance(name);
      type.getMethod("handle", type, handlerType).invoke(null, signal, handler);
    } catch (ClassNotFoundException
        | NoSuchMethodException
        | InstantiationException
        | IllegalAccessException
        | InvocationTargetException _) {
      // A machine without them, or one that was told to leave them alone.
    }
  }
}
