package dev.compilefarm.client.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.compilefarm.client.build.HeldBack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CpuLimitTest {
  @TempDir private Path root;

  @Test
  void readsVersion2() throws IOException {
    write("cpu.max", "20000 100000\n");
    write("cpu.stat", "usage_usec 9\nnr_periods 400\nnr_throttled 300\nthrottled_usec 12\n");

    assertEquals(Optional.of(new CpuLimit(0.2, 400, 300)), CpuLimit.of(root));
  }

  @Test
  void readsVersion1() throws IOException {
    Files.createDirectory(root.resolve("cpu"));
    write("cpu/cpu.cfs_quota_us", "150000\n");
    write("cpu/cpu.cfs_period_us", "100000\n");
    write("cpu/cpu.stat", "nr_periods 40\nnr_throttled 3\nthrottled_time 12\n");

    assertEquals(Optional.of(new CpuLimit(1.5, 40, 3)), CpuLimit.of(root));
  }

  @Test
  void knowsNoLimit() throws IOException {
    assertEquals(Optional.empty(), CpuLimit.of(root));

    Files.createDirectory(root.resolve("cpu"));
    write("cpu/cpu.cfs_quota_us", "-1\n");
    write("cpu/cpu.cfs_period_us", "100000\n");
    assertEquals(Optional.empty(), CpuLimit.of(root));

    write("cpu.max", "max 100000\n");
    assertEquals(Optional.empty(), CpuLimit.of(root));
  }

  @Test
  void tellsWhatItDidMeanwhile() {
    CpuLimit before = new CpuLimit(0.2, 100, 10);

    assertEquals(Optional.of(new HeldBack(0.2, 0.9)), new CpuLimit(0.2, 200, 100).since(before));
    assertEquals(Optional.empty(), before.since(before));
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(root.resolve(file), text);
  }
}
