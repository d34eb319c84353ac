package dev.compilefarm.client.machine;

import dev.compilefarm.client.top.Screen;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The terminal that a user looks at. */
public final class Terminal {
  private static final File TERMINAL = new File("/dev/tty");

  /** One without a size has 0 rows and 0 columns, as in some containers. */
  private static final Pattern SIZE = Pattern.compile("([1-9]\\d{0,3}) ([1-9]\\d{0,3})");

  private static final Screen USUAL = new Screen(24, 80);

  private Terminal() {}

  /** Its size now: Java does not tell it, and the user may change it. Blocks for a program. */
  public static Screen size(Map<String, String> environment) {
    return Program.run(Path.of("/"), environment, List.of("stty", "size"), TERMINAL)
        .map(ended -> ended.output().strip())
        .map(Terminal::size)
        .orElse(USUAL);
  }

  /** What {@code stty size} says, or a usual size where that is nothing. */
  static Screen size(String said) {
    Matcher size = SIZE.matcher(said);
    return size.matches()
        ? new Screen(Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2)))
        : USUAL;
  }
}
