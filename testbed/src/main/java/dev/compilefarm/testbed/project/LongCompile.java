package dev.compilefarm.testbed.project;

/**
 * A compile that takes several seconds on any machine, so that something can happen to it in the
 * middle.
 */
public final class LongCompile {
  /** The compiler counts to 2 million before it writes the object file. */
  public static final String SCRIPT =
      """
      cat > long.cc <<'END'
      constexpr unsigned spin(unsigned n) {
        unsigned x = 1;
        for (unsigned i = 0; i < n; ++i) x = x * 1664525u + 1013904223u;
        return x;
      }
      constexpr unsigned result = spin(2000000);
      unsigned value() { return result; }
      END
      distcc g++ -std=c++17 -fconstexpr-loop-limit=2000000000 -fconstexpr-ops-limit=2000000000 -c long.cc -o long.o
      test -s long.o
      """;

  private LongCompile() {}
}
