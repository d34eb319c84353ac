package dev.compilefarm.e2e.image;

import static dev.compilefarm.testbed.Eventually.eventually;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.api.v1alpha1.ToolchainStatus;
import dev.compilefarm.testbed.Stage;
import dev.compilefarm.testbed.actor.BuildResult;
import dev.compilefarm.testbed.actor.Developer;
import dev.compilefarm.testbed.cluster.CiImage;
import dev.compilefarm.testbed.cluster.ProjectImage;
import dev.compilefarm.testbed.observe.Load;
import dev.compilefarm.testbed.project.CppUnit;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A farm that names the image of a CI job is that job's farm, whatever the image: nothing is built
 * for it. Builds run in the CI image too, and every object is the one that a local build in it
 * makes.
 */
class OwnImageIT {
  @RegisterExtension static final Stage stage = new Stage("own-image");

  private static final Duration BUILD = Duration.ofMinutes(6);
  private static final Duration TOLD = Duration.ofSeconds(60);

  /** What local builds make, by the image in which they ran. */
  private static final Map<CiImage, Map<String, String>> ALONE = new EnumMap<>(CiImage.class);

  @BeforeAll
  static void store() {
    stage.user().storeFile(Developer.SOURCE_CONFIG_MAP, CppUnit.key(), CppUnit.archive());
  }

  @Test
  void debianWithGcc() {
    String farm = farm("debian", CiImage.DEBIAN_13);

    expectCppUnit(farm, CiImage.DEBIAN_13, "gcc", "g++");

    // And the farm says what it has
    ToolchainStatus toolchain =
        eventually(
            "the toolchain of farm " + farm,
            TOLD,
            () -> stage.user().farm(farm).getStatus().toolchain(),
            told -> told != null && !told.compilers().isEmpty());
    assertTrue(toolchain.summary().contains("14."), toolchain::toString);
    assertEquals(
        Set.of("x86_64-linux-gnu"),
        toolchain.compilers().stream().map(compiler -> compiler.machine()).collect(toSet()),
        toolchain::toString);
    assertEquals(1, toolchain.images().size(), toolchain::toString);
  }

  @Test
  void clangAndNoGcc() {
    expectCppUnit(farm("clang", CiImage.CLANG), CiImage.CLANG, "clang", "clang++");
  }

  @Test
  void anImageWithoutShell() {
    expectCppUnit(farm("no-shell", CiImage.NO_SHELL), CiImage.DEBIAN_13, "gcc", "g++");
  }

  @Test
  void anImageThatBringsItsOwnTools() {
    String farm =
        farm(
            "image",
            """
            image: %s
                tools: Image
            """
                .formatted(stage.cluster().image(ProjectImage.VOLUNTEER)));

    expectCppUnit(farm, CiImage.DEBIAN_13, "gcc", "g++");
    assertTrue(
        stage.user().volunteers(farm).stream()
            .allMatch(pod -> pod.getSpec().getInitContainers().isEmpty()),
        "no init container");
  }

  /**
   * CMake names its compiler by an absolute path; other projects have one in a place of theirs.
   * Each makes other objects here, so a wrong one shows.
   */
  @Test
  void compilersInOtherPlacesThanUsrBin() {
    String farm = farm("places", CiImage.ELSEWHERE);

    BuildResult result =
        stage
            .developer("ann", CiImage.ELSEWHERE)
            .buildOn(farm, PLACES)
            .await(BUILD)
            .expectSuccess();

    Set<String> same = new TreeSet<>();
    result.log().lines().filter(line -> line.startsWith("same: ")).forEach(same::add);
    assertEquals(
        new TreeSet<>(
            Set.of(
                "same: /opt/tc/bin/acme-g++",
                "same: /usr/bin/c++",
                "same: /usr/local/bin/c++",
                "same: acme-g++",
                "same: c++",
                "same: g++",
                "same: CMake by /opt/tc/bin/acme-g++",
                "same: CMake by /usr/local/bin/c++")),
        same,
        result::log);
    Load load = stage.dispatcherOf(farm).load();
    assertEquals(6 + 2 * CMAKE_FILES, load.jobs().done(), load::toString);
  }

  private static final int CMAKE_FILES = 6;

  private static final String PLACES =
      """
      cat >a.cpp <<'END'
      struct s { char a; int b; long c; enum { x } d; };
      unsigned sum() { return sizeof(s) * 10 + sizeof(s::d); }
      END
      for compiler in g++ c++ /usr/bin/c++ /usr/local/bin/c++ /opt/tc/bin/acme-g++ acme-g++; do
        distcc $compiler -O2 -c a.cpp -o far.o
        $compiler -O2 -c a.cpp -o near.o
        cmp far.o near.o && echo "same: $compiler"
      done
      mkdir project
      printf '%%s\\n' 'cmake_minimum_required(VERSION 3.20)' 'project(places CXX)' \
        'file(GLOB sources *.cpp)' 'add_library(places STATIC ${sources})' >project/CMakeLists.txt
      for n in $(seq %d); do sed "s/sum/sum$n/" a.cpp >project/f$n.cpp; done
      for compiler in /usr/local/bin/c++ /opt/tc/bin/acme-g++; do
        for launcher in distcc env; do
          cmake -S project -B $launcher -DCMAKE_CXX_COMPILER=$compiler -DCMAKE_CXX_COMPILER_LAUNCHER=$launcher
          cmake --build $launcher --parallel 6
        done
        for object in $(cd env && find . -name 'f*.o'); do cmp env/$object distcc/$object; done
        [ $(find distcc -name 'f*.o' | wc -l) = %d ] && echo "same: CMake by $compiler"
        rm -r env distcc
      done
      """
          .formatted(CMAKE_FILES, CMAKE_FILES);

  private static void expectCppUnit(String farm, CiImage builds, String cc, String cxx) {
    Map<String, String> alone = alone(builds, cc, cxx);

    BuildResult onFarm =
        stage
            .developer("ann", builds)
            .buildOn(farm, script("distcc " + cc, "distcc " + cxx))
            .await(BUILD)
            .expectSuccess();

    assertEquals(CppUnit.TRANSLATION_UNITS, alone.size(), "object files");
    assertEquals(alone, onFarm.hashes(), "objects by the farm and by the client");
    Load load = stage.dispatcherOf(farm).load();
    assertEquals(CppUnit.TRANSLATION_UNITS, load.jobs().done(), () -> "jobs done in " + load);
  }

  private static Map<String, String> alone(CiImage image, String cc, String cxx) {
    return ALONE.computeIfAbsent(
        image,
        first ->
            new TreeMap<>(
                stage
                    .developer("alone", first)
                    .buildAlone(script(cc, cxx))
                    .await(BUILD)
                    .expectSuccess()
                    .hashes()));
  }

  private static String script(String cc, String cxx) {
    return CppUnit.build("CC='%s' CXX='%s'".formatted(cc, cxx)) + BuildResult.PRINT_HASHES;
  }

  private static String farm(String name, CiImage image) {
    return farm(name, "image: " + stage.cluster().take(image));
  }

  private static String farm(String name, String volunteers) {
    stage
        .user()
        .applyAndAwaitReady(
            name,
            """
            apiVersion: compilefarm.dev/v1alpha1
            kind: CompileFarm
            metadata: {name: %s}
            spec:
              volunteers:
                slots: 2
                %s
              scaling: {minVolunteers: 0, maxVolunteers: 2, scaleDownDelaySeconds: 60}
            """
                .formatted(name, volunteers));
    return name;
  }
}
