package dev.compilefarm.operator.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchitectureNameTest {
  @ParameterizedTest
  @CsvSource({
    "amd64, amd64",
    "x86_64, amd64",
    "aarch64, arm64",
    "ppc64le, ppc64le",
    "s390x, s390x",
    "riscv64, riscv64"
  })
  void isTheOneOfNodeLabels(String java, String label) {
    assertEquals(label, Architecture.ofJava(java));
  }
}
