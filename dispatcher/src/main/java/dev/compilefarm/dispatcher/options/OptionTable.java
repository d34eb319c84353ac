package dev.compilefarm.dispatcher.options;

import static dev.compilefarm.dispatcher.options.Form.ALONE;
import static dev.compilefarm.dispatcher.options.Form.ALONE_OR_EQUALS;
import static dev.compilefarm.dispatcher.options.Form.JOINED;
import static dev.compilefarm.dispatcher.options.Form.JOINED_OR_SEPARATE;
import static dev.compilefarm.dispatcher.options.Form.SEPARATE;

import dev.compilefarm.dispatcher.options.Option.Files;
import java.util.List;
import java.util.stream.Stream;

/**
 * All options that the protocol cannot carry, one row each, and the spellings that are to be known
 * so that no other argument is taken for one of them. In the order of the reference page. The facts
 * are those of gcc 12 and 14, clang 19, the assembler of binutils 2.44 and distcc 3.4; later
 * compilers may have more.
 */
public final class OptionTable {
  private static final String LEAVE = "Leave the option out, or compile such files without distcc";
  private static final String SCANNING =
      "Set CMAKE_CXX_SCAN_FOR_MODULES=OFF where CMake adds it, or compile such files without distcc";
  private static final String STDERR = "Let it write to stderr, or compile without distcc";
  private static final String SHARED =
      "Give an absolute path that client and volunteers both have, or compile without distcc";
  private static final String PROCESSOR =
      "Name the processor, for example -march=x86-64-v3 or -mcpu=neoverse-n1";

  private static final String DEBUGGING = "gcc manual, Debugging Options";
  private static final String DEVELOPER = "gcc manual, Developer Options";
  private static final String OVERALL = "gcc manual, Overall Options";
  private static final String DIRECTORIES = "gcc manual, Directory Options";
  private static final String MESSAGES = "gcc manual, Diagnostic Message Formatting";
  private static final String INSTRUMENTATION = "gcc manual, Instrumentation Options";
  private static final String OPTIMIZE = "gcc manual, Optimize Options";
  private static final String MODULES = "gcc manual, C++ Modules";
  private static final String PREPROCESSOR = "gcc manual, Preprocessor Options";
  private static final String CLANG = "clang --help-hidden";
  private static final String CC1 = "clang -cc1 --help-hidden";
  private static final String GAS = "as manual, Command-Line Options";
  private static final String ARG_C = "distcc src/arg.c: dcc_scan_args";
  private static final String SERVE_C = "distcc src/serve.c: dcc_run_job";
  private static final String STRIP_C = "distcc src/strip.c: dcc_strip_local_args";
  private static final String EXPANDS =
      "other clients; distcc 3.4 writes it out (src/compile.c: dcc_expand_preprocessor_options)";
  private static final String TRIED = "tried with gcc 12, gcc 14 and clang 19";

  private static final String RECORDS =
      "tried with clang 19; older gcc: gcc/toplev.c, print_switch_values";

  private static final String COMMAND = "the object would hold the command line of the volunteer";
  private static final String TEMPORARY = "the result would name a file of the volunteer";
  private static final String NO_OBJECT = "an empty object would be made";
  private static final String NO_SOURCE = "distcc would send what the option prints, and no source";
  private static final String TAKEN =
      "distcc may have taken away its value, so that it takes the next option for one";

  private static final String OTHER_VALUE =
      "Write the value so that it does not begin with -D, -I, -L, -U or -l";

