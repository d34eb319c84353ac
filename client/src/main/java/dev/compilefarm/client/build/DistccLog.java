package dev.compilefarm.client.build;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counts compiles in the verbose log of distcc clients (3.1 to 3.4), of which many write into one
 * file. The lines are those of {@code src/arg.c:dcc_scan_args} (why a compile stays), {@code
 * src/compile.c:dcc_build_somewhere} (that it could not be sent) and {@code src/cleanup.c:dcc_exit}
 * (the end). Preprocessing and linking are no compiles. Not thread-safe. It holds a few words for
 * each process that has not ended, and at most {@value #REASONS} reasons.
 */
public final class DistccLog {
  private static final int REASONS = 50;
  private static final String OTHER = "other reasons";

  private static final Pattern LINE = Pattern.compile("distcc\\[(\\d+)\\] (.*)");
  private static final Pattern STAYS =
      Pattern.compile(
          "\\(\\w+\\) (?:Warning: )?(.+?)[;,]?"
              + "(?: and)? (?:must be local|are run locally|running locally|i give up).*");
  private static final Pattern COMPILED =
      Pattern.compile("(?:ERROR: )?compile (.+) on (\\S+) (?:completed ok|failed.*|.*signal.*)");
  private static final Pattern ERROR = Pattern.compile("(?:\\(\\w+\\) )?ERROR: (.+)");
  private static final Pattern NO_COMPILE =
      Pattern.compile("-E call for cpp|implies -E|called for link");

  /** {@code src/rpc.c}: the version of the protocol, which is 3 in pump mode. */
  private static final Pattern SENT = Pattern.compile("\\(\\w+\\) send DIST([0-9a-f]{8})");

  private static final int PUMP = 3;
  private static final String UNKNOWN = "(null)";

  /** {@code src/arg.c}: it has a source's name if the command compiles, too. */
  private static final String LINK = "called for link";

  /** {@code src/backoff.c}: an entry where a job failed lately. */
  private static final String AVOIDED = "(dcc_remove_disliked) remove ";

  private static final Pattern TRIED = Pattern.compile("exec on (?!localhost:)\\S+ .*");
  private static final String NOT_SENT = "running locally instead";
  private static final String END = "(dcc_exit)";

  private final Map<String, Compile> open = new HashMap<>();
  private final Map<String, Long> atHome = new LinkedHashMap<>();
  private final Map<PlainReason, Long> plain = new EnumMap<>(PlainReason.class);
  private long pump;
  private long onFarm;

  /** What is known of the one compile of a process. */
  private static final class Compile {
    private String stays = "";
    private String error = "";
    private boolean notSent;
    private boolean avoided;
    private boolean tried;
    private Optional<Boolean> away = Optional.empty();
    private Optional<PlainReason> plain = Optional.empty();
    private int protocol;
  }

  /** Takes the next line. Lines of other programs are passed over. */
  public void line(String text) {
    Matcher line = LINE.matcher(text);
    if (!line.matches()) {
      return;
    }
    String process = line.group(1);
    String words = line.group(2);
    if (words.startsWith(END)) {
      count(Optional.ofNullable(open.remove(process)));
      return;
    }
    note(open.computeIfAbsent(process, any -> new Compile()), words);
  }

  private static void note(Compile compile, String words) {
    boolean isNotSent = words.contains(NOT_SENT);
    Matcher stays = STAYS.matcher(words);
    Matcher compiled = COMPILED.matcher(words);
    Matcher error = ERROR.matcher(words);
    Matcher sent = SENT.matcher(words);
    if (compile.plain.isEmpty()) {
      compile.plain = PlainReason.of(words);
    }
    compile.avoided |= words.startsWith(AVOIDED);
    compile.tried |= TRIED.matcher(words).matches();
    if (sent.matches()) {
      // The last one counts, as a job that failed is sent again.
      compile.protocol = Integer.parseUnsignedInt(sent.group(1), 16);
    } else if (isNotSent) {
      compile.notSent = true;
    } else if (stays.matches()) {
      compile.stays = stays.group(1);
    } else if (compiled.matches()) {
      // Without a name: what came before the source's name in the command keeps it here, or there
      // is no source.
      boolean isCompile = !compiled.group(1).equals(UNKNOWN) || keepsACompile(compile.stays);
      if (isCompile) {
        compile.away = Optional.of(!compiled.group(2).equals("localhost"));
      }
    } else if (error.matches() && compile.error.isEmpty()) {
      compile.error = error.group(1);
    }
  }

  private static boolean keepsACompile(String stays) {
    return !stays.isEmpty() && !NO_COMPILE.matcher(stays).find();
  }

  private void count(Optional<Compile> ended) {
    ended.ifPresent(compile ->
        compile.away.ifPresent(away -> {
          if (away) {
            onFarm++;
            countProtocol(compile);
          } else {
            String reason = reason(compile);
            boolean isKnown = atHome.containsKey(reason) || atHome.size() < REASONS;
            atHome.merge(isKnown ? reason : OTHER, 1L, Long::sum);
          }
        }));
  }

  private void countProtocol(Compile compile) {
    if (compile.protocol == PUMP) {
      pump++;
    } else if (compile.protocol > 0) {
      plain.merge(compile.plain.orElse(PlainReason.OTHER), 1L, Long::sum);
    }
  }

  private static String reason(Compile compile) {
    if (compile.stays.startsWith(LINK)) {
      return "compiles and links in one command";
    }
    if (!compile.stays.isEmpty()) {
      return compile.stays;
    }
    if (compile.notSent) {
      if (!compile.error.isEmpty()) {
        return compile.error;
      }
      return compile.avoided && !compile.tried
          ? "distcc avoided the farm after a failed job"
          : "the farm did not compile it";
    }
    return "distcc chose localhost";
  }

  /** Compiles whose result came from a server. */
  public long onFarm() {
    return onFarm;
  }

  /** Compiles on this machine by distcc's reason, in the order in which the reasons came. */
  public Map<String, Long> atHome() {
    return new LinkedHashMap<>(atHome);
  }

  /** How those came to the server. */
  PumpUse pumpUse() {
    return new PumpUse(pump, plain);
  }
}
