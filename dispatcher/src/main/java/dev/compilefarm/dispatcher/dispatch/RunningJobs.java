package dev.compilefarm.dispatcher.dispatch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The jobs that hold a slot, by volunteer; in the order of their starts. */
final class RunningJobs {
  private final Map<String, Set<Job>> byVolunteer = new HashMap<>();
  private int count;

  void add(String volunteer, Job job) {
    byVolunteer.computeIfAbsent(volunteer, name -> new LinkedHashSet<>()).add(job);
    count++;
  }

  void remove(String volunteer, Job job) {
    Set<Job> jobs = byVolunteer.get(volunteer);
    jobs.remove(job);
    if (jobs.isEmpty()) {
      byVolunteer.remove(volunteer);
    }
    count--;
  }

  List<Job> at(String volunteer) {
    return new ArrayList<>(byVolunteer.getOrDefault(volunteer, Set.of()));
  }

  /** All of them. */
  Stream<Job> all() {
    return byVolunteer.values().stream().flatMap(Set::stream);
  }

  int count() {
    return count;
  }
}