  private static final List<Option> OUTPUTS =
      List.of(
          output(
              "-gsplit-dwarf",
              ALONE_OR_EQUALS,
              "the .dwo file",
              "Use -g without it; -gz makes objects smaller",
              DEBUGGING),
          output("-fstack-usage", ALONE, "the .su file", LEAVE, DEVELOPER),
          output("-fcallgraph-info", ALONE_OR_EQUALS, "the .ci file", LEAVE, DEVELOPER),
          output("-fdump-", JOINED, "the dump", LEAVE, DEVELOPER),
          new Option(
              "-d",
              JOINED,
              Kind.OUTPUT,
              stays("the dump"),
              LEAVE,
              DEVELOPER,
              Files.CLIENT,
              When.DUMPS_BY_LETTERS),
          new Option(
              "-fopt-info",
              JOINED,
              Kind.OUTPUT,
              stays("the file of notes"),
              STDERR,
              DEVELOPER,
              Files.CLIENT,
              When.NAMES_A_FILE),
          output("-fsave-optimization-record", ALONE_OR_EQUALS, "the record", LEAVE, DEVELOPER),
          output("-foptimization-record-file=", JOINED, "the record", LEAVE, CLANG),
          output("-foptimization-record-passes=", JOINED, "the record", LEAVE, CLANG),
          output("-save-temps", ALONE_OR_EQUALS, "each intermediate file", LEAVE, DEVELOPER),
          output("-save-stats", ALONE_OR_EQUALS, "the .stats file", LEAVE, CLANG),
          output("-ftime-trace", ALONE_OR_EQUALS, "the .json file", LEAVE, CLANG),
          output("-fproc-stat-report", ALONE_OR_EQUALS, "the report", LEAVE, CLANG),
          output("-aux-info", SEPARATE, "the file of prototypes", LEAVE, "gcc manual, C Dialect"),
          output("-aux-info=", JOINED, "the file of prototypes", LEAVE, TRIED),
          output("-gen-decls", ALONE, "the .decl file", LEAVE, "gcc manual, Objective-C"),
          output("-fdiagnostics-format=sarif-file", ALONE, "the .sarif file", STDERR, MESSAGES),
          output("-fdiagnostics-format=json-file", ALONE, "the .json file", STDERR, MESSAGES),
          messages("-fdiagnostics-add-output="),
          messages("-fdiagnostics-set-output="),
          output("-serialize-diagnostics", SEPARATE, "the file of messages", STDERR, CLANG),
          output("-fmodule-output", ALONE_OR_EQUALS, "the module", SCANNING, CLANG),
          output("-fthin-link-bitcode=", JOINED, "the bitcode", LEAVE, CC1),
          output("-MJ", JOINED_OR_SEPARATE, "the compilation database", LEAVE, CLANG),
          output("-gen-cdb-fragment-path", SEPARATE, "the compilation database", LEAVE, CLANG),
          output("-fdeps-file=", JOINED, "the file of dependencies", LEAVE, PREPROCESSOR),
          output(
              "-Wp,-M",
              JOINED,
              "the file of dependencies",
              "Use -MD and -MF without -Wp, or compile without distcc",
              EXPANDS),
          output("--write-dependencies", ALONE, "the file of dependencies", LEAVE, PREPROCESSOR),
          output(
              "--write-user-dependencies", ALONE, "the file of dependencies", LEAVE, PREPROCESSOR),
          output("--coverage", ALONE, "the .gcno file", LEAVE, ARG_C),
          output("-coverage", ALONE, "the .gcno file", LEAVE, INSTRUMENTATION),
          output("-ftest-coverage", ALONE, "the .gcno file", LEAVE, ARG_C),
          output("-fcondition-coverage", ALONE, "the .gcno file", LEAVE, INSTRUMENTATION),
          output("-fpath-coverage", ALONE, "the .gcno file", LEAVE, INSTRUMENTATION),
          output("-frepo", ALONE, "the .rpo file", LEAVE, ARG_C),
          output("-Wa,-a", JOINED, "the listing", LEAVE, GAS),
          output("-Wa,--MD", JOINED, "the file of dependencies", LEAVE, GAS),
          output("-Xclang -dependency-file", SEPARATE, "the file", LEAVE, CC1),
          output("-Xclang -dependency-dot", SEPARATE, "the file", LEAVE, CC1),
          output("-Xclang -module-dependency-dir", SEPARATE, "the directory", LEAVE, CC1),
          output("-Xclang -header-include-file", SEPARATE, "the file", LEAVE, CC1),
          output("-Xclang -stack-usage-file", SEPARATE, "the file", LEAVE, CC1),
          output("-Xclang -split-dwarf-output", SEPARATE, "the .dwo file", LEAVE, CC1),
          output("-Xclang -split-dwarf-file", SEPARATE, "the .dwo file", LEAVE, CC1),
          output("-Xclang -opt-record-file", SEPARATE, "the record", LEAVE, CC1),
          output("-Xclang -serialize-diagnostic-file", SEPARATE, "the file", LEAVE, CC1),
          output("-Xclang -diagnostic-log-file", SEPARATE, "the log", LEAVE, CC1),
          output("-Xclang -stats-file=", JOINED, "the .stats file", LEAVE, CC1),
          output("-Xclang -coverage-notes-file", JOINED, "the .gcno file", LEAVE, CC1),
          output("-mllvm -pass-remarks-output=", JOINED, "the file of remarks", LEAVE, CC1),
          output("-mllvm -info-output-file=", JOINED, "the statistics", LEAVE, CC1));

