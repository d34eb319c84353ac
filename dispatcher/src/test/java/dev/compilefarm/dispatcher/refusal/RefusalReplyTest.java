package dev.compilefarm.dispatcher.refusal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.protocol.MalformedException;
import dev.compilefarm.dispatcher.protocol.ProtocolLimits;
import dev.compilefarm.dispatcher.protocol.ReplyPrefix;
import dev.compilefarm.dispatcher.protocol.ReplyScanner;
import dev.compilefarm.dispatcher.protocol.WaitStatus;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalReplyTest {
  private static final String SENTENCE = "this farm has no compiler icc";

  @Test
  void isAWholeReplyOfACompilerThatFailed() {
    assertEquals(
        "DONE00000001STAT00000100SERR0000002bcompilefarm: "
            + SENTENCE
            + "\nSOUT00000000DOTO00000000",
        text(RefusalReply.of(1, SENTENCE, 0)));
  }

  @Test
  void isCompressedFromVersionTwoOn() {
    assertEquals(
        "DONE00000002STAT00000100SERR0000002f<compilefarm: "
            + SENTENCE
            + "\n\u0011\0\0SOUT00000000DOTO00000000",
        text(RefusalReply.of(2, SENTENCE, 0)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void goesOnAfterWhatTheClientWasFed(int version) throws MalformedException {
    for (int fed = 0; fed <= ReplyPrefix.LENGTH; fed++) {
      ReplyScanner scanner = new ReplyScanner(version, ProtocolLimits.DEFAULTS);
      scanner.scan(ReplyPrefix.bytes(version, 0, fed));
      ByteBuffer rest = RefusalReply.of(version, SENTENCE, fed);
      scanner.scan(rest);
      assertTrue(scanner.isComplete());
      assertEquals(0, rest.remaining());
      assertEquals(new WaitStatus(0x100), scanner.waitStatus());
      assertEquals(0, scanner.objectBytes());
    }
  }

  @Test
  void hasOneLineThatATerminalShowsAsItIs() {
    assertEquals(
        "compilefarm: no \\x1b[31m, \\x0a, \\x7f or \\xc3\\xa9~\n",
        RefusalReply.line("no \u001b[31m, \n, \u007f or \u00e9~"));
  }

  @Test
  void isCutToAThousandBytes() {
    String shortEnough = RefusalReply.line("x".repeat(983));
    assertEquals("compilefarm: " + "x".repeat(983) + "\n", shortEnough);
    for (String one : new String[] {"x", "\u00e9"}) {
      String line = RefusalReply.line(one.repeat(5_000));
      assertTrue(line.endsWith("...\n"), line);
      assertTrue(line.length() <= 1_000 && line.length() > 990, () -> line.length() + " bytes");
    }
  }

  private static String text(ByteBuffer bytes) {
    return StandardCharsets.ISO_8859_1.decode(bytes).toString();
  }
}
