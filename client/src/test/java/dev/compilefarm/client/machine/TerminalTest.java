package dev.compilefarm.client.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.client.top.Screen;
import org.junit.jupiter.api.Test;

class TerminalTest {
  @Test
  void takesAUsualSizeWhereNoneIsTold() {
    assertEquals(new Screen(51, 210), Terminal.size("51 210"));
    assertEquals(new Screen(24, 80), Terminal.size("0 0"));
    assertEquals(new Screen(24, 80), Terminal.size("stty: 'standard input': Not a tty"));
  }
}