  private static final List<Option> INPUTS =
      List.of(
          image("@", JOINED, "the file of options", OVERALL),
          image("-Wa,@", JOINED, "the file of options", GAS),
          specs("--specs", SEPARATE),
          specs("--specs=", JOINED),
          image("--config", SEPARATE, "the file of options", CLANG),
          image("--config=", JOINED, "the file of options", CLANG),
          image("--config-system-dir=", JOINED, "the file of options", CLANG),
          image("--config-user-dir=", JOINED, "the file of options", CLANG),
          image("-fsanitize-ignorelist=", JOINED, "the list", CLANG),
          image("-fsanitize-blacklist=", JOINED, "the list", CLANG),
          image("-fsanitize-system-ignorelist=", JOINED, "the list", CLANG),
          image("-fsanitize-coverage-allowlist=", JOINED, "the list", CLANG),
          image("-fsanitize-coverage-whitelist=", JOINED, "the list", CLANG),
          image("-fsanitize-coverage-ignorelist=", JOINED, "the list", CLANG),
          image("-fsanitize-coverage-blocklist=", JOINED, "the list", CLANG),
          image("-fsanitize-coverage-blacklist=", JOINED, "the list", CLANG),
          image("-fexperimental-sanitize-metadata-ignorelist=", JOINED, "the list", CLANG),
          image("-fprofile-list=", JOINED, "the list", CLANG),
          image("-fxray-attr-list=", JOINED, "the list", CLANG),
          image("-fxray-always-instrument=", JOINED, "the list", CLANG),
          image("-fxray-never-instrument=", JOINED, "the list", CLANG),
          image("-fprofile-remapping-file=", JOINED, "the file", CLANG),
          image("-frandomize-layout-seed-file=", JOINED, "the seed", CLANG),
          image("-fbasic-block-sections=list=", JOINED, "the list", CLANG),
          image("-fthinlto-index=", JOINED, "the index", CLANG),
          image("-fmemory-profile-use=", JOINED, "the profile", CLANG),
          image("-fprofile-sample-use=", JOINED, "the profile", CLANG),
          image("-fprofile-instr-use=", JOINED, "the profile", CLANG),
          image("-ivfsoverlay", JOINED_OR_SEPARATE, "the overlay", CLANG),
          image("-vfsoverlay", JOINED_OR_SEPARATE, "the overlay", CLANG),
          image("-resource-dir", SEPARATE, "the directory", CLANG),
          image("-resource-dir=", JOINED, "the directory", CLANG),
          image("-fembed-offload-object=", JOINED, "the object", CLANG),
          input("-fprofile-instr-use", ALONE, "the profile", CLANG),
          input("-fprofile-sample-use", ALONE, "the profile", CLANG),
          input("-fprofile-use", ALONE_OR_EQUALS, "the profile", ARG_C),
          input("-fprofile-correction", ALONE, "the profile", ARG_C),
          input("-fauto-profile", ALONE_OR_EQUALS, "the profile", ARG_C),
          input("-fbranch-probabilities", ALONE, "the profile", OPTIMIZE),
          modules("-fmodules", ALONE, CLANG),
          modules("-fmodules-", JOINED, CLANG),
          input("-fcxx-modules", ALONE, "what a module needs", CLANG),
          input("-fimplicit-modules", ALONE, "what a module needs", CLANG),
          input("-fimplicit-module-maps", ALONE, "what a module needs", CLANG),
          modules("-fmodule-", JOINED, MODULES),
          input("-fmodulemap", JOINED, "what a module needs", CLANG),
          input("-fprebuilt-module-path=", JOINED, "what a module needs", CLANG),
          input("-fprebuilt-implicit-modules", ALONE, "what a module needs", CLANG),
          input("-gmodules", ALONE, "what a module needs", CLANG),
          input("-fapinotes", JOINED, "what a module needs", CLANG),
          input("-iapinotes-modules", JOINED_OR_SEPARATE, "what a module needs", CLANG),
          input("-include-pch", JOINED_OR_SEPARATE, "the precompiled header", CLANG),
          input("-fpch-preprocess", ALONE, "the precompiled header", PREPROCESSOR),
          input("-fkeep-system-includes", ALONE, "each system header", CLANG),
          input("-fbuild-session-file=", JOINED, "the file", CLANG));

