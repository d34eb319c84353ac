package dev.compilefarm.evidence.measure;

import dev.compilefarm.evidence.cell.Fleet;
import dev.compilefarm.evidence.cell.RunRecord;
import dev.compilefarm.evidence.farm.LoadHistogram;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Running compiles a core, over the machines and the time of one run. */
final class Loads {
  private final List<SortedMap<Integer, Double>> machines;

  Loads(RunRecord run) {
    this.machines = run.loads().stream().map(LoadHistogram::secondsByProcesses).toList();
  }

  /** Not exceeded in this part of all machines' time. */
  double percentileOfAll(double part) {
    SortedMap<Integer, Double> all = new TreeMap<>();
    machines.forEach(machine ->
        machine.forEach((processes, seconds) -> all.merge(processes, seconds, Double::sum)));
    return percentile(all, part);
  }

  /** The highest of the machines' own. */
  double percentileOfBusiest(double part) {
    return machines.stream().mapToDouble(machine -> percentile(machine, part)).max().orElseThrow();
  }

  /** The highest mean over the lowest. */
  double spread() {
    double highest = machines.stream().mapToDouble(Loads::mean).max().orElseThrow();
    double lowest = machines.stream().mapToDouble(Loads::mean).min().orElseThrow();
    return highest / Math.max(lowest, 1e-3);
  }

  private static double mean(Map<Integer, Double> machine) {
    double seconds = machine.values().stream().mapToDouble(Double::doubleValue).sum();
    return machine.entrySet().stream().mapToDouble(entry -> entry.getKey() * entry.getValue()).sum()
        / (seconds * Fleet.CORES);
  }

  private static double percentile(SortedMap<Integer, Double> secondsByProcesses, double part) {
    double all = secondsByProcesses.values().stream().mapToDouble(Double::doubleValue).sum();
    double so = 0;
    for (Map.Entry<Integer, Double> entry : secondsByProcesses.entrySet()) {
      so += entry.getValue();
      if (so >= part * all) {
        return entry.getKey() / (double) Fleet.CORES;
      }
    }
    return secondsByProcesses.lastKey() / (double) Fleet.CORES;
  }
}
