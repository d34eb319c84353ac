package dev.compilefarm.dispatcher.toolchain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ToolchainTest {
  private static final Compiler GCC = new Compiler("/usr/bin/gcc", "14.2.0", "x86", "ab");
  private static final Compiler CLANG = new Compiler("/usr/bin/clang", "19", "x86", "cd");

  @Test
  void isKnownByItsContentInAnyOrder() {
    Toolchain one = new Toolchain(List.of(GCC, CLANG), List.of("gcc", "clang"));
    Toolchain same = new Toolchain(List.of(CLANG, GCC), List.of("clang", "gcc", "gcc"));

    assertEquals(one, same);
    assertEquals(one.id(), same.id());
    assertEquals(List.of(CLANG, GCC), one.compilers());
    assertTrue(one.id().matches("[0-9a-f]{12}"), one.id());
  }

  @Test
  void isAnotherOneWhereAnythingDiffers() {
    Toolchain one = new Toolchain(List.of(GCC), Set.of("gcc"));

    assertNotEquals(one, new Toolchain(List.of(GCC), Set.of("gcc", "cc")));
    assertNotEquals(one, new Toolchain(List.of(GCC, CLANG), Set.of("gcc")));
    assertNotEquals(
        one,
        new Toolchain(List.of(new Compiler("/usr/bin/gcc", "14.2.0", "x86", "ac")), one.names()));
    assertNotEquals(
        new Toolchain(List.of(new Compiler("/a", "b", "", "")), Set.of()),
        new Toolchain(List.of(new Compiler("/a", "", "b", "")), Set.of()));
    assertNotEquals(one, new Toolchain(List.of(GCC), Set.of("gcc"), Set.of(Check.PATHS), 0));
    assertNotEquals(one, new Toolchain(List.of(GCC), Set.of("gcc"), Set.of(), 1));
    assertEquals(one, new Toolchain(List.of(GCC), Set.of("gcc"), Set.of(), 0));
  }

  @Test
  void nobodyCanDoAJobOnlyWhereEachHasToldThatItCannot() {
    Toolchain silent = new Toolchain(List.of(GCC), Set.of("gcc", "cc"));
    Toolchain checking = new Toolchain(List.of(GCC), Set.of("gcc"), Set.of(Check.PATHS), 0);
    Needs paths = new Needs("gcc", Set.of(Check.PATHS));
    Needs languages = new Needs("gcc", Set.of(Check.LANGUAGES));
    KnownCompilers both = new KnownCompilers(true, List.of(checking, silent));

    assertTrue(checking.serves(paths));
    assertFalse(checking.serves(languages));
    assertFalse(silent.serves(paths));
    assertFalse(both.lack(paths));
    assertTrue(both.lack(languages));
    assertTrue(both.lack(new Needs("cc", Set.of(Check.PATHS))), "who has it checks nothing");
    assertFalse(new KnownCompilers(false, List.of(silent)).lack(paths), "one may tell yet");
    assertFalse(KnownCompilers.NONE.lack(paths), "a farm at zero can start one");
    assertEquals(Set.of(Check.PATHS), both.checks("gcc"));
    assertEquals(Set.of(), both.checks("cc"));
  }

  @Test
  void hasACompilerByItsNameToTheLetter() {
    Toolchain toolchain = new Toolchain(List.of(GCC), Set.of("gcc", "/usr/bin/gcc"));

    assertTrue(toolchain.has("gcc"));
    assertTrue(toolchain.has("/usr/bin/gcc"));
    assertFalse(toolchain.has("GCC"));
    assertFalse(toolchain.has("bin/gcc"));
  }
}