  private static final List<Option> PROGRAMS =
      List.of(
          directory("-B", JOINED_OR_SEPARATE),
          directory("--prefix", SEPARATE),
          directory("--prefix=", JOINED),
          runs("-wrapper", SEPARATE, "the volunteer does not run other programs", OVERALL),
          runs("-fplugin=", JOINED, "distccd refuses plugins", SERVE_C),
          runs("-fplugin-arg-", JOINED, "distccd refuses plugins", SERVE_C),
          runs("-fpass-plugin=", JOINED, "what a plugin writes stays on the volunteer", CLANG),
          runs("-iplugindir=", JOINED, "distccd refuses plugins", DIRECTORIES),
          runs("-Xclang -load", SEPARATE, "what a plugin writes stays on the volunteer", CC1),
          runs("-Xclang -plugin", JOINED, "what a plugin writes stays on the volunteer", CC1),
          runs("-Xclang -add-plugin", SEPARATE, "what a plugin writes stays on the volunteer", CC1),
          runs("-mllvm -load", JOINED, "what a plugin writes stays on the volunteer", CC1),
          runs("-specs=", JOINED, "distccd refuses files of specs", SERVE_C),
          runs("-specs", SEPARATE, "distccd refuses files of specs", OVERALL));

  private static final List<Option> MACHINES =
      List.of(
          machine("-march=native", ARG_C),
          machine("-mtune=native", ARG_C),
          machine("-mcpu=native", "gcc manual, AArch64 Options and ARM Options"));

  private static final List<Option> DIFFERENT =
      List.of(
          differs("-frecord-gcc-switches", ALONE, COMMAND, LEAVE, RECORDS),
          new Option(
              "-grecord-gcc-switches",
              ALONE,
              Kind.DIFFERS,
              "with clang, " + COMMAND,
              LEAVE,
              TRIED,
              Files.CLIENT,
              When.WITH_CLANG),
          differs("-frecord-command-line", ALONE, COMMAND, LEAVE, TRIED),
          differs("-grecord-command-line", ALONE, COMMAND, LEAVE, TRIED),
          differs("-gcodeview-command-line", ALONE, COMMAND, LEAVE, CLANG),
          differs("-fdebug-macro", ALONE, "the debug information would lack macros", LEAVE, TRIED),
          differs("-fdebug-cpp", ALONE, NO_SOURCE, LEAVE, TRIED),
          differs("-fcompare-debug", ALONE_OR_EQUALS, TEMPORARY, LEAVE, TRIED),
          differs(
              "-femit-struct-debug-",
              JOINED,
              "the debug information depends on the name of the source",
              LEAVE,
              TRIED),
          differs("-dM", ALONE, NO_SOURCE, LEAVE, TRIED),
          differs("-dN", ALONE, NO_SOURCE, LEAVE, DEVELOPER),
          differs("-dI", ALONE, NO_SOURCE, LEAVE, TRIED),
          differs("-dU", ALONE, NO_SOURCE, LEAVE, DEVELOPER),
          differs("-P", ALONE, TEMPORARY, LEAVE, TRIED),
          differs("-fno-working-directory", ALONE, TEMPORARY, LEAVE, PREPROCESSOR),
          differs("-fprofile-instr-generate", ALONE_OR_EQUALS, TEMPORARY, LEAVE, TRIED),
          differs("-fcs-profile-generate", ALONE_OR_EQUALS, TEMPORARY, LEAVE, CLANG),
          differs("-fprofile-generate", ALONE_OR_EQUALS, TEMPORARY, LEAVE, ARG_C),
          differs("-fprofile-arcs", ALONE, TEMPORARY, LEAVE, ARG_C),
          differs(
              "-fcoverage-mapping",
              ALONE,
              "the map would be that of the preprocessed source",
              LEAVE,
              CLANG),
          differs("-frewrite-includes", ALONE, "macros would be lost", LEAVE, TRIED),
          differs("-fsyntax-only", ALONE, NO_OBJECT, LEAVE, TRIED),
          differs("-###", ALONE, NO_OBJECT, LEAVE, TRIED),
          differs("--preprocess", ALONE, NO_OBJECT, LEAVE, TRIED),
          differs("--dependencies", ALONE, NO_OBJECT, LEAVE, TRIED),
          differs("--user-dependencies", ALONE, NO_OBJECT, LEAVE, TRIED),
          differs("-fdriver-only", ALONE, NO_OBJECT, LEAVE, TRIED),
          differs("-print-", JOINED, NO_OBJECT, LEAVE, TRIED),
          differs("-extract-api", ALONE, TEMPORARY, LEAVE, TRIED),
          differs("-fuse-line-directives", ALONE, TEMPORARY, LEAVE, TRIED),
          differs("-fembed-bitcode-marker", ALONE, TEMPORARY, LEAVE, TRIED),
          differs("-fembed-bitcode", ALONE_OR_EQUALS, TEMPORARY, LEAVE, CLANG),
          differs("-ObjC", ALONE, TEMPORARY, LEAVE, TRIED),
          differs("-ObjC++", ALONE, TEMPORARY, LEAVE, TRIED),
          differs("-emit-ast", ALONE, TEMPORARY, LEAVE, TRIED),
          differs("-emit-pch", ALONE, TEMPORARY, LEAVE, CC1),
          differs("-emit-interface-stubs", ALONE, TEMPORARY, LEAVE, CLANG),
          differs("--analyze", ALONE, "the report would name files of the volunteer", LEAVE, CLANG),
          new Option(
              "-fverbose-asm",
              ALONE,
              Kind.DIFFERS,
              "the comments would lack lines of the source",
              LEAVE,
              TRIED,
              Files.CLIENT,
              When.WITH_ASSEMBLY),
          source("c"),
          source("c++"),
          source("objective-c"),
          source("objective-c++"),
          language("c-header"),
          language("c++-header"),
          language("c++-system-header"),
          language("c++-user-header"),
          language("objective-c-header"),
          language("objective-c++-header"),
          language("c++-module"),
          differs("-x cuda", JOINED, "the source is compiled more than once", LEAVE, CLANG),
          differs("-x cl", JOINED, "the source is compiled more than once", LEAVE, CLANG),
          differs("-x hip", JOINED, "the source is compiled more than once", LEAVE, CLANG),
          new Option(
              "--language",
              SEPARATE,
              Kind.DIFFERS,
              TEMPORARY,
              "Write -x instead, or leave it out",
              TRIED,
              Files.CLIENT,
              When.SOURCE_LANGUAGE),
          swallowed(
              "-Xpreprocessor",
              "Use -Wp, or compile without distcc",
              When.SWALLOWED_BY_PREPROCESSOR),
          swallowed("-Xlinker", "Use -Wl, which distcc takes away whole", When.SWALLOWED_BY_LINKER),
          swallowed("-Xclang", OTHER_VALUE, When.SWALLOWED_BY_CLANG),
          swallowed("-Xassembler", OTHER_VALUE, When.SWALLOWED_BY_ASSEMBLER),
          swallowed("-mllvm", OTHER_VALUE, When.SWALLOWED_BY_LLVM));

