package dev.compilefarm.dispatcher.options;

import dev.compilefarm.dispatcher.digest.Digest;
import dev.compilefarm.dispatcher.options.Spellings.Spelling;
import dev.compilefarm.dispatcher.toolchain.Check;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Looks at the arguments of one request, one at a time as they arrive, and says whether the job can
 * be distributed. Keeps nothing of them but the name of the source, a digest of the options that
 * change how long a compile takes, and a short value for each row of {@link OptionTable} that was
 * met. For one thread at a time.
 */
public final class Arguments {
  /** Most bytes of an argument that matter: a path of Linux with an option before it. */
  public static final int BYTES_MAX = 4_095;

  private static final int SOURCE_MAX = 255;
  private static final byte[] FOR_ASSEMBLER = bytes("-Wa,");
  private static final byte[] FOR_LLVM = bytes("-mllvm");
  private static final byte[] FOR_ARCHITECTURE = bytes("-Xarch_");
  private static final Spellings SPELLINGS = new Spellings();

  /** {@code src/filename.c:dcc_is_source} of distcc 3.4, and assembly, which later ones send. */
  private static final Pattern SOURCE =
      Pattern.compile(".*\\.(i|ii|c|cc|cpp|cxx|cp|c\\+\\+|C|m|mm|mi|mii|M|s|S)", Pattern.DOTALL);

  /** Long names of gcc's manual for options that take other options or languages. */
  private static final Map<String, String> LONG_NAMES =
      Map.of(
          "--for-assembler", "-Xassembler",
          "--for-linker", "-Xlinker",
          "--no-line-commands", "-P",
          "--assemble", "-S");

  private final Map<Option, Use> uses = new LinkedHashMap<>();
  private boolean compilerSeen;
  private boolean isClang;
  private boolean writesAssembly;
  private boolean clangPassesToLlvm;
  private Next next = new Next.Anything();
  private Optional<String> source = Optional.empty();
  private long digest = Digest.EMPTY;

  /** What the next argument is. */
  private sealed interface Next {
    /** An option, a source or an output. */
    record Anything() implements Next {}

    /** A value that no rule looks at. */
    record Value() implements Next {}

    /** The value of an option of the table. */
    record ValueOf(Option option) implements Next {}

    /** An option or a value for a part of the compiler, or a language. */
    record Passed(String by) implements Next {}
  }

  /** Takes the next argument; the first one is the compiler. May be cut at BYTES_MAX bytes. */
  public void take(byte[] argument) {
    if (!compilerSeen) {
      compilerSeen = true;
      String name = text(argument);
      isClang = name.substring(name.lastIndexOf('/') + 1).contains("clang");
      return;
    }
    if (Slowness.depends(argument)) {
      digest = Digest.with(digest, argument);
    }
    Next what = next;
    next = new Next.Anything();
    switch (what) {
      case Next.Anything _ -> takeAnything(argument);
      case Next.Value _ -> {}
      case Next.ValueOf(Option option) -> foundIfHolds(option, text(argument));
      case Next.Passed(String by) -> takePassed(by, argument);
    }
  }

  /**
   * Why the job cannot be distributed: the first reason of all, or nothing where it can be.
   *
   * @param checks what the volunteers' distccd does by itself
   */
  public Optional<Finding> finding(Set<Check> checks) {
    return uses()
        .filter(use -> use.getKey().rightWith(use.getValue()).filter(checks::contains).isEmpty())
        .findFirst()
        .map(use -> use.getValue().finding(use.getKey()));
  }

  /** What distccd has to do by itself, so that the job can be distributed. */
  public Set<Check> checks() {
    return uses()
        .map(use -> use.getKey().rightWith(use.getValue()))
        .flatMap(Optional::stream)
        .collect(Collectors.toUnmodifiableSet());
  }

  private Stream<Map.Entry<Option, Use>> uses() {
    return uses.entrySet().stream()
        .filter(use -> use.getKey().when() != When.WITH_ASSEMBLY || writesAssembly)
        .filter(use -> use.getKey().when() != When.WITH_CLANG || isClang);
  }

  /** The name of the source as the client wrote it, at most its last 255 characters. */
  public Optional<String> source() {
    return source;
  }

  /**
   * Of the options that change how long a compile takes, in their order. The same for the next
   * build, wherever it lies and whatever its outputs are called.
   */
  public long digest() {
    return digest;
  }

  private void takeAnything(byte[] argument) {
    if (argument.length == 0) {
      return;
    }
    if (argument[0] == '-') {
      takeOption(argument);
    } else if (argument[0] == '@') {
      SPELLINGS.of(argument).ifPresent(spelling -> takeSpelling(spelling, argument));
    } else if (source.isEmpty()) {
      takeSource(argument);
    }
  }

  private void takeSource(byte[] argument) {
    String name = new String(argument, StandardCharsets.UTF_8);
    if (SOURCE.matcher(name).matches()) {
      source = Optional.of(name.substring(Math.max(0, name.length() - SOURCE_MAX)));
    }
  }

  private void takeOption(byte[] argument) {
    if (argument.length > 1 && argument[1] == '-') {
      takeLong(argument);
    } else if (argument.length > 1 && argument[1] == 'X') {
      takeX(argument);
    } else if (isBegin(argument, FOR_ASSEMBLER)) {
      takeForAssembler(argument);
    } else if (argument.length == 2 && argument[1] == 'S') {
      writesAssembly = true;
    } else if (argument.length == 2 && argument[1] == 'x') {
      next = new Next.Passed("-x");
    } else if (argument.length > 1 && argument[1] == 'x') {
      takePassed("-x", Arrays.copyOfRange(argument, 2, argument.length));
    } else if (isBegin(argument, FOR_LLVM)) {
      takeForLlvm(argument);
    } else {
      SPELLINGS.of(argument).ifPresent(spelling -> takeSpelling(spelling, argument));
    }
  }

