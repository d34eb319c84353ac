package dev.compilefarm.dispatcher.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.protocol.Excess;
import dev.compilefarm.dispatcher.toolchain.KnownCompilers;
import dev.compilefarm.dispatcher.toolchain.Toolchain;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RefusalsTest {
  private static final long MIB = 1 << 20;

  private final Refusals farm = new Refusals(Optional.of("ci/main"), Duration.ofMinutes(10));

  @Test
  void namesTheCompilerThatIsMissingAndThoseThatAreThere() {
    assertEquals(
        new Refusal(
            Outcome.UNKNOWN_COMPILER,
            "clang-18",
            "farm ci/main has no compiler clang-18; it has g++, gcc, gcc-12, x86_64-linux-gnu-gcc"),
        farm.unknownCompiler(
            "clang-18", known("x86_64-linux-gnu-gcc", "gcc-12", "gcc", "g++", "gcc")));
    assertEquals(
        "this farm has no compiler i?cc; it has g++?",
        Refusals.ofNoFarm().unknownCompiler("i cc", known("g++\n")).sentence());
  }

  @Test
  void namesTwelveCompilersAtMost() {
    String[] many = IntStream.range(10, 50).mapToObj("gcc-%d"::formatted).toArray(String[]::new);
    String sentence = farm.unknownCompiler("icc", known(many)).sentence();
    assertTrue(sentence.endsWith(", gcc-21 and 28 other names"), sentence);
  }

  @Test
  void aCompilerThatVolunteersDoNotRun() {
    assertEquals(
        new Refusal(
            Outcome.POISON,
            "cc?all?is?lost",
            "volunteers of farm ci/main that are well failed on compiler cc?all?is?lost:"
                + " it is not on their list, or they refuse an option"),
        farm.poison("cc\nall is\tlost"));
  }

  @Test
  void whatIsTooLargeAndHowToLetItThrough() {
    Excess source = new Excess(Excess.What.CONTENT, 60 * MIB + 1, 48 * MIB, "bytes in DOTI");
    assertEquals(
        new Refusal(
            Outcome.TOO_LARGE,
            "61 MiB",
            "the source of this job is too large: it has 61 MiB, and farm ci/main takes 48 MiB as"
                + " sent; raise spec.queue.maxSourceSize"),
        farm.tooLarge(source));
    String outside = Refusals.ofNoFarm().tooLarge(source).sentence();
    assertTrue(outside.endsWith("raise COMPILEFARM_QUEUE_MAX_SOURCE_BYTES"), outside);
    assertEquals(
        "the object of this job is too large: it has 513 MiB, and farm ci/main takes 512 MiB as"
            + " sent; raise spec.queue.maxObjectSize",
        farm.objectTooLarge(513 * MIB, 512 * MIB).sentence());
    assertEquals(
        new Refusal(
            Outcome.TOO_LARGE,
            "files",
            "the request of this job is too large: it has 20000 files, and farm ci/main takes 16384"),
        farm.tooLarge(new Excess(Excess.What.OTHER, 20_000, 16_384, "files")));
  }

  @Test
  void whatIsTooLongOrNeedsTooMuchMemory() {
    assertEquals(
        new Refusal(
            Outcome.TOO_LONG,
            "600 s",
            "this job took longer than 600 seconds; raise spec.volunteers.jobLifetimeSeconds"),
        farm.tooLong());
    assertEquals(
        new Refusal(
            Outcome.OUT_OF_MEMORY,
            "512 MiB",
            "this job needs more than 512 MiB, the memory limit of a volunteer; raise"
                + " spec.volunteers.resources.limits.memory"),
        farm.outOfMemory(OptionalLong.of(512 * MIB)));
    assertEquals("", farm.outOfMemory(OptionalLong.empty()).about());
  }

  /** distcc shows the sentence only where it does not compile at home. */
  @Test
  void neverSaysWhereTheJobIsCompiledThen() {
    Stream.of(
            farm.unknownCompiler("icc", known("gcc")),
            farm.poison("icc"),
            farm.objectTooLarge(2, 1),
            farm.fileOfTheClient(),
            farm.tooLong(),
            farm.outOfMemory(OptionalLong.empty()))
        .forEach(refusal -> {
          assertTrue(refusal.outcome().isReplied());
          assertTrue(!refusal.sentence().contains("home") && !refusal.sentence().contains("local"));
        });
  }

  private static KnownCompilers known(String... names) {
    return new KnownCompilers(true, List.of(new Toolchain(List.of(), List.of(names))));
  }
}