  /** All rows. */
  public static final List<Option> ALL =
      Stream.of(OUTPUTS, INPUTS, PROGRAMS, MACHINES, DIFFERENT).flatMap(List::stream).toList();

  /** Spellings that begin like a row and are none. */
  static final List<String> HARMLESS =
      List.of(
          "-Bdynamic",
          "-Bstatic",
          "-Bsymbolic",
          "-Bsymbolic-functions",
          "-dumpbase",
          "-dumpbase-ext",
          "-dumpdir",
          "-dumpfullversion",
          "-dumpmachine",
          "-dumpspecs",
          "-dumpversion",
          "-dynamic",
          "-fdump-noaddr",
          "-fdump-passes",
          "-fdump-record-layouts",
          "-fdump-record-layouts-canonical",
          "-fdump-record-layouts-complete",
          "-fdump-record-layouts-simple",
          "-fdump-unnumbered",
          "-fdump-unnumbered-links",
          "-fdump-vtable-layouts",
          "-fmodules-embed-all-files",
          "-fmodules-validate-once-per-build-session",
          "-gsplit-dwarf=single",
          "-print-stats");

  /** Options whose next argument is a value, and that are no row. */
  static final List<String> WITH_VALUE =
      List.of(
          "--assert",
          "--define-macro",
          "--dump",
          "--dumpbase",
          "--dumpbase-ext",
          "--dumpdir",
          "--entry",
          "--force-link",
          "--imacros",
          "--include",
          "--include-directory",
          "--include-directory-after",
          "--include-prefix",
          "--include-with-prefix",
          "--include-with-prefix-after",
          "--include-with-prefix-before",
          "--library-directory",
          "--output",
          "--param",
          "--sysroot",
          "--undefine-macro",
          "-MF",
          "-MQ",
          "-MT",
          "-Xanalyzer",
          "-Xcuda-fatbinary",
          "-Xcuda-ptxas",
          "-Xopenmp-target",
          "-arch",
          "-cxx-isystem",
          "-dumpbase",
          "-dumpbase-ext",
          "-dumpdir",
          "-framework",
          "-idirafter",
          "-iframework",
          "-iframeworkwithsysroot",
          "-imacros",
          "-imultilib",
          "-imultiarch",
          "-include",
          "-iprefix",
          "-iquote",
          "-isysroot",
          "-isystem",
          "-isystem-after",
          "-iwithprefix",
          "-iwithprefixbefore",
          "-iwithsysroot",
          "-stdlib++-isystem",
          "-target",
          "-working-directory");

