package dev.compilefarm.client.machine;

import dev.compilefarm.client.doctor.ClientFacts;
import dev.compilefarm.client.doctor.ClientFacts.Compiler;
import dev.compilefarm.client.doctor.ClientFacts.Hosts;
import dev.compilefarm.client.doctor.ClientFacts.Reach;
import dev.compilefarm.client.doctor.ClientFacts.TestCompile;
import dev.compilefarm.client.doctor.HostList;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * What {@code doctor} looks at on the machine. Each method blocks for the programs that it runs.
 */
public final class Machine {
  private static final List<String> COMPILERS =
      List.of("gcc", "g++", "cc", "c++", "clang", "clang++");
  private static final Path HERE = Path.of("/");
  private static final Duration LONGEST_BACK_OFF = Duration.ofMinutes(1);

  private final Map<String, String> environment;

  /**
   * Looks with an environment in place of this process's.
   *
   * @param environment that of the build, which is looked at in this process's place
   */
  public Machine(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** Everything but the test compile, which comes in {@link #testCompile}. */
  public ClientFacts facts() {
    Optional<Hosts> hosts = hosts();
    return new ClientFacts(
        environment,
        Runtime.getRuntime().availableProcessors(),
        CpuLimit.read()
            .map(limit -> OptionalDouble.of(limit.cores()))
            .orElseGet(OptionalDouble::empty),
        distccVersion(),
        hosts,
        compilers(),
        backOffs(),
        stateProblem(),
        reach(hosts),
        Optional.empty());
  }

  /**
   * Compiles a small file by the farm alone.
   *
   * @param hosts entries of a host list, without this machine
   */
  public Optional<TestCompile> testCompile(String compiler, List<String> hosts) {
    Path folder = null;
    try {
      folder = Files.createTempDirectory("compilefarm-doctor");
      Files.writeString(folder.resolve("hello.c"), "int answer(void) { return 42; }\n");
      Map<String, String> alone = new HashMap<>(environment);
      alone.put("DISTCC_FALLBACK", "0");
      alone.put("DISTCC_HOSTS", String.join(" ", hosts));
      // So that it says where it compiled.
      alone.put("DISTCC_VERBOSE", "1");
      alone.remove("DISTCC_LOG");
      return Program.run(
              folder, alone, List.of("distcc", compiler, "-c", "hello.c", "-o", "hello.o"))
          .map(ended -> new TestCompile(ended.exitCode(), ended.output()));
    } catch (IOException e) {
      throw new UncheckedIOException("No file can be made for the test compile", e);
    } finally {
      delete(folder);
    }
  }

  private Optional<String> distccVersion() {
    return find("distcc")
        .flatMap(
            program -> Program.run(HERE, environment, List.of(program.toString(), "--version")))
        .flatMap(ended -> ended.output().lines().findFirst())
        .map(line -> line.replaceFirst("^distcc (\\S+).*", "$1"));
  }

  private Optional<Hosts> hosts() {
    // Set but empty it is a list without hosts: src/hosts.c looks whether it is set.
    String variable = environment.get("DISTCC_HOSTS");
    if (variable != null) {
      return Optional.of(new Hosts(variable, "DISTCC_HOSTS"));
    }
    return Stream.of(state().resolve("hosts"), Path.of("/etc/distcc/hosts"))
        .filter(Files::isReadable)
        .map(Machine::hostsIn)
        .filter(hosts -> !hosts.text().isBlank())
        .findFirst();
  }

  private static Hosts hostsIn(Path file) {
    try {
      return new Hosts(Files.readString(file), file.toString());
    } catch (IOException e) {
      return new Hosts("", file.toString());
    }
  }

  /** {@code src/io.c:dcc_get_top_dir}. */
  private Path state() {
    String own = environment.getOrDefault("DISTCC_DIR", "");
    return own.isEmpty() ? Path.of(environment.getOrDefault("HOME", "/"), ".distcc") : Path.of(own);
  }

  private String stateProblem() {
    Path folder = state();
    Path there = folder;
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    return there == null || !Files.isDirectory(there) || !Files.isWritable(there)
        ? "%s cannot be written".formatted(there == null ? folder : there)
        : "";
  }

  /** {@code src/backoff.c} touches a file for each host that it avoids. */
  private List<String> backOffs() {
    Path locks = state().resolve("lock");
    if (!Files.isDirectory(locks)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(locks)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("backoff_"))
          .filter(file -> isRecent(file))
          .map(file ->
              file.getFileName().toString().replaceFirst("backoff_tcp_(.*)_(\\d+)_\\d+$", "$1:$2"))
          .sorted()
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private boolean isRecent(Path file) {
    String period = environment.getOrDefault("DISTCC_BACKOFF_PERIOD", "");
    Duration avoided =
        period.matches("\\d{1,6}") ? Duration.ofSeconds(Long.parseLong(period)) : LONGEST_BACK_OFF;
    try {
      return Files.getLastModifiedTime(file).toInstant().isAfter(Instant.now().minus(avoided));
    } catch (IOException e) {
      return false;
    }
  }

  private List<Compiler> compilers() {
    List<Compiler> compilers = new ArrayList<>();
    for (String name : COMPILERS) {
      find(name).flatMap(path -> compiler(name, path)).ifPresent(compilers::add);
    }
    return compilers;
  }

  private Optional<Compiler> compiler(String name, Path path) {
    try {
      Path program = path.toRealPath();
      boolean isWrapper = program.endsWith("distcc") || program.endsWith("ccache");
      return Optional.of(
          new Compiler(
              name,
              path.toString(),
              program.toString(),
              isWrapper ? "" : said(path, "-dumpfullversion", "-dumpversion"),
              isWrapper ? "" : said(path, "-dumpmachine"),
              digest(program)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private String said(Path program, String... options) {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(options));
    return Program.run(HERE, environment, command)
        .filter(ended -> ended.exitCode() == 0)
        .map(ended -> ended.output().strip())
        .orElse("");
  }

  private static String digest(Path program) throws IOException {
    try (InputStream in = Files.newInputStream(program);
        DigestInputStream digested =
            new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
      digested.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digested.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static Map<String, Reach> reach(Optional<Hosts> hosts) {
    Map<String, Reach> reach = new HashMap<>();
    hosts
        .map(known -> HostList.of(known.text()).remote())
        .orElse(List.of())
        .forEach(entry ->
            reach.computeIfAbsent(
                entry.address(), any -> Connection.to(entry.host(), entry.port())));
    return reach;
  }

  private Optional<Path> find(String name) {
    return Program.find(name, environment.getOrDefault("PATH", "/usr/bin:/bin"));
  }

  private static void delete(Path folder) {
    if (folder == null) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException e) {
      throw new UncheckedIOException("The directory %s stays".formatted(folder), e);
    }
  }
}
