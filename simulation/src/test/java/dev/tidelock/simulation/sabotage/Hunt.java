package dev.tidelock.simulation.sabotage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidelock.generators.Tape;
import java.util.concurrent.Callable;

/// The looking for sabotages: each must be found.
///
/// With `-Dtidelock.sabotage.roots=N` each is looked for N times, from as many root seeds.
final class Hunt {
  static final int ROOTS = Integer.getInteger("tidelock.sabotage.roots", 1);

  /// Several times as many as were ever needed.
  private static final int SEEDS = 400;

  private Hunt() {}

  /// Looks for one.
  ///
  /// @param sabotaged what the product is loaded with
  /// @param search looks for it, made of a focus, a root seed and how many seeds there may be
  /// @param root from which all root seeds follow
  @SuppressWarnings("SystemOut")
  static void find(
      Enum<?> sabotage,
      ClassLoader sabotaged,
      Class<? extends Callable<String>> search,
      String focus,
      long root)
      throws Exception {
    Tape roots = Tape.of(root);
    for (int i = 0; i < ROOTS; i++) {
      String found =
          (String)
              ((Callable<?>)
                      sabotaged
                          .loadClass(search.getName())
                          .getConstructor(String.class, long.class, int.class)
                          .newInstance(focus, roots.nextLong(), SEEDS))
                  .call();
      System.out.println(sabotage + ": " + found);
      assertThat(found).as("what was found of %s", sabotage).isNotEmpty();
    }
  }
}