  /** Options of one letter whose value is the rest, or the next argument. */
  static final List<String> WITH_VALUE_OR_REST =
      List.of("-A", "-D", "-F", "-G", "-I", "-L", "-T", "-U", "-e", "-l", "-o", "-u", "-z");

  private OptionTable() {}

  private static String stays(String what) {
    return what + " would stay on the volunteer";
  }

  private static Option output(
      String spelling, Form form, String what, String remedy, String source) {
    return new Option(
        spelling, form, Kind.OUTPUT, stays(what), remedy, source, Files.CLIENT, When.ALWAYS);
  }

  private static Option input(String spelling, Form form, String what, String source) {
    return new Option(
        spelling, form, Kind.INPUT, notSent(what), LEAVE, source, Files.CLIENT, When.ALWAYS);
  }

  private static Option messages(String spelling) {
    return new Option(
        spelling,
        JOINED,
        Kind.OUTPUT,
        stays("the file of messages"),
        STDERR,
        MESSAGES,
        Files.CLIENT,
        When.NO_TEXT);
  }

  private static Option modules(String spelling, Form form, String source) {
    return new Option(
        spelling,
        form,
        Kind.INPUT,
        notSent("what a module needs"),
        SCANNING,
        source,
        Files.CLIENT,
        When.ALWAYS);
  }

  private static Option image(String spelling, Form form, String what, String source) {
    return new Option(
        spelling, form, Kind.INPUT, notSent(what), SHARED, source, Files.IMAGE, When.ALWAYS);
  }

  /** Gcc looks for a bare name in the toolchain's directories, and fails where it is missing. */
  private static Option specs(String spelling, Form form) {
    return new Option(
        spelling,
        form,
        Kind.INPUT,
        notSent("the file of specs"),
        SHARED,
        OVERALL,
        Files.IMAGE,
        When.NAMES_A_PATH);
  }

  private static String notSent(String what) {
    return what + " is not sent to the volunteer";
  }

  private static Option runs(String spelling, Form form, String effect, String source) {
    return new Option(spelling, form, Kind.RUNS, effect, LEAVE, source, Files.CLIENT, When.ALWAYS);
  }

  private static Option directory(String spelling, Form form) {
    return new Option(
        spelling,
        form,
        Kind.RUNS,
        "programs of this directory are not sent to the volunteer",
        SHARED,
        DIRECTORIES,
        Files.IMAGE,
        When.ALWAYS);
  }

  private static Option machine(String spelling, String source) {
    return new Option(
        spelling,
        JOINED,
        Kind.MACHINE,
        "the volunteer may have another processor",
        PROCESSOR,
        source,
        Files.CLIENT,
        When.ALWAYS);
  }

  private static Option differs(
      String spelling, Form form, String effect, String remedy, String source) {
    return new Option(
        spelling, form, Kind.DIFFERS, effect, remedy, source, Files.CLIENT, When.ALWAYS);
  }

  private static Option source(String language) {
    return new Option(
        "-x " + language,
        ALONE,
        Kind.DIFFERS,
        "the object would name a temporary file of the volunteer",
        "Leave -x out, or use volunteers with the distccd of the tools image",
        TRIED,
        Files.TOOLS,
        When.ALWAYS);
  }

  private static Option language(String language) {
    return differs(
        "-x " + language, ALONE, "the result is no object, and depends on the place", LEAVE, CLANG);
  }

  private static Option swallowed(String spelling, String remedy, When when) {
    return new Option(spelling, SEPARATE, Kind.DIFFERS, TAKEN, remedy, STRIP_C, Files.CLIENT, when);
  }
}
