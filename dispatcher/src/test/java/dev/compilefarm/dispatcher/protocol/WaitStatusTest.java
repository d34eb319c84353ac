package dev.compilefarm.dispatcher.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitStatusTest {

  @ParameterizedTest
  @CsvSource({
    "0x0000, false",
    // The compiler found an error.
    "0x0100, false",
    // An internal compiler error.
    "0x0400, false",
    // 107: distccd lost the connection.
    "0x6b00, true",
    // 110: no such compiler there.
    "0x6e00, true",
    // 118: longer than the job lifetime.
    "0x7600, true",
    "0x6c00, false",
    // SIGKILL.
    "0x0009, true",
    // SIGSEGV, with a core dump.
    "0x008b, true"
  })
  void blamesTheVolunteerOnlyForWhatIsNotTheCompilersVerdict(String raw, boolean blames) {
    assertEquals(blames, new WaitStatus(Integer.decode(raw)).blamesVolunteer());
  }
}
