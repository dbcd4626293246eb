package dev.tidelock.scenarios;

import dev.tidelock.engine.port.FileSystem;
import dev.tidelock.engine.port.Listing;
import dev.tidelock.engine.port.Stat;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A disk that tells other things of its files than this one does.
final class SeenOtherwise {
  private final UnaryOperator<Stat> told;

  private SeenOtherwise(UnaryOperator<Stat> told) {
    this.told = told;
  }

  /// The same files, of which other things are told.
  static FileSystem of(FileSystem files, UnaryOperator<Stat> told) {
    return (FileSystem) new SeenOtherwise(told).around(FileSystem.class, files);
  }

  private Object around(Class<?> port, Object inner) {
    return Proxy.newProxyInstance(
        port.getClassLoader(),
        new Class<?>[] {port},
        (_, method, arguments) -> {
          Object answer = answer(inner, method, arguments);
          return method.getReturnType() == FileSystem.Source.class
              ? around(FileSystem.Source.class, answer)
              : changed(answer);
        });
  }

  private static Object answer(Object inner, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(inner, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private Object changed(Object answer) {
    return switch (answer) {
      case Optional<?> optional -> optional.map(this::changed);
      case Listing listing ->
          new Listing(
              listing.items().stream()
                  .map(item -> new Listing.Item(item.name(), told.apply(item.stat())))
                  .toList(),
              listing.unreadable());
      case Stat stat -> told.apply(stat);
      case null, default -> answer;
    };
  }
}
