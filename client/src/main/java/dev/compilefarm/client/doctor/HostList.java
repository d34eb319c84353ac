package dev.compilefarm.client.doctor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * distcc's list of hosts, read as {@code src/hosts.c:dcc_parse_hosts} does. distcc rejects a whole
 * list for one entry that it cannot read.
 *
 * @param entries in their order, without the flags that begin with {@code --}
 * @param unreadable words that are no entry
 * @param misread flags that distcc does not know: it takes them for hosts, or ignores them
 * @param localSlots files that are compiled here at a time; empty: distcc's default of 4
 * @param localCppSlots files that are preprocessed here at a time; empty: distcc's default of 8
 */
public record HostList(
    List<Entry> entries,
    List<String> unreadable,
    List<String> misread,
    OptionalInt localSlots,
    OptionalInt localCppSlots) {
  private static final int DEFAULT_PORT = 3632;
  private static final int DEFAULT_LIMIT = 4;
  private static final int MOST_PORT = 65_535;

  /** {@code HOST[:PORT][/LIMIT][,OPTION]…}; the limit may come before the port. */
  private static final Pattern ENTRY =
      Pattern.compile(
          "(?<host>\\[[^\\]]+]|[^:/,@\\[\\]]+)(?:/(?<early>\\d{1,5}))?(?::(?<port>\\d{1,5}))?"
              + "(?:/(?<late>\\d{1,5}))?(?<options>(?:,\\w+)*)");

  /** Over ssh, or found by zeroconf: no concern of a farm's. */
  private static final Pattern OTHER = Pattern.compile(".*@.*|\\+zeroconf");

  private static final Pattern RANDOM = Pattern.compile("--randomize.*");

  /** distcc reads the number as atoi does, and takes no 0. */
  private static final Pattern LOCAL =
      Pattern.compile("--localslots(?<cpp>_cpp)?[=/](?<slots>0*[1-9]\\d{0,5})(?!\\d).*");

  public HostList {
    entries = List.copyOf(entries);
    unreadable = List.copyOf(unreadable);
    misread = List.copyOf(misread);
  }

  /**
   * One host.
   *
   * @param word as it stands in the list
   * @param limit jobs of one client at a time; empty: distcc's default of 4
   */
  public record Entry(
      String word, String host, int port, Optional<Integer> limit, List<String> options) {
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

  /** Reads a list. */
  public static HostList of(String text) {
    List<Entry> entries = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    List<String> misread = new ArrayList<>();
    OptionalInt localSlots = OptionalInt.empty();
    OptionalInt localCppSlots = OptionalInt.empty();
    for (String word : words(text)) {
      Matcher local = LOCAL.matcher(word);
      if (local.matches()) {
        OptionalInt slots = OptionalInt.of(Integer.parseInt(local.group("slots")));
        localSlots = local.group("cpp") == null ? slots : localSlots;
        localCppSlots = local.group("cpp") == null ? localCppSlots : slots;
      } else if (word.startsWith("--")) {
        if (!RANDOM.matcher(word).matches()) {
          misread.add(word);
        }
      } else if (!OTHER.matcher(word).matches()) {
        entry(word).ifPresentOrElse(entries::add, () -> unreadable.add(word));
      }
    }
    return new HostList(entries, unreadable, misread, localSlots, localCppSlots);
  }

  private static Optional<Entry> entry(String word) {
    Matcher entry = ENTRY.matcher(word);
    if (!entry.matches()) {
      return Optional.empty();
    }
    int port = entry.group("port") == null ? DEFAULT_PORT : Integer.parseInt(entry.group("port"));
    Optional<Integer> limit =
        Optional.ofNullable(entry.group("late"))
            .or(() -> Optional.ofNullable(entry.group("early")))
            .map(Integer::valueOf);
    List<String> options =
        Arrays.stream(entry.group("options").split(",", -1))
            .filter(option -> !option.isEmpty())
            .toList();
    boolean isPumpWithoutCompression = options.contains("cpp") && !options.contains("lzo");
    return port < 1 || port > MOST_PORT || limit.equals(Optional.of(0)) || isPumpWithoutCompression
        ? Optional.empty()
        : Optional.of(
            new Entry(word, entry.group("host").replaceAll("[\\[\\]]", ""), port, limit, options));
  }

  /** The hosts that are not the client itself. */
  public List<Entry> remote() {
    return entries.stream().filter(entry -> !entry.isLocal()).toList();
  }

  /** Whether a job may be sent in pump mode. */
  public boolean isPump() {
    return remote().stream().anyMatch(entry -> entry.options().contains("cpp"));
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
