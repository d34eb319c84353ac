package dev.compilefarm.evidence.reality;

import java.util.List;
import java.util.stream.Collectors;

/**
 * All users list all volunteers in the same order.
 *
 * @param ports of the volunteers
 * @param limit of one user's jobs on a volunteer
 * @param isRandomised whether each job shuffles the list
 */
record HostLists(List<Integer> ports, int limit, boolean isRandomised) implements Entrance {

  HostLists {
    ports = List.copyOf(ports);
  }

  @Override
  public String hosts(int user, int parallel) {
    String list =
        ports.stream().map(port -> Entrance.entry(port, limit)).collect(Collectors.joining(" "));
    return isRandomised ? "--randomize " + list : list;
  }
}
