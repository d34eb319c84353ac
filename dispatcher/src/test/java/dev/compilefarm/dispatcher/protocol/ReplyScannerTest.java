package dev.compilefarm.dispatcher.protocol;

import static dev.compilefarm.dispatcher.protocol.Messages.concat;
import static dev.compilefarm.dispatcher.protocol.Messages.head;
import static dev.compilefarm.dispatcher.protocol.Messages.packet;
import static dev.compilefarm.dispatcher.protocol.Messages.recorded;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.protocol.MalformedException.Fault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyScannerTest {

  @ParameterizedTest
  @CsvSource({
    "v1-ok,1,0",
    "v2-ok,2,0",
    "v3-ok,3,0",
    "v1-error,1,256",
    "v2-error,2,256",
    "v3-error,3,256"
  })
  void findsTheEndAndTheStatusOfWhatRealVolunteersSend(
      String recording, int version, int waitStatus) throws MalformedException {
    ReplyScanner scanner = scanned(version, recorded(recording + "-reply"));
    assertTrue(scanner.isComplete());
    assertEquals(new WaitStatus(waitStatus), scanner.waitStatus());
  }

  @ParameterizedTest
  @CsvSource({"v1-error,1", "v2-error,2", "v3-error,3"})
  void keepsWhatAFailedCompilerWroteCompressedOrNot(String recording, int version)
      throws MalformedException {
    String errors = scanned(version, recorded(recording + "-reply")).errors().orElseThrow();
    assertTrue(errors.contains("error: "), errors);
    assertTrue(errors.lines().allMatch(line -> line.chars().allMatch(c -> c >= ' ')), errors);
  }

  @ParameterizedTest
  @CsvSource({"v1-ok,1", "v2-ok,2", "v3-ok,3"})
  void keepsNothingOfAGoodReply(String recording, int version) throws MalformedException {
    assertEquals(Optional.empty(), scanned(version, recorded(recording + "-reply")).errors());
  }

  @Test
  void keepsTheLastLinesOfLongErrors() throws MalformedException {
    String last = "g++: fatal error: Killed signal terminated program cc1plus\n";
    String lines = "a warning\n".repeat(100_000) + last;
    String kept = failed(1, lines.getBytes(StandardCharsets.UTF_8)).errors().orElseThrow();
    assertTrue(kept.startsWith("a warning\n") && kept.endsWith("\n" + last), kept);
    assertTrue(kept.length() <= ReplyGrammar.LAST_ERRORS);
  }

  @Test
  void keepsNoCompressedErrorsThatAreVeryLongOrNoBlock() throws MalformedException {
    byte[] tooLong = new byte[ReplyGrammar.KEPT_ERRORS_MAX + 1];
    assertEquals(Optional.empty(), failed(2, tooLong).errors());
    assertEquals(Optional.empty(), failed(2, new byte[] {1, 2, 3}).errors());
    assertEquals(Optional.of(""), failed(2, new byte[0]).errors());
  }

  private static ReplyScanner failed(int version, byte[] errors) throws MalformedException {
    return scanned(
        version,
        concat(head("DONE", version), head("STAT", 1 << 8), head("SERR", errors.length), errors));
  }

  @Test
  void waitsForDependenciesOnlyAfterSuccessInVersionThree() throws MalformedException {
    assertFalse(scanned(3, reply(3, 0)).isComplete());
    assertTrue(scanned(3, concat(reply(3, 0), packet("DOTD", "a.o: a.cc"))).isComplete());
    assertTrue(scanned(3, reply(3, 256)).isComplete());
    assertTrue(scanned(2, reply(2, 0)).isComplete());
  }

  @Test
  void refusesAnAnswerToAnotherVersion() {
    MalformedException thrown =
        assertThrows(MalformedException.class, () -> scanned(2, head("DONE", 1)));
    assertEquals(Fault.UNKNOWN_VERSION, thrown.fault());
    assertEquals("DONE 1 answers a request of version 2", thrown.getMessage());
  }

  @Test
  void refusesWhatIsOutOfOrder() {
    assertEquals(
        Fault.OUT_OF_ORDER,
        assertThrows(
                MalformedException.class,
                () -> scanned(1, concat(head("DONE", 1), head("SERR", 0))))
            .fault());
  }

  @Test
  void takesNoStatusThatWaitCannotGive() throws MalformedException {
    assertFalse(scanned(1, concat(head("DONE", 1), head("STAT", 0xffff))).isComplete());
    assertThrows(
        MalformedException.class, () -> scanned(1, concat(head("DONE", 1), head("STAT", 0x10000))));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void everyReplyBeginsWithTheSamePrefix(int version) {
    ByteBuffer prefix = ReplyPrefix.bytes(version, 0, ReplyPrefix.LENGTH);
    assertEquals(prefix, ByteBuffer.wrap(reply(version, 0), 0, ReplyPrefix.LENGTH));
    assertEquals(prefix, ByteBuffer.wrap(reply(version, 0xffff), 0, ReplyPrefix.LENGTH));
    assertEquals(prefix.slice(5, 4), ReplyPrefix.bytes(version, 5, 9));
  }

  private static byte[] reply(int version, int status) {
    return concat(
        head("DONE", version),
        head("STAT", status),
        packet("SERR", "warning"),
        head("SOUT", 0),
        packet("DOTO", status == 0 ? "object" : ""));
  }

  private static ReplyScanner scanned(int version, byte[] message) throws MalformedException {
    ReplyScanner scanner = new ReplyScanner(version, ProtocolLimits.DEFAULTS);
    scanner.scan(ByteBuffer.wrap(message));
    return scanner;
  }
}
