package dev.compilefarm.dispatcher.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A process's resident memory, as Linux tells it in {@code /proc/PID/status}.
 *
 * @param resident bytes now ({@code VmRSS})
 * @param residentMax most bytes since its start ({@code VmHWM})
 */
public record Memory(long resident, long residentMax) {
  private static final long PAGE_BYTES = 4096;

  /** Of this process, now. */
  public static Memory of(ProcessHandle process) throws IOException {
    return parse(Files.readString(Path.of("/proc", Long.toString(process.pid()), "status")));
  }

  /**
   * Bytes that the kernel keeps for all TCP sockets of this machine ({@code proc_net_sockstat}).
   */
  public static long ofSockets() throws IOException {
    return socketPages(Files.readString(Path.of("/proc/net/sockstat"))) * PAGE_BYTES;
  }

  static long socketPages(String sockstat) {
    return sockstat
        .lines()
        .filter(line -> line.startsWith("TCP: "))
        .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no line of TCP"));
  }

  static Memory parse(String status) {
    return new Memory(bytes(status, "VmRSS:"), bytes(status, "VmHWM:"));
  }

  private static long bytes(String status, String field) {
    return status
        .lines()
        .filter(line -> line.startsWith(field) && line.endsWith(" kB"))
        .mapToLong(
            line -> Long.parseLong(line.substring(field.length(), line.length() - 3).strip()) << 10)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no " + field + " in kB"));
  }
}
