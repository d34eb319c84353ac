package dev.compilefarm.dispatcher.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.toolchain.Check;
import dev.compilefarm.dispatcher.toolchain.Compiler;
import dev.compilefarm.dispatcher.toolchain.Toolchain;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportBodyTest {
  private static final String DIGEST = "5a".repeat(32);
  private static final String GCC =
      "{'path':'/usr/bin/gcc-14','version':'14.2.0','machine':'x86_64-linux-gnu',"
          + "'digest':'%s','names':['gcc','/usr/bin/gcc']}".formatted(DIGEST);

  @Test
  void namesCompilers() {
    Toolchain toolchain = read("{'compilers':[%s]}".formatted(GCC)).orElseThrow();

    assertEquals(
        List.of(new Compiler("/usr/bin/gcc-14", "14.2.0", "x86_64-linux-gnu", DIGEST)),
        toolchain.compilers());
    assertEquals(Set.of("gcc", "/usr/bin/gcc"), toolchain.names());
  }

  @Test
  void mayBeEmpty() {
    assertEquals(Optional.empty(), read(""));
  }

  @Test
  void maySayMoreThanIsKnownHereAndLessThanItCould() {
    Toolchain toolchain =
        read("{'later':{'x':[1]},'compilers':[{'path':'/cc','digest':'%s','names':['cc'],'y':1}]}"
                .formatted(DIGEST))
            .orElseThrow();
    assertEquals(List.of(new Compiler("/cc", "", "", DIGEST)), toolchain.compilers());
  }

  @Test
  void mayTellHowJobsAreRun() {
    Toolchain silent = read("{'compilers':[%s]}".formatted(GCC)).orElseThrow();
    assertEquals(Set.of(), silent.checks());
    assertEquals(0, silent.memoryBytes());
    Toolchain telling =
        read("{'compilers':[%s],'checks':['later','paths','languages'],'memoryBytes':536870912}"
                .formatted(GCC))
            .orElseThrow();
    assertEquals(Check.ALL, telling.checks());
    assertEquals(512 << 20, telling.memoryBytes());
    assertEquals(
        Set.of(Check.LANGUAGES),
        read("{'compilers':[%s],'checks':['languages'],'memoryBytes':null}".formatted(GCC))
            .orElseThrow()
            .checks());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[ | the body is no JSON object as it must be",
        "{} {} | the body is no JSON object as it must be",
        "[[[[[[[[[[1]]]]]]]]]] | the body is no JSON object as it must be",
        "{} | compilers must be a list of 1 to 256 objects",
        "{\"compilers\":[]} | compilers must be a list of 1 to 256 objects",
        "{\"compilers\":[GCC,7]} | compilers[1] must be an object",
        "{\"compilers\":[GCC,GCC]} | compilers[1].path is there twice; list each program once",
        "{\"compilers\":[{}]} | compilers[0].path must be text without control characters",
        "{\"compilers\":[{\"path\":\"gcc\"}]} | compilers[0].path must be an absolute path",
        "{\"compilers\":[{\"path\":\"/a\\u0000\"}]}"
            + "| compilers[0].path must be text without control characters",
        "{\"compilers\":[{\"path\":\"/a\",\"digest\":\"5A\"}]}"
            + "| compilers[0].digest must be 64 hexadecimal digits",
        "{\"compilers\":[{\"path\":\"/a\",\"digest\":\"DIGEST\",\"names\":[]}]}"
            + "| compilers[0].names must be a list of names, of one at least",
        "{\"compilers\":[{\"path\":\"/a\",\"digest\":\"DIGEST\",\"names\":[\"a\",1]}]}"
            + "| compilers[0].names must be text without control characters",
        "{\"compilers\":[{\"path\":\"/a\",\"digest\":\"DIGEST\",\"names\":[\"a\"],\"version\":{}}]}"
            + "| compilers[0].version must be text without control characters",
        "{\"compilers\":[GCC],\"checks\":\"paths\"} | checks must be a list of at most 16 words",
        "{\"compilers\":[GCC],\"checks\":[7]} | checks must be text without control characters",
        "{\"compilers\":[GCC],\"memoryBytes\":0}"
            + "| memoryBytes must be a number of bytes, 1 at least",
        "{\"compilers\":[GCC],\"memoryBytes\":1e40}"
            + "| memoryBytes must be a number of bytes, 1 at least",
        "{\"compilers\":[GCC],\"memoryBytes\":99999999999999999999}"
            + "| memoryBytes must be a number of bytes, 1 at least"
      })
  void saysWhatIsWrong(String body, String sentence) {
    String whole = body.replace("GCC", GCC).replace("DIGEST", DIGEST);
    assertEquals(
        sentence, assertThrows(IllegalArgumentException.class, () -> read(whole)).getMessage());
  }

  @Test
  void hasABoundForEachLength() {
    assertTooMuch(" ".repeat(ReportBody.BYTES_MAX + 1), "at most 65536 bytes");
    assertTooMuch("{'compilers':[%s]}".formatted(named("x".repeat(4_097))), "at most 4096 bytes");
    assertTrue(read("{'compilers':[%s]}".formatted(named("x".repeat(4_096)))).isPresent());
    String names = IntStream.range(0, 2_049).mapToObj(i -> "'n" + i + "'").collect(commas());
    assertTooMuch(
        "{'compilers':[{'path':'/a','digest':'%s','names':[%s]}]}".formatted(DIGEST, names),
        "2048 together are possible");
    String many = IntStream.range(0, 257).mapToObj(i -> "0").collect(commas());
    assertTooMuch("{'compilers':[%s]}".formatted(many), "a list of 1 to 256 objects");
  }

  private static java.util.stream.Collector<CharSequence, ?, String> commas() {
    return Collectors.joining(",");
  }

  private static String named(String name) {
    return "{'path':'/a','digest':'%s','names':['%s']}".formatted(DIGEST, name);
  }

  private static void assertTooMuch(String body, String bound) {
    String message = assertThrows(IllegalArgumentException.class, () -> read(body)).getMessage();
    assertTrue(message.contains(bound), message);
  }

  /** Apostrophes stand for quotation marks. */
  private static Optional<Toolchain> read(String body) {
    return ReportBody.read(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}
