package dev.compilefarm.dispatcher.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.compilefarm.dispatcher.toolchain.Check;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      textBlock =
          """
          -gsplit-dwarf -c                           > -gsplit-dwarf
          -gsplit-dwarf=split -c                     > -gsplit-dwarf
          -gsplit-dwarf -g0                          > -gsplit-dwarf
          -gno-split-dwarf -gsplit-dwarf             > -gsplit-dwarf
          --debug=split-dwarf                        > -gsplit-dwarf
          -fstack-usage                              > -fstack-usage
          --stack-usage                              > -fstack-usage
          -fcallgraph-info=su,da                     > -fcallgraph-info
          -fdump-tree-all                            > -fdump-
          -fdump-noaddr-not                          > -fdump-
          -da                                        > -d
          -dpr                                       > -d
          -dM                                        > -dM
          -dDI                                       > -d
          -dAHpa                                     > -d
          -dr                                        > -d
          -fopt-info-vec-missed=vec.txt              > -fopt-info
          -fopt-info=a.txt                           > -fopt-info
          -fsave-optimization-record=yaml            > -fsave-optimization-record
          -foptimization-record-file=x               > -foptimization-record-file=
          -save-temps                                > -save-temps
          -save-temps=obj                            > -save-temps
          --save-temps                               > -save-temps
          -ftime-trace                               > -ftime-trace
          -ftime-trace=x.json                        > -ftime-trace
          -fmodules                                  > -fmodules
          -fmodules-ts                               > -fmodules-
          -fmodule-mapper=x                          > -fmodule-
          -fprebuilt-module-path=/x                  > -fprebuilt-module-path=
          -fplugin=/opt/x.so                         > -fplugin=
          -fplugin-arg-x-y                           > -fplugin-arg-
          -specs=/opt/x                              > -specs=
          -specs /opt/x                              > -specs
          --specs=/opt/x                             > --specs=
          --specs ./nano.specs                       > --specs
          --specs=lib/x.specs                        > --specs=
          -B/opt/bin                                 > -B
          -B /opt/bin                                > -B
          -Btools                                    > -B
          --prefix=/opt/bin                          > --prefix=
          -wrapper /usr/bin/time,-v                  > -wrapper
          @/opt/flags                                > @
          @flags                                     > @
          --config=/opt/x                            > --config=
          --config x                                 > --config
          -fsanitize-ignorelist=/opt/x               > -fsanitize-ignorelist=
          -fsanitize-blacklist=x                     > -fsanitize-blacklist=
          -fsanitize-coverage-allowlist=x            > -fsanitize-coverage-allowlist=
          -fprofile-list=x                           > -fprofile-list=
          -fxray-attr-list=x                         > -fxray-attr-list=
          -frandomize-layout-seed-file=x             > -frandomize-layout-seed-file=
          -MJ x.json                                 > -MJ
          -MJx.json                                  > -MJ
          -include-pch x.pch                         > -include-pch
          -Xclang -include-pch -Xclang x.pch         > -include-pch
          -Xclang -load -Xclang x.so                 > -Xclang -load
          -Xclang -dependency-file -Xclang x         > -Xclang -dependency-file
          -ivfsoverlay x                             > -ivfsoverlay
          -Xclang -ivfsoverlay -Xclang x             > -ivfsoverlay
          --serialize-diagnostics x                  > -serialize-diagnostics
          -serialize-diagnostics x                   > -serialize-diagnostics
          -fdiagnostics-format=sarif-file            > -fdiagnostics-format=sarif-file
          -fdiagnostics-add-output=sarif:file=x      > -fdiagnostics-add-output=
          -fdiagnostics-add-output=textual           > -fdiagnostics-add-output=
          -fdiagnostics-set-output=sarif             > -fdiagnostics-set-output=
          -Bsymbolic-bin                             > -B
          -aux-info x                                > -aux-info
          -fproc-stat-report=x                       > -fproc-stat-report
          -fthinlto-index=x                          > -fthinlto-index=
          -Wa,-adhln=x.lst                           > -Wa,-a
          -Wa,--noexecstack,-al=x                    > -Wa,-a
          -Wa,--MD,x                                 > -Wa,--MD
          -Wa,@x                                     > -Wa,@
          -Xassembler -al=x.lst                      > -Wa,-a
          --for-assembler -al=x.lst                  > -Wa,-a
          -Wp,-MD,x.d                                > -Wp,-M
          -fprofile-generate=/x                      > -fprofile-generate
          -fprofile-use                              > -fprofile-use
          -fauto-profile=x                           > -fauto-profile
          --coverage                                 > --coverage
          -frepo                                     > -frepo
          -march=native                              > -march=native
          -mcpu=native+nocrypto                      > -mcpu=native
          --machine-arch=native                      > -march=native
          -x c++-header                              > -x c++-header
          -xc++-header                               > -x c++-header
          --language=c-header                        > -x c-header
          --language c-header                        > -x c-header
          -frecord-gcc-switches                      > -frecord-gcc-switches
          -P                                         > -P
          --no-line-commands                         > -P
          --write-dependencies                       > --write-dependencies
          --preprocess                               > --preprocess
          -S -fverbose-asm                           > -fverbose-asm
          -fverbose-asm -S                           > -fverbose-asm
          -Xpreprocessor -O2                         > -Xpreprocessor
          -Xpreprocessor -fPIC                       > -Xpreprocessor
          -Xpreprocessor -Xpreprocessor x            > -Xpreprocessor
          -Xpreprocessor -MD -Xpreprocessor x.d      > -Xpreprocessor
          -Xlinker -O2                               > -Xlinker
          -Xlinker -c                                > -Xlinker
          --for-linker -fPIC                         > -Xlinker
          -Xclang -c                                 > -Xclang
          -Xclang -Xclang -c                         > -Xclang
          -Xclang -mllvm -Xclang -O2                 > -mllvm
          -Xclang -mllvm -Xclang -info-output-file=x > -mllvm -info-output-file=
          -Xassembler -O2                            > -Xassembler
          -Xassembler -fPIC                          > -Xassembler
          -mllvm -O2                                 > -mllvm
          --language=c++                             > --language
          --language c                               > --language
          --language=objective-c++                   > --language
          -mllvm -pass-remarks-output=x              > -mllvm -pass-remarks-output=
          -mllvm=-info-output-file=x                 > -mllvm -info-output-file=
          -o x.o -fstack-usage                       > -fstack-usage
          -ox.o -save-temps                          > -save-temps
          -fdump-rtl-all -fstack-usage               > -fdump-
          """)
  void findsTheOption(String arguments, String option) {
    assertEquals(Optional.of(option), seen(arguments).finding(Set.of()).map(Finding::option));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-O2 -g -Wall -c -o x.o x.c",
        "-DFOO=-gsplit-dwarf",
        "-D -gsplit-dwarf",
        "-o -save-temps",
        "-o-save-temps",
        "-I -fstack-usage",
        "-isystem -fstack-usage",
        "-iquote @x",
        "-include -MJ",
        "-MF -fstack-usage",
        "-MT @x",
        "--param -fplugin=x",
        "--param max-inline-insns-single=5",
        "-target -B",
        "-arch -B",
        "-gsplit-dwarf -gno-split-dwarf",
        "-gsplit-dwarf=single",
        "-grecord-gcc-switches",
        "-fdiagnostics-add-output=text",
        "-fdiagnostics-add-output=text:color=yes",
        "-fdiagnostics-set-output=text:color=no",
        "-Bsymbolic -Bsymbolic-functions -Bstatic -Bdynamic",
        "-fstack-usage -fno-stack-usage",
        "-fmodules -fno-modules",
        "-fdump-noaddr",
        "-fdump-unnumbered",
        "-fdump-passes",
        "-fdump-record-layouts",
        "-fopt-info",
        "-fopt-info-vec-missed",
        "-fopt-info-vec=stderr",
        "-dA -dp -dD",
        "-print-stats",
        "-dumpbase @x",
        "-dumpdir -fstack-usage",
        "-fverbose-asm",
        "-fplugin-",
        "-Wa,--noexecstack,-I,dir",
        "-Xassembler --noexecstack",
        "-Xclang -fcolor-diagnostics",
        "-Xclang -target-feature -Xclang +sse2",
        "-mllvm -inline-threshold=500",
        "-march=x86-64-v3 -mtune=generic",
        "-ftime-report",
        "-Wp,-D_FORTIFY_SOURCE=2",
        "-ftime-trace-granularity=5",
        "-fsanitize=address",
        "-fsanitize-coverage=trace-pc-guard",
        "-fcrash-diagnostics-dir=/x",
        "-std=c++20 -fPIC -pthread -pipe",
        "--sysroot @x",
        "--sysroot=/opt",
        "-S",
        "a@b.c",
        "--define-macro -fstack-usage",
        "-",
        "--",
      })
  void takesWhatIsHarmless(String arguments) {
    assertEquals(Optional.empty(), seen(arguments).finding(Set.of()).map(Finding::option));
  }

  /** What build tools write: nothing of it may be compiled at home for the option's sake. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        // CMake
        "-std=gnu++20 -fPIC -MD -MT x.o -MF x.d -o x.o -c x.cc",
        "-Winvalid-pch -include /b/cmake_pch.hxx -o x.o -c x.cc",
        // dpkg-buildflags
        "-g -O2 -ffile-prefix-map=/b=. -fstack-protector-strong -fstack-clash-protection"
            + " -Wformat -Werror=format-security -fcf-protection -Wdate-time"
            + " -D_FORTIFY_SOURCE=2 -flto=auto -ffat-lto-objects",
        // Fedora
        "-O2 -fexceptions -g -pipe -Wall -Wp,-U_FORTIFY_SOURCE,-D_FORTIFY_SOURCE=3"
            + " -Wp,-D_GLIBCXX_ASSERTIONS -m64 -march=x86-64-v2 -mtune=generic"
            + " -fasynchronous-unwind-tables -fno-omit-frame-pointer",
        // Chromium
        "-Xclang -debug-info-kind=constructor",
        "-Xclang -disable-O0-optnone -Xclang -disable-llvm-passes -Xclang -disable-free",
        "-Xclang -discard-value-names -Xclang -dwarf-version=4 -Xclang -debugger-tuning=gdb",
        "-Xclang -fuse-ctor-homing -Xclang -fexperimental-omit-vtable-rtti",
        "-Xclang -mllvm -Xclang -inline-threshold=500",
        "-Xclang -mllvm -Xclang -inline-threshold=500 -mllvm -instcombine-lower-dbg-declare=0",
        "-Xclang -O3 -Xclang -Wno-foo -Xclang -std=c++20",
        "-no-canonical-prefixes -fno-delete-null-pointer-checks -ftrivial-auto-var-init=pattern",
        // Apple's linker and clang's driver
        "-dynamiclib -dead_strip",
        "-driver-mode=g++ --driver-mode=g++",
        "-Xpreprocessor -fopenmp",
        "-Xlinker -rpath -Xlinker /opt/lib",
        "-Xlinker --gc-sections -Xlinker -z -Xlinker now",
        // Linux
        "-Wa,--noexecstack -Wa,-mrelax-relocations=no -mno-sse -mno-red-zone -mcmodel=kernel",
        "-nostdinc -include include/linux/kconfig.h -D__KERNEL__ -fmacro-prefix-map=./="
            + " -std=gnu11 -fshort-wchar -fno-PIE -fno-strict-aliasing -mabi=lp64"
            + " -mstack-protector-guard=sysreg -DKBUILD_MODNAME=\"x\" -MMD -MF .x.o.d",
        // Bazel and Rust's cc
        "-fdebug-prefix-map=/b=. -Wno-builtin-macro-redefined -D__DATE__=\"redacted\"",
        "-ffunction-sections -fdata-sections -fno-canonical-system-headers -iquote . -frandom-seed=x",
        // Bare metal
        "-mcpu=cortex-m4 -mthumb -mfloat-abi=hard --specs=nano.specs --specs=nosys.specs",
        "--specs nano.specs",
        "--specs=",
        // The assembler
        "-Xassembler -W -Xassembler -march=armv7-a -Wa,-W",
      })
  void takesWhatBuildToolsWrite(String arguments) {
    assertEquals(Optional.empty(), seen(arguments).finding(Set.of()).map(Finding::option));
  }

  @Test
  void theLongNameOfALanguageIsNotRightWithTools() {
    assertTrue(seen("--language=c++").finding(Check.ALL).isPresent());
    assertTrue(seen("--language c").finding(Check.ALL).isPresent());
    assertEquals(Optional.empty(), seen("--language=assembler-with-cpp").finding(Check.ALL));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-x c++",
        "-xc",
        "-B/opt",
        "-B /opt",
        "@/opt/x",
        "--specs=/x",
        "-fsanitize-ignorelist=/x"
      })
  void takesAFileOfTheImageWhereVolunteersCheckPaths(String arguments) {
    Arguments seen = seen(arguments);
    assertEquals(Optional.empty(), seen.finding(Check.ALL));
    assertTrue(seen.finding(Set.of()).isPresent());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-Bx", "-B x", "-B /opt -B x", "-B x -B /opt", "@x", "-fplugin=/x"})
  void refusesWhatNoImageHas(String arguments) {
    assertTrue(seen(arguments).finding(Check.ALL).isPresent());
  }

  @ParameterizedTest
  @ValueSource(strings = {"clang", "/usr/lib/llvm/bin/clang++-19", "x86_64-linux-gnu-clang"})
  void clangWritesItsCommandLineIntoTheObject(String compiler) {
    Arguments arguments = seen(compiler, "-g -grecord-gcc-switches -gsplit-dwarf=single");
    assertEquals(
        Optional.of("-grecord-gcc-switches"), arguments.finding(Check.ALL).map(Finding::option));
    assertEquals(
        Optional.empty(), seen("/opt/clang/bin/g++", "-grecord-gcc-switches").finding(Set.of()));
  }

  @Test
  void tellsTheSource() {
    assertEquals(Optional.of("src/a.cc"), seen("-c -o x.c src/a.cc b.cc").source());
    assertEquals(Optional.of("/a/b.c"), seen("-I a.c -o x /a/b.c").source());
    assertEquals(Optional.empty(), seen("-c x.o").source());
    String longName = "x".repeat(300) + ".c";
    assertEquals(Optional.of(longName.substring(302 - 255)), seen(longName).source());
  }

  @Test
  void theDigestIsThatOfTheOptionsThatChangeHowLongItTakes() {
    long digest = seen("-O2 -g -std=c++20 -c a.cc -o a.o").digest();
    assertNotEquals(digest, seen("-O0 -g -std=c++20 -c a.cc -o a.o").digest());
    assertNotEquals(digest, seen("-O2 -std=c++20 -c a.cc -o a.o").digest());
    assertNotEquals(digest, seen("-O2 -g -std=c++17 -c a.cc -o a.o").digest());
    assertNotEquals(digest, seen("-O2 -g -std=c++20 -fsanitize=address -c a.cc").digest());
    assertNotEquals(seen("-O0 -O2 a.cc").digest(), seen("-O2 -O0 a.cc").digest());
    assertNotEquals(seen("-ga -gb a.cc").digest(), seen("-ga-gb a.cc").digest());
  }

  @Test
  void theDigestIsTheSameInTheNextBuild() {
    long digest = seen("-O2 -g -c a.cc -o a.o").digest();
    assertEquals(digest, seen("-O2 -g -c b.cc -o /tmp/b12/x.o").digest());
    assertEquals(digest, seen("-O2 -DBUILD=7 -I/builds/7 -g -MF a.d -c a.cc -ox").digest());
    assertEquals(digest, seen("-O2 -fdebug-prefix-map=/builds/7=. -g -c a.cc").digest());
    assertEquals(digest, seen("-O2 -frandom-seed=7 -g -c a.cc").digest());
    assertEquals(digest, seen("-O2 - -g -isystem /x -Wall -W -c a.cc").digest());
  }

  @Test
  void theCompilerIsNoOption() {
    Arguments arguments = new Arguments();
    arguments.take("@x".getBytes(StandardCharsets.US_ASCII));
    assertEquals(Optional.empty(), arguments.finding(Set.of()));
    assertEquals(Optional.empty(), arguments.source());
  }

  @Test
  void saysWhatIsWrongAndWhatToDo() {
    assertEquals(
        "-gsplit-dwarf cannot be distributed: the .dwo file would stay on the volunteer."
            + " Use -g without it; -gz makes objects smaller.",
        sentence("-gsplit-dwarf", Set.of()));
    assertEquals(
        "-Btools/b?n cannot be distributed: programs of this directory are not sent to the"
            + " volunteer. Give an absolute path that client and volunteers both have, or compile"
            + " without distcc.",
        sentence("-Btools/b\u0007n", Check.ALL));
    assertEquals(
        "--config /opt/x cannot be distributed: the volunteers do not tell whether they have it."
            + " Use volunteers with the distccd of the tools image, or compile without distcc.",
        sentence("--config /opt/x", Set.of()));
  }

  @Test
  void theTextOfTheUserIsCut() {
    assertEquals(
        Optional.of("@"), seen("@" + "x".repeat(4000)).finding(Check.ALL).map(Finding::option));
    assertTrue(sentence("@" + "x".repeat(4000), Check.ALL).length() <= 300);
  }

  static Stream<Option> rows() {
    return OptionTable.ALL.stream();
  }

  /** Each row is found by the argument that its spelling is. */
  @ParameterizedTest
  @MethodSource("rows")
  void everyRowIsFound(Option row) {
    String text =
        switch (row.when()) {
          case NAMES_A_FILE -> row.spelling() + "=file";
          case DUMPS_BY_LETTERS -> row.spelling() + "r";
          case NAMES_A_PATH -> row.spelling() + (row.form() == Form.SEPARATE ? " ./x" : "./x");
          case SOURCE_LANGUAGE -> row.spelling() + " c++";
          case SWALLOWED_BY_CLANG,
              SWALLOWED_BY_ASSEMBLER,
              SWALLOWED_BY_LLVM,
              SWALLOWED_BY_PREPROCESSOR,
              SWALLOWED_BY_LINKER ->
              row.spelling() + " -c";
          case WITH_ASSEMBLY -> "-S " + row.spelling();
          case NO_TEXT -> row.spelling() + "sarif:file=x";
          case ALWAYS, WITH_CLANG ->
              row.form() == Form.SEPARATE ? row.spelling() + " file" : row.spelling();
        };
    boolean takesNext = row.form() == Form.JOINED_OR_SEPARATE;
    boolean isRightWithTools = row.files() == Option.Files.TOOLS;
    Optional<Finding> finding =
        seen("clang", takesNext ? text + " file" : text)
            .finding(isRightWithTools ? Set.of() : Check.ALL);
    assertEquals(Optional.of(row.spelling()), finding.map(Finding::option));
    String sentence = finding.orElseThrow().sentence();
    assertTrue(sentence.endsWith("."), sentence);
    assertFalse(sentence.contains(".."), sentence);
    assertTrue(sentence.matches("[ -~]{20,300}"), sentence);
  }

  @Test
  void noRowIsThereTwice() {
    assertEquals(OptionTable.ALL.size(), rows().map(Option::spelling).distinct().count());
  }

  private static String sentence(String arguments, Set<Check> checks) {
    return seen(arguments).finding(checks).orElseThrow().sentence();
  }

  private static Arguments seen(String text) {
    return seen("gcc", text);
  }

  private static Arguments seen(String compiler, String text) {
    Arguments arguments = new Arguments();
    arguments.take(compiler.getBytes(StandardCharsets.US_ASCII));
    for (String argument : text.split(" ", -1)) {
      arguments.take(argument.getBytes(StandardCharsets.UTF_8));
    }
    return arguments;
  }
}
