package dev.compilefarm.dispatcher.docs;

import dev.compilefarm.dispatcher.options.Kind;
import dev.compilefarm.dispatcher.options.Option;
import dev.compilefarm.dispatcher.options.OptionTable;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reference of options that a farm does not distribute: what {@link OptionTable} says. */
class OptionsPageTest {

  @Test
  void thePageIsWhatTheTableSays() throws IOException {
    GeneratedFile.check("docs/reference/options.md", page());
  }

  private static String page() {
    return Markdown.begin("Options that are not distributed", "the class `OptionTable`")
        + """

        A request carries one source, and a reply carries one object. A job with one of these options
        needs more, or has another result on a volunteer. The farm refuses it: the client compiles it
        itself, and the outcome of the job is `NOT_DISTRIBUTABLE`.
        [ADR 22](../internals/adr/0022-what-the-protocol-cannot-carry-is-compiled-at-home.md) has the
        reasons.

        In an option, `…` is any text, and what stands in brackets may be missing. `-Xclang`,
        `-Xassembler`, `-Wa,` and `-mllvm` are looked through. Long names such as `--stack-usage` count
        as their short ones. An option that takes another one back counts, `-gno-split-dwarf` for
        instance.

        The last column says when such a job is distributed all the same:

        - `path`: the option names an absolute path, and each volunteer checks that it has the file.
          The distccd of the tools image does.
        - `tools`: each volunteer has the distccd of the tools image.

        """
        + Arrays.stream(Kind.values())
            .map(OptionsPageTest::section)
            .collect(Collectors.joining("\n"));
  }

  private static String section(Kind kind) {
    return "## %s\n".formatted(title(kind))
        + Markdown.table(
            Stream.concat(
                    Stream.of(
                        List.of("Option", "What goes wrong", "Source of the fact", "Yes with")),
                    OptionTable.ALL.stream()
                        .filter(option -> option.kind() == kind)
                        .map(OptionsPageTest::row))
                .toList());
  }

  private static List<String> row(Option option) {
    return List.of(
        "`" + option.label() + "`",
        option.effect(),
        option.source(),
        switch (option.files()) {
          case CLIENT -> "";
          case IMAGE -> "path";
          case TOOLS -> "tools";
        });
  }

  private static String title(Kind kind) {
    return switch (kind) {
      case OUTPUT -> "Options that write one more file";
      case INPUT -> "Options that read a file";
      case RUNS -> "Options that run a program";
      case MACHINE -> "Options that mean the machine";
      case DIFFERS -> "Options with another result";
    };
  }
}
