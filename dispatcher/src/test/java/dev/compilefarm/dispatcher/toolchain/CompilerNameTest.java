package dev.compilefarm.dispatcher.toolchain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompilerNameTest {

  @ParameterizedTest
  @CsvSource({"g++, g++", "'a b\tc', a?b?c", "x\u001b[31mred, x?[31mred", "caf\u00e9, caf?"})
  void aCompilersNameIsShownWithoutWhatATerminalWouldObey(String sent, String shown) {
    assertEquals(shown, CompilerName.shown(sent));
  }

  @Test
  void aCompilersNameIsCut() {
    assertEquals("x".repeat(100), CompilerName.shown("x".repeat(5000)));
  }
}
