package dev.tidelock.core.tree;

import java.util.Iterator;
import java.util.function.Function;

/// What an iterator returns, each as a function of what another returns.
record Mapped<A, B>(Iterator<A> from, Function<A, B> function) implements Iterator<B> {
  @Override
  public boolean hasNext() {
    return from.hasNext();
  }

  @Override
  public B next() {
    return function.apply(from.next());
  }
}
