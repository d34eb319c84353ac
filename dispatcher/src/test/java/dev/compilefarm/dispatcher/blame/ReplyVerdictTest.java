package dev.compilefarm.dispatcher.blame;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.dispatcher.protocol.WaitStatus;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplyVerdictTest {

  @ParameterizedTest
  @CsvSource({
    "0x0000, SUCCESS",
    // The compiler found an error.
    "0x0100, ERROR",
    // An internal compiler error.
    "0x0400, ERROR",
    // 107: distccd lost the connection.
    "0x6b00, NO_ANSWER",
    // 110: no such compiler there.
    "0x6e00, FAILURE",
    // 118: longer than the job lifetime.
    "0x7600, FAILURE",
    "0x6c00, ERROR",
    // SIGKILL.
    "0x0009, FAILURE",
    // SIGSEGV, with a core dump.
    "0x008b, FAILURE"
  })
  void isTheVolunteersOnlyWhereItIsNotTheCompilersVerdict(String raw, ReplyVerdict verdict) {
    assertEquals(verdict, ReplyVerdict.of(new WaitStatus(Integer.decode(raw))));
  }
}
