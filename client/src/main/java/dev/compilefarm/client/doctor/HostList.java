package dev.compilefarm.client.doctor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * distcc's list of hosts, read as {@code src/hosts.c:dcc_parse_hosts} does.
 *
 * @param entries in their order, without the flags that begin with {@code --}
 */
public record HostList(List<Entry> entries) {
  private static final int DEFAULT_PORT = 3632;
  private static final int DEFAULT_LIMIT = 4;
  private static final Pattern ENTRY =
      Pattern.compile("(\\[[^\\]]+]|[^:/,@]+)(?::(\\d+))?(?:/(\\d+))?((?:,\\w+)*)");

  public HostList {
    entries = List.copyOf(entries);
  }

  /**
   * One host.
   *
   * @param limit jobs of one client at a time; empty: distcc's default of 4
   */
  public record Entry(String host, int port, Optional<Integer> limit, List<String> options) {
    public Entry {
      options = List.copyOf(options);
    }

    /** Whether it is the client itself. */
    public boolean isLocal() {
      return host.equals("localhost");
    }

    /** {@code host:port}. */
    public String address() {
      return host + ":" + port;
    }
  }

  /** Reads a list; an entry that is not of TCP, over ssh for instance, is passed over. */
  public static HostList of(String text) {
    List<Entry> entries = new ArrayList<>();
    for (String word : words(text)) {
      Matcher entry = ENTRY.matcher(word);
      if (!word.startsWith("--") && entry.matches()) {
        entries.add(
            new Entry(
                entry.group(1).replaceAll("[\\[\\]]", ""),
                entry.group(2) == null ? DEFAULT_PORT : Integer.parseInt(entry.group(2)),
                Optional.ofNullable(entry.group(3)).map(Integer::valueOf),
                Arrays.stream(entry.group(4).split(",", -1))
                    .filter(option -> !option.isEmpty())
                    .toList()));
      }
    }
    return new HostList(entries);
  }

  /** The hosts that are not the client itself. */
  public List<Entry> remote() {
    return entries.stream().filter(entry -> !entry.isLocal()).toList();
  }

  /** Jobs that this client sends at a time, at most. */
  public int limit() {
    return remote().stream().mapToInt(entry -> entry.limit().orElse(DEFAULT_LIMIT)).sum();
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.replaceAll("#[^\n]*", " ").split("\\s+", -1))
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
