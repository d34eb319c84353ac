package dev.compilefarm.dispatcher.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.dispatcher.protocol.WaitStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class VerdictTest {
  private static final String ORDINARY = "x.c:1:1: error: unknown type name 'foo'\n";
  private static final Pattern TEXTS = Pattern.compile("(?m)^(?==== )");
  private static final Pattern HEAD = Pattern.compile("=== (\\S+) (\\S+) (.*)");

  /** A text that a compiler wrote, and what it means. */
  record Words(String about, WaitStatus status, Verdict verdict, String errors) {
    @Override
    public String toString() {
      return about;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0x0000, SUCCESS",
    // The compiler found an error.
    "0x0100, ERROR",
    // An internal compiler error that says nothing of itself.
    "0x0400, ERROR",
    // 107: distccd lost the connection.
    "0x6b00, NO_ANSWER",
    // 110: no such compiler there.
    "0x6e00, LACKING",
    // 118: longer than the job lifetime.
    "0x7600, TOO_LONG",
    // 104, 105 and 111: distccd had no memory, or what it called crashed or was distcc.
    "0x6800, BROKEN",
    "0x6900, MEMORY",
    "0x6f00, BROKEN",
    "0x6c00, ERROR",
    // SIGKILL.
    "0x0009, MEMORY",
    // SIGSEGV, with a core dump.
    "0x008b, BROKEN",
    // SIGTERM.
    "0x000f, BROKEN"
  })
  void goesByTheStatusWhereTheWordsAreAboutTheSource(String raw, Verdict verdict) {
    WaitStatus status = new WaitStatus(Integer.decode(raw));
    assertEquals(verdict, Verdict.of(status, Optional.of(ORDINARY)));
    assertEquals(verdict, Verdict.of(status, Optional.empty()), "without words");
  }

  @ParameterizedTest
  @MethodSource("wordsOfCompilers")
  void goesByWhatTheCompilerWrote(Words words) {
    assertEquals(words.verdict, Verdict.of(words.status, Optional.of(words.errors)));
  }

  @Test
  void takesASilentFailureForAFullDisk() {
    assertEquals(Verdict.DISK_FULL, Verdict.of(new WaitStatus(1 << 8), Optional.of("")));
    assertEquals(Verdict.DISK_FULL, Verdict.of(new WaitStatus(1 << 8), Optional.of("\n")));
  }

  /** clang since 10 compiles in its driver, so the kernel kills the one that would tell. */
  @Test
  void goesByTheSignalWhereADriverWasKilledWithoutAWord() {
    assertEquals(Verdict.MEMORY, Verdict.of(new WaitStatus(0x09), Optional.of("")));
    assertEquals(Verdict.BROKEN, Verdict.of(new WaitStatus(0x8b), Optional.of("")));
  }

  @Test
  void takesASuccessForOneWhateverIsWritten() {
    assertEquals(
        Verdict.SUCCESS,
        Verdict.of(WaitStatus.SUCCESS, Optional.of("g++: internal compiler error: a\n")));
  }

  /** The texts in {@code verdict/words.txt}, each after a line that says what it means. */
  static Stream<Words> wordsOfCompilers() throws IOException {
    List<Words> all = new ArrayList<>();
    try (InputStream file = VerdictTest.class.getResourceAsStream("/verdict/words.txt")) {
      String texts = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : TEXTS.split(texts, -1)) {
        Matcher head = HEAD.matcher(line);
        if (head.lookingAt()) {
          all.add(
              new Words(
                  head.group(3),
                  new WaitStatus(Integer.decode(head.group(2))),
                  Verdict.valueOf(head.group(1)),
                  line.substring(head.end() + 1)));
        }
      }
    }
    return all.stream();
  }
}
