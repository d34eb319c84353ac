package dev.compilefarm.e2e;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.compilefarm.e2e.actor.Build;
import dev.compilefarm.e2e.actor.BuildResult;
import dev.compilefarm.e2e.actor.Developer;
import java.time.Duration;

/**
 * A build that goes on, round after round of compiles of a second or so, until it is told that it
 * is enough: whatever is done to its farm meanwhile, it is never over too early.
 */
final class ContinuousBuild {
  private static final Duration LAST_ROUND = Duration.ofMinutes(3);

  /**
   * At the end some objects are compared with the client's own, and the back-off files are listed
   * that a client leaves which was ever refused.
   */
  private static final String SCRIPT =
      """
      for i in $(seq 24); do cat > f$i.cc <<END
      constexpr unsigned spin(unsigned n) {
        unsigned x = $i;
        for (unsigned i = 0; i < n; ++i) x = x * 1664525u + 1013904223u;
        return x;
      }
      constexpr unsigned result = spin(250000);
      unsigned f$i() { return result; }
      END
      done
      flags='-std=c++17 -fconstexpr-loop-limit=2000000000 -fconstexpr-ops-limit=2000000000'
      printf 'all: %s\\n' "$(seq -f 'f%g.o' -s ' ' 24)" > Makefile
      until [ -e enough ]; do
        rm -f f*.o
        make --silent -j12 CXX='distcc g++' CXXFLAGS="$flags"
        test "$(ls f*.o | wc -l)" = 24
      done
      for i in 1 12 24; do
        g++ $flags -c f$i.cc -o alone.o
        cmp alone.o f$i.o
      done
      { find / -name 'backoff_*' 2>/dev/null || true; } | sed 's/^/refused: /'
      """;

  private final Build build;

  private ContinuousBuild(Build build) {
    this.build = build;
  }

  static ContinuousBuild start(Developer developer, String farm) {
    return new ContinuousBuild(developer.buildOn(farm, SCRIPT));
  }

  /** Tells it that it is enough, and waits for its end: no compile failed or was ever refused. */
  void expectSuccess() {
    assertFalse(build.hasEnded(), () -> "the build has ended by itself:\n" + build.log());
    build.run("touch", "enough");
    BuildResult result = build.await(LAST_ROUND).expectSuccess();
    assertFalse(result.log().contains("refused:"), result::log);
    assertFalse(result.log().contains("distcc["), result::log);
  }
}
