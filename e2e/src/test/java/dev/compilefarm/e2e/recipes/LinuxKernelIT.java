package dev.compilefarm.e2e.recipes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.testbed.Stage;
import dev.compilefarm.testbed.actor.BuildResult;
import dev.compilefarm.testbed.cluster.CiImage;
import dev.compilefarm.testbed.observe.Load;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The recipe of the Linux kernel as it stands in {@code examples/recipes}, with the smallest
 * configuration that the kernel has.
 */
@EnabledIfSystemProperty(
    named = "compilefarm.kernel",
    matches = "true",
    disabledReason = "it takes a gigabyte and five minutes; make test-all runs it")
class LinuxKernelIT {
  @RegisterExtension static final Stage stage = new Stage("kernel");

  private static final Duration BUILD = Duration.ofMinutes(20);

  /** Kernels since 6.1 have some 450 sources in C with this configuration. */
  private static final int SOURCES_MIN = 400;

  /** From these the kernel makes headers with offsets, by assembler with {@code -fverbose-asm}. */
  private static final long FOR_OFFSETS = 3;

  @Test
  void tinyconfig() {
    RecipesFarm farm = RecipesFarm.of(stage, CiImage.KERNEL);

    BuildResult result =
        farm.build(
            "tar xJf /usr/src/linux-source-*.tar.xz --strip-components=1\n"
                + "unset DISTCC_FALLBACK; export HOME=/tmp JOBS=8 CONFIG=tinyconfig\n"
                + RecipesFarm.recipe("linux-kernel.sh")
                + "test -s vmlinux\n",
            BUILD);

    Load.Jobs jobs = farm.jobs();
    long atHome = result.log().lines().filter(line -> line.contains("retrying locally")).count();
    assertTrue(jobs.done() >= SOURCES_MIN, jobs::toString);
    assertEquals(FOR_OFFSETS, jobs.ended().get("NOT_DISTRIBUTABLE"), jobs::toString);
    assertEquals(FOR_OFFSETS, atHome, result::log);
    assertEquals(jobs.accepted(), jobs.done() + FOR_OFFSETS, jobs::toString);
  }
}
