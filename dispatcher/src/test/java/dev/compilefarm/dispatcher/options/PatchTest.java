package dev.compilefarm.dispatcher.options;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The tables of the distccd of the tools image are those of the dispatcher. */
class PatchTest {
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");

  /** It looks for the files of exactly those rows that need it. */
  @Test
  void thePatchChecksEachRowThatNamesAFileOfTheImage() throws IOException {
    Set<String> rows = rows(Option::imageWillDo);
    // The patch looks through -Wa, by itself.
    rows.remove("{ \"-Wa,@\", JOINED },");
    assertEquals(rows, new TreeSet<>(Patch.table("naming")));
  }

  /**
   * A file of options must have no other row. Those with a space are found by what is before it:
   * the patch refuses each -x, -Xclang and -mllvm in a file.
   */
  @Test
  void thePatchRefusesEachOtherRowInAFileOfOptions() throws IOException {
    assertEquals(
        rows(row -> !row.imageWillDo() && !row.spelling().contains(" ")),
        new TreeSet<>(Patch.table("refused")));
  }

  @Test
  void thePatchKnowsTheSpellingsThatDoNoHarm() throws IOException {
    List<String> harmless =
        QUOTED
            .matcher(String.join(" ", Patch.table("harmless")))
            .results()
            .map(result -> result.group(1))
            .toList();
    assertEquals(OptionTable.HARMLESS, harmless);
  }

  private static Set<String> rows(Predicate<Option> which) {
    return OptionTable.ALL.stream()
        .filter(which)
        .map(row -> "{ \"%s\", %s },".formatted(row.spelling(), form(row)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String form(Option row) {
    return row.form() == Form.JOINED_OR_SEPARATE ? "EITHER" : row.form().name();
  }
}