  /** Long names of gcc are as its options are: with one dash, or as an option that begins -f. */
  private void takeLong(byte[] argument) {
    String text = text(argument);
    if (LONG_NAMES.containsKey(text)) {
      takeOption(bytes(LONG_NAMES.get(text)));
      return;
    }
    String rest = text.substring(2);
    if (rest.equals("language")) {
      next = new Next.Passed("--language");
      return;
    }
    Optional<Spelling> found = SPELLINGS.of(argument);
    if (found.isPresent()) {
      takeSpelling(found.get(), argument);
    } else if (rest.startsWith("debug=")) {
      takeOption(bytes("-g" + rest.substring("debug=".length())));
    } else if (rest.startsWith("machine-") || rest.startsWith("machine=")) {
      takeOption(bytes("-m" + rest.substring("machine-".length())));
    } else if (rest.startsWith("language=")) {
      takePassed("--language", bytes(rest.substring("language=".length())));
    } else if (SPELLINGS.of(bytes("-" + rest)).filter(Arguments::isRow).isPresent()) {
      takeOption(bytes("-" + rest));
    } else if (SPELLINGS.of(bytes("-f" + rest)).isPresent()) {
      takeOption(bytes("-f" + rest));
    }
  }

  /** A long name is not to be taken for an option of one letter, such as -d. */
  private static boolean isRow(Spelling spelling) {
    return spelling.length() > 2;
  }

  private void takeX(byte[] argument) {
    switch (text(argument)) {
      case "-Xclang", "-Xassembler", "-Xlinker", "-Xpreprocessor" ->
          next = new Next.Passed(text(argument));
      default -> {
        Optional<Spelling> spelling = SPELLINGS.of(argument);
        spelling.ifPresent(known -> takeSpelling(known, argument));
        if (spelling.isEmpty() && isBegin(argument, FOR_ARCHITECTURE)) {
          next = new Next.Value();
        }
      }
    }
  }

  private void takeForLlvm(byte[] argument) {
    int length = FOR_LLVM.length;
    if (argument.length == length) {
      next = new Next.Passed("-mllvm");
    } else if (argument[length] == '=') {
      takePassed("-mllvm", Arrays.copyOfRange(argument, length + 1, argument.length));
    }
  }

  private void takeForAssembler(byte[] argument) {
    for (String part : text(argument).substring(FOR_ASSEMBLER.length).split(",", -1)) {
      takeForAssembler(part);
    }
  }

  private void takeForAssembler(String part) {
    lookUp("-Wa," + part);
  }

  private void takePassed(String by, byte[] argument) {
    String value = text(argument);
    switch (by) {
      case "-Xassembler" -> takeForAssembler(value);
      case "-Xclang" -> takeForClang(value);
      case "--language" -> lookUpLanguage(value);
      default -> lookUp(by + " " + value);
    }
    SPELLINGS
        .of(bytes(by))
        .flatMap(Spelling::option)
        .filter(option -> option.when().holds(value))
        .ifPresent(option -> found(option, ""));
  }

  /**
   * LLVM's options come through clang too: -Xclang -mllvm -Xclang VALUE. The dumps of gcc's -d are
   * the driver's alone: clang's part has other options that begin so.
   */
  private void takeForClang(String value) {
    boolean isForLlvm = clangPassesToLlvm;
    clangPassesToLlvm = !isForLlvm && value.equals("-mllvm");
    if (isForLlvm) {
      takePassed("-mllvm", bytes(value));
    } else if (!lookUp("-Xclang " + value) && !value.startsWith("-d")) {
      lookUp(value);
    }
  }

  /** The distccd of the tools image changes -x, but not its long name, which has an own row. */
  private void lookUpLanguage(String language) {
    if (!When.SOURCE_LANGUAGE.holds(language)) {
      lookUp("-x " + language);
    }
  }

  /**
   * True where it is a row. Where that has a value of its own, the value is passed on by one more
   * option, and is not waited for.
   */
  private boolean lookUp(String text) {
    byte[] argument = bytes(text);
    Optional<Spelling> known = SPELLINGS.of(argument).filter(it -> it.option().isPresent());
    known.ifPresent(spelling -> {
      takeSpelling(spelling, argument);
      if (spelling.takesNext(argument)) {
        next = new Next.Anything();
        foundIfHolds(spelling.option().orElseThrow(), "");
      }
    });
    return known.isPresent();
  }

  private void takeSpelling(Spelling spelling, byte[] argument) {
    spelling.cancels().ifPresent(uses::remove);
    Optional<Option> option = spelling.option();
    if (option.isEmpty()) {
      next = spelling.takesNext(argument) ? new Next.Value() : new Next.Anything();
    } else if (spelling.takesNext(argument)) {
      next = new Next.ValueOf(option.get());
    } else {
      foundIfHolds(option.get(), spelling.rest(argument));
    }
  }

  private void foundIfHolds(Option option, String value) {
    if (option.when().holds(value)) {
      found(option, value);
    }
  }

  private void found(Option option, String value) {
    uses.merge(option, Use.of(value), Use::worse);
  }

  private static boolean isBegin(byte[] argument, byte[] begin) {
    int length = begin.length;
    return argument.length >= length && Arrays.equals(argument, 0, length, begin, 0, length);
  }

  private static String text(byte[] argument) {
    return new String(argument, StandardCharsets.ISO_8859_1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
