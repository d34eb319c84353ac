package dev.compilefarm.dispatcher.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What patch 0005 adds to distccd, built by itself with the C compiler of this machine. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PatchIT {
  /** What named.c needs of the rest of distccd. */
  private static final Map<String, String> REST =
      Map.of(
          "config.h", "",
          "trace.h", "",
          "exitcode.h", "#define EXIT_OUT_OF_MEMORY 105\n",
          "distcc.h", "int dcc_find_missing(char **argv, char **sentence);\n",
          "util.h",
              """
              #include <string.h>
              int str_startswith(const char *head, const char *worm);
              #define str_equal(a, b) (!strcmp((a), (b)))
              """,
          "main.c",
              """
              #include <stdio.h>
              #include "distcc.h"
              #include "util.h"
              int str_startswith(const char *head, const char *worm) {
                return strncmp(head, worm, strlen(head)) == 0;
              }
              int main(int argc, char **argv) {
                char *sentence;
                int ret = dcc_find_missing(argv, &sentence);
                (void) argc;
                if (sentence) fputs(sentence, stdout);
                return ret;
              }
              """);

  private Path folder;
  private Path program;

  @BeforeAll
  void build(@TempDir Path scratch) throws IOException, InterruptedException {
    folder = scratch;
    program = scratch.resolve("named");
    for (Map.Entry<String, String> file : REST.entrySet()) {
      Files.writeString(scratch.resolve(file.getKey()), file.getValue());
    }
    Files.writeString(scratch.resolve("named.c"), Patch.source());
    String said =
        run(
            Stream.of(
                "gcc -std=gnu17 -D_GNU_SOURCE -Wall -Wextra -Werror -I. named.c main.c -o named"
                    .split(" ")));
    assertEquals("", said);
  }

  static Stream<String> rows() {
    return OptionTable.ALL.stream()
        .flatMap(row -> {
          String text = row.spelling() + (row.form() == Form.JOINED ? "value" : "");
          boolean isExact = row.spelling().contains("=") || row.kind() == Kind.MACHINE;
          String option = isExact ? row.spelling() : text;
          String longName = option.replaceFirst("^-[fg]?(?=[a-z])", "--");
          boolean hasLongName = option.startsWith("-f") && !option.startsWith("-f-");
          return hasLongName ? Stream.of(option, longName) : Stream.of(option);
        });
  }

  /** The object would be another one, or files would stay behind, and nobody would say so. */
  @ParameterizedTest
  @MethodSource("rows")
  void aFileOfOptionsHasNoneThatIsNotDistributed(String options) throws Exception {
    assertTrue(look("-O2 " + options + " -g").contains("cannot be distributed: it has "), options);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-x c",
        "-xc++",
        "--language=c++",
        "-x\nc",
        "'-x' c",
        "\"-x\" c",
        "\\-x c",
        "-\\\nP",
        "\u00ef\u00bb\u00bf-P",
        "--no-line-commands",
        "--debug=split-dwarf",
        "--machine-arch=native",
        "--machine=arch=native",
        "--wrapper x",
        "-dr",
        "--dump=r",
        "-MD",
        "-o x.o",
        "-E",
        "-Wa,--noexecstack,-a=listing",
        "-Wp,-MD,x.d",
        "-Wp,-P",
        "-Xclang=-split-dwarf-output",
        "-mllvm=-info-output-file=x",
      })
  void noWayToWriteAnOptionHidesIt(String options) throws Exception {
    assertTrue(look(options).contains("cannot be distributed: it has "), options);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-O2 -g3 -Wall -fPIC -pipe -std=c++17 --std=c11 -pthread -D_GNU_SOURCE=1 -I/usr/include/x",
        "-Wa,--noexecstack -Wa,-mrelax-relocations=no -Wl,-z,relro -Wp,-D_FORTIFY_SOURCE=3",
        "-fsanitize=address -fsanitize-recover=all -fsanitize-trap=undefined -fno-sanitize-recover",
        "-fprofile-update=atomic -fprofile-abs-path -fmodules-validate-once-per-build-session",
        "-ffile-prefix-map=/a=/b -fstack-clash-protection -fcf-protection -fstack-protector-strong",
        "-fdump-noaddr -fdump-unnumbered -dumpbase x -march=x86-64-v3 -mtune=generic",
        "-frandom-seed=1 -fno-verbose-asm -fdiagnostics-format=text -fvisibility=hidden",
        "-isystem /opt/x/include -include config.h --param max-inline-insns-single=5",
        "-DNAME=\\\"-x\\\" -DPATH=/dev/-B",
      })
  void otherFilesOfOptionsAreUsed(String options) throws Exception {
    assertEquals("", look(options));
  }

  @Test
  void aFileForTheAssemblerWritesNoListing() throws Exception {
    Path file = Files.writeString(folder.resolve("for-as"), "--noexecstack\n-a=listing\n");
    String said = run(Stream.of(program.toString(), "gcc", "-Wa,--x,@" + file));
    assertTrue(
        said.endsWith(
            "it has -a=listing. Write that option on the command line, or "
                + "compile without distcc.\n"),
        said);
    Files.writeString(file, "--noexecstack\n-mrelax-relocations=no\n");
    assertEquals("", run(Stream.of(program.toString(), "gcc", "-Wa,--x,@" + file)));
  }

  @Test
  void whatIsNoFileOfOptionsIsNotRead() throws Exception {
    Path fifo = folder.resolve("fifo");
    assertEquals("", run(Stream.of("mkfifo", fifo.toString())));
    Path large = Files.writeString(folder.resolve("large"), " ".repeat((1 << 20) + 1));
    for (Path path : List.of(fifo, large, folder, Path.of("/dev/zero"), Path.of("/dev/null"))) {
      String said = run(Stream.of(program.toString(), "gcc", "@" + path));
      assertTrue(said.contains("it is no regular file of at most 1 MiB"), said);
    }
    Files.writeString(large, " ".repeat(1 << 20));
    assertEquals("", run(Stream.of(program.toString(), "gcc", "@" + large)));
  }

  @Test
  void aPrefixStandsBeforeAProgram() throws Exception {
    Path tools = Files.createDirectories(folder.resolve("tools"));
    Files.createFile(tools.resolve("acme-cc1plus"));
    Files.createFile(tools.resolve("acme-ld"));
    for (String good : List.of("", "/", "/acme-")) {
      assertEquals("", run(Stream.of(program.toString(), "gcc", "-B", tools + good)));
    }
    for (String bad : List.of("/ac", "/acme-l", "/acme-cc1plus", "/other-")) {
      String said = run(Stream.of(program.toString(), "gcc", "-B" + tools + bad));
      assertTrue(said.contains("the volunteer does not have " + tools + bad + ". "), said);
    }
  }

  private String look(String options) throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("options"), options, StandardCharsets.ISO_8859_1);
    return run(Stream.of(program.toString(), "gcc", "@" + file, "-c", "a.c"));
  }

  private String run(Stream<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command.toList())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), said);
    return said;
  }
}
