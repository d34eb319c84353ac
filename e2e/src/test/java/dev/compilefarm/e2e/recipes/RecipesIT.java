package dev.compilefarm.e2e.recipes;

import static dev.compilefarm.e2e.recipes.RecipesFarm.recipe;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.testbed.Checkout;
import dev.compilefarm.testbed.Stage;
import dev.compilefarm.testbed.actor.Developer;
import dev.compilefarm.testbed.cluster.CiImage;
import dev.compilefarm.testbed.project.CppUnit;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The recipes in {@code examples/recipes}, each run as it stands there. A compile at home fails the
 * build, so a recipe that succeeds has compiled on the farm; the number of jobs says that nothing
 * went past it.
 */
class RecipesIT {
  @RegisterExtension static final Stage stage = new Stage("recipes");

  private static final Duration BUILD = Duration.ofMinutes(5);
  private static final int FILES = 12;

  /** A program of so many files, in the folder {@code project}, for every build tool here. */
  private static final String PROJECT =
      """
      export HOME=/tmp JOBS=8
      mkdir -p project/debian/source && cd project
      for n in $(seq %1$d); do
        echo "#include <string>" >f$n.cpp
        echo "std::string f$n() { return std::string($n, 'x'); }" >>f$n.cpp
      done
      sed --in-place '$a int main() { return f1() == "x" ? 0 : 1; }' f1.cpp
      cat >CMakeLists.txt <<'END'
      cmake_minimum_required(VERSION 3.28)
      project(program CXX)
      set(CMAKE_CXX_STANDARD 20)
      file(GLOB sources *.cpp)
      add_executable(program ${sources})
      target_precompile_headers(program PRIVATE <string>)
      install(TARGETS program)
      END
      cat >meson.build <<'END'
      project('program', 'cpp')
      executable('program', run_command('sh', '-c', 'ls *.cpp', check: true).stdout().split())
      END
      cat >debian/control <<'END'
      Source: program
      Maintainer: Nobody <nobody@example.com>
      Build-Depends: debhelper-compat (= 13), cmake
      Rules-Requires-Root: no

      Package: program
      Architecture: any
      Depends: ${shlibs:Depends}, ${misc:Depends}
      Description: program that is built on a farm
      END
      cat >debian/changelog <<'END'
      program (1.0) unstable; urgency=low

        * First.

       -- Nobody <nobody@example.com>  Fri, 27 Nov 2026 12:00:00 +0000
      END
      echo '3.0 (native)' >debian/source/format
      printf '%%s\\n' '#!/usr/bin/make -f' '%%:' '\tdh $@' 'override_dh_auto_configure:' \
        '\tdh_auto_configure -- -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON' >debian/rules
      chmod +x debian/rules
      """
          .formatted(FILES);

  private static RecipesFarm farm;

  @BeforeAll
  static void makeFarm() {
    stage.user().storeFile(Developer.SOURCE_CONFIG_MAP, CppUnit.key(), CppUnit.archive());
    farm = RecipesFarm.of(stage, CiImage.RECIPES);
  }

  /** C++20, for which CMake looks for modules, and a precompiled header. */
  @Test
  void cmakeWithNinja() {
    long jobs = jobsOf(PROJECT + recipe("cmake-ninja.sh") + "./build/program\n");

    assertEquals(FILES, jobs);
  }

  @Test
  void meson() {
    String nativeFile =
        "cat >meson-distcc.ini <<'END'\n"
            + Checkout.read("examples/recipes/meson-distcc.ini")
            + "END\n";

    long jobs = jobsOf(PROJECT + nativeFile + recipe("meson.sh") + "./build/program\n");

    assertEquals(FILES, jobs);
  }

  @Test
  void aProjectWithConfigure() {
    long jobs =
        jobsOf(
            "tar xzf %s/%s --strip-components=1\n".formatted(Developer.SOURCE, CppUnit.key())
                + "export HOME=/tmp JOBS=8\nset -- --quiet --disable-shared --disable-doxygen\n"
                + recipe("autoconf.sh"));

    assertTrue(jobs >= CppUnit.LIBRARY_FILES, () -> jobs + " jobs");
  }

  /** The second checkout lies in another place, and is not compiled again. */
  @Test
  void ccacheInFront() {
    String once = PROJECT + "export CCACHE_DIR=/work/cache\n" + recipe("ccache.sh");

    long jobs = jobsOf("(\n" + once + ")\nmkdir again && cd again\n(\n" + once + ")\n");

    assertEquals(FILES, jobs);
  }

  /** The checks of CMake are compiled by the same names, so more than the sources is. */
  @Test
  void aDebianPackage() {
    long jobs =
        jobsOf(
            PROJECT
                + recipe("debian-package.sh")
                + "dpkg-deb --contents ../program_1.0_*.deb | grep ' ./usr/bin/program$'\n");

    assertTrue(jobs >= FILES, () -> jobs + " jobs");
  }

  /** Runs a script, and returns how many jobs the farm did meanwhile. */
  private static long jobsOf(String script) {
    long before = farm.jobs().done();
    assertEquals(0, farm.build(script, BUILD).exitCode());
    return farm.jobs().done() - before;
  }
}
