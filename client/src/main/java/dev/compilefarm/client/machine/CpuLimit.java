package dev.compilefarm.client.machine;

import dev.compilefarm.client.build.HeldBack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The limit of this container's processor time, and what it did so far. Source: the kernel's
 * documentation of control groups, {@code cpu.max} and {@code cpu.stat} of version 2, {@code
 * cpu.cfs_quota_us} of version 1.
 *
 * @param cores that it allows; less than one is possible
 * @param periods in which there was something to do
 * @param throttled those of them in which processes had to wait for the next one
 */
public record CpuLimit(double cores, long periods, long throttled) {
  private static final Path HERE = Path.of("/sys/fs/cgroup");
  private static final List<String> FOLDERS_OF_VERSION_1 = List.of("cpu", "cpu,cpuacct");

  /** That of this process; empty where there is none, or where the kernel does not say. */
  public static Optional<CpuLimit> read() {
    return of(HERE);
  }

  static Optional<CpuLimit> of(Path root) {
    return read(root.resolve("cpu.max"))
        .flatMap(words -> limit(words, root))
        .or(() ->
            FOLDERS_OF_VERSION_1.stream()
                .map(root::resolve)
                .flatMap(folder -> ofVersion1(folder).stream())
                .findFirst());
  }

  /** What it did since an earlier look; empty where nothing ran meanwhile. */
  public Optional<HeldBack> since(CpuLimit earlier) {
    long passed = periods - earlier.periods;
    return passed <= 0
        ? Optional.empty()
        : Optional.of(new HeldBack(cores, (throttled - earlier.throttled) / (double) passed));
  }

  private static Optional<CpuLimit> ofVersion1(Path folder) {
    return read(folder.resolve("cpu.cfs_quota_us"))
        .flatMap(quota ->
            read(folder.resolve("cpu.cfs_period_us"))
                .flatMap(period -> limit(quota + " " + period, folder)));
  }

  /** Both in microseconds; without a limit the quota is {@code max}, or -1 in version 1. */
  private static Optional<CpuLimit> limit(String quotaAndPeriod, Path folder) {
    if (!quotaAndPeriod.matches("[0-9]+ [0-9]+")) {
      return Optional.empty();
    }
    String[] words = quotaAndPeriod.split(" ", -1);
    return Optional.of(
        new CpuLimit(
            Double.parseDouble(words[0]) / Double.parseDouble(words[1]),
            counter("nr_periods", folder),
            counter("nr_throttled", folder)));
  }

  private static long counter(String name, Path folder) {
    return read(folder.resolve("cpu.stat")).stream()
        .flatMap(String::lines)
        .flatMap(line ->
            line.matches(name + " [0-9]{1,18}")
                ? Stream.of(Long.valueOf(line.substring(name.length() + 1)))
                : Stream.of())
        .findFirst()
        .orElse(0L);
  }

  private static Optional<String> read(Path file) {
    try {
      return Optional.of(Files.readString(file).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
