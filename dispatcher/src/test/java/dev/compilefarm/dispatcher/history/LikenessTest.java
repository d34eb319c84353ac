package dev.compilefarm.dispatcher.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class LikenessTest {
  private static final Likeness LIKENESS = of("g++", 1, 7, "/builds/1/src/a.cpp");

  @Test
  void isTheSameWhereverTheBuildLies() {
    assertEquals(LIKENESS, of("g++", 1, 7, "/tmp/x/y/src/a.cpp"));
    assertEquals(LIKENESS, of("g++", 1, 7, "src/a.cpp"));
    assertEquals(of("g++", 1, 7, "a.cpp"), of("g++", 1, 7, "a.cpp"));
  }

  @Test
  void differsByCompilerProtocolOptionsAndSource() {
    assertNotEquals(LIKENESS.name(), of("gcc", 1, 7, "src/a.cpp").name());
    assertNotEquals(LIKENESS.name(), of("g++", 3, 7, "src/a.cpp").name());
    assertNotEquals(LIKENESS.name(), of("g++", 1, 8, "src/a.cpp").name());
    assertNotEquals(LIKENESS.name(), of("g++", 1, 7, "src/b.cpp").name());
    assertNotEquals(LIKENESS.name(), of("g++", 1, 7, "lib/a.cpp").name());
  }

  @Test
  void isOfTheFamilyOfItsCompilerAndProtocol() {
    assertEquals(LIKENESS.family(), of("g++", 1, 9, "other.c").family());
    assertNotEquals(LIKENESS.family(), of("clang++", 1, 7, "src/a.cpp").family());
    assertNotEquals(LIKENESS.family(), of("g++", 3, 7, "src/a.cpp").family());
  }

  @Test
  void hasNoNameWithoutASource() {
    assertFalse(Likeness.of("g++", 1, 7, Optional.empty(), 100).hasName());
  }

  private static Likeness of(String compiler, int version, long options, String source) {
    return Likeness.of(compiler, version, options, Optional.of(source), 100);
  }
}
