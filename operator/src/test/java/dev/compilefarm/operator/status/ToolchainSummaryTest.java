package dev.compilefarm.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.api.v1alpha1.ToolchainStatus.CompilerStatus;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ToolchainSummaryTest {
  private static final String MACHINE = "x86_64-linux-gnu";

  @Test
  void programsOfOneCompilerAreOne() {
    assertEquals(
        "gcc 14.2.0",
        ToolchainSummary.of(
            List.of(
                compiler("/usr/bin/x86_64-linux-gnu-g++-14", "14.2.0", MACHINE),
                compiler("/usr/bin/x86_64-linux-gnu-gcc-14", "14.2.0", MACHINE))));
    assertEquals(
        "clang 19.1.7, gcc 14.2.0",
        ToolchainSummary.of(
            List.of(
                compiler("/usr/local/bin/cc", "14.2.0", MACHINE),
                compiler("/usr/lib/llvm-19/bin/clang", "19.1.7", MACHINE),
                compiler("/usr/lib/llvm-19/bin/clang++", "19.1.7", MACHINE))));
  }

  @Test
  void whatIsNotKnownIsLeftOut() {
    assertEquals("acmecc", ToolchainSummary.of(List.of(compiler("/opt/acme/bin/acmecc", "", ""))));
  }

  @Test
  void severalMachinesAreNamed() {
    assertEquals(
        "gcc 13.2 arm-none-eabi, gcc 14.2.0 x86_64-linux-gnu",
        ToolchainSummary.of(
            List.of(
                compiler("/usr/bin/arm-none-eabi-gcc", "13.2", "arm-none-eabi"),
                compiler("/usr/bin/gcc-14", "14.2.0", MACHINE))));
  }

  @Test
  void isShort() {
    List<CompilerStatus> many =
        IntStream.range(0, 9)
            .mapToObj(i -> compiler("/bin/compiler-" + i + "x".repeat(200), "1", MACHINE))
            .toList();

    assertEquals(256, ToolchainSummary.of(many).length());
    assertEquals(
        "gcc 0, gcc 1, gcc 2, gcc 3 and 5 more",
        ToolchainSummary.of(
            IntStream.range(0, 9)
                .mapToObj(i -> compiler("/bin/gcc", Integer.toString(i), MACHINE))
                .toList()));
  }

  private static CompilerStatus compiler(String path, String version, String machine) {
    return new CompilerStatus(path, version, machine, "00ff");
  }
}
