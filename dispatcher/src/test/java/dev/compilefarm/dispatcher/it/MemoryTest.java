package dev.compilefarm.dispatcher.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class MemoryTest {

  @Test
  void readsWhatLinuxTells() {
    Memory memory =
        Memory.parse("Name:\tjava\nVmPeak:\t   99 kB\nVmHWM:\t  300 kB\nVmRSS:\t  200 kB\n");

    assertEquals(new Memory(200 << 10, 300 << 10), memory);
  }

  @Test
  void readsWhatTheKernelKeepsForSockets() {
    assertEquals(
        3201,
        Memory.socketPages("sockets: used 78\nTCP: inuse 2 orphan 0 tw 1 alloc 35 mem 3201\n"));
    assertThrows(IllegalArgumentException.class, () -> Memory.socketPages("sockets: used 78\n"));
  }

  @Test
  void aProcessWithoutMemoryHasNone() {
    assertThrows(IllegalArgumentException.class, () -> Memory.parse("Name:\tkthreadd\n"));
  }
}
