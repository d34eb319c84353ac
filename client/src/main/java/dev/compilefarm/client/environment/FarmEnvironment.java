package dev.compilefarm.client.environment;

import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The variables that the operator keeps in the ConfigMap {@code <farm>-client}. */
public record FarmEnvironment(List<Variable> variables) {
  /** The farm's place in a build's environment. */
  public static final String HOSTS = "DISTCC_HOSTS";

  /** The same for distcc's pump mode; distcc itself does not know the name. */
  public static final String PUMP_HOSTS = "DISTCC_PUMP_HOSTS";

  /** The operator's annotation with a line {@code NAME: reason} for each variable. */
  public static final String REASONS = "compilefarm.dev/client-reasons";

  /** {@code HOST:PORT/LIMIT,OPTIONS}, as distcc's {@code src/hosts.c} reads it. */
  private static final Pattern LIMIT = Pattern.compile("/(\\d+)");

  public FarmEnvironment {
    variables = List.copyOf(variables);
  }

  /**
   * What a ConfigMap says, in its order.
   *
   * @param reasons the text of its annotation {@link #REASONS}; lines that are no reason are passed
   *     over, and what has none gets the one that is known of its name
   */
  public static FarmEnvironment of(Map<String, String> data, String reasons) {
    Map<String, String> byName = reasonsByName(reasons);
    return new FarmEnvironment(
        data.entrySet().stream()
            .map(entry ->
                new Variable(
                    entry.getKey(),
                    entry.getValue(),
                    byName.getOrDefault(entry.getKey(), KnownReasons.of(entry.getKey()))))
            .toList());
  }

  /** What the operator's ConfigMap says. */
  public static FarmEnvironment of(ConfigMap map) {
    Map<String, String> annotations =
        Optional.ofNullable(map.getMetadata().getAnnotations()).orElse(Map.of());
    return of(map.getData(), annotations.getOrDefault(REASONS, ""));
  }

  /**
   * Whether this is a container of the cluster that has the ConfigMap of a farm in its environment.
   *
   * @param environment that of the process
   */
  public static boolean isInPodOf(Map<String, String> environment, String farm) {
    return environment.containsKey("KUBERNETES_SERVICE_HOST")
        && environment.getOrDefault(HOSTS, "").matches(Pattern.quote(farm) + "[.:/].*");
  }

  /** The variables of distcc that a process has. */
  public static FarmEnvironment inherited(Map<String, String> environment) {
    return of(
        environment.entrySet().stream()
            .filter(entry -> entry.getKey().startsWith("DISTCC_"))
            .sorted(Map.Entry.comparingByKey())
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    Map.Entry::getValue,
                    (one, other) -> one,
                    LinkedHashMap::new)),
        "");
  }

  /** The value of a variable, empty where it is not set. */
  public String value(String name) {
    return variables.stream()
        .filter(variable -> variable.name().equals(name))
        .map(Variable::value)
        .findFirst()
        .orElse("");
  }

  /**
   * The same for pump mode: each entry of the list gets the option {@code cpp}. So a tenant's port
   * stays the tenant's.
   */
  public FarmEnvironment forPump() {
    String hosts =
        Arrays.stream(value(HOSTS).strip().split("\\s+", -1))
            .map(entry -> isPlain(entry) ? entry + ",cpp" : entry)
            .collect(Collectors.joining(" "));
    return withHosts(hosts, "The farm's entries for pump mode.");
  }

  /** Whether the hosts take jobs in pump mode. */
  public boolean isPump() {
    return value(HOSTS).matches("(?s).*,cpp\\b.*");
  }

  private static boolean isPlain(String entry) {
    return entry.contains("/") && !entry.startsWith("--") && !entry.matches(".*,cpp\\b.*");
  }

  private FarmEnvironment withHosts(String hosts, String reason) {
    return new FarmEnvironment(
        variables.stream()
            .map(variable ->
                variable.name().equals(HOSTS) ? new Variable(HOSTS, hosts, reason) : variable)
            .toList());
  }

  /** The first host of the list, without its port. */
  public String host() {
    return value(HOSTS).replaceFirst("[:/, ].*", "");
  }

  /**
   * The same through one other address, which stands for all entries of the list.
   *
   * @param address {@code host:port}
   */
  public FarmEnvironment through(String address) {
    String first = value(HOSTS).strip().split("\\s+", -1)[0];
    String options = first.contains(",") ? first.substring(first.indexOf(',')) : "";
    String hosts = "%s/%d%s".formatted(address, jobsAtMost(), options);
    return withHosts(hosts, "A port-forward to the farm.");
  }

  /** Jobs that the farm takes of one client at a time: the limits of all entries together. */
  public int jobsAtMost() {
    Matcher limits = LIMIT.matcher(value(HOSTS));
    int sum = 0;
    while (limits.find()) {
      sum = Math.addExact(sum, Integer.parseInt(limits.group(1)));
    }
    return sum;
  }

  private static Map<String, String> reasonsByName(String reasons) {
    Map<String, String> byName = new LinkedHashMap<>();
    Arrays.stream(reasons.split("\n", -1))
        .map(line -> line.split(": ", 2))
        .filter(parts -> parts.length == 2)
        .forEach(parts -> byName.put(parts[0], parts[1]));
    return byName;
  }
}
