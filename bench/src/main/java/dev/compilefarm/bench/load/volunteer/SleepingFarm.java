package dev.compilefarm.bench.load.volunteer;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Equal sleeping volunteers. One that was killed comes back on the port that it had. */
public final class SleepingFarm implements AutoCloseable {
  private final int slots;
  private final List<SleepingVolunteer> volunteers = new ArrayList<>();
  private final List<Integer> ports;

  /** Starts so many volunteers with so many slots each. */
  public SleepingFarm(int volunteers, int slots) throws IOException {
    this.slots = slots;
    for (int i = 0; i < volunteers; i++) {
      this.volunteers.add(new SleepingVolunteer(0, slots));
    }
    this.ports = this.volunteers.stream().map(SleepingVolunteer::port).toList();
  }

  /** Slots of each volunteer. */
  public int slots() {
    return slots;
  }

  /** Where the volunteers listen. */
  public List<Integer> ports() {
    return ports;
  }

  /** Kills one, whole. */
  public void kill(int volunteer) throws IOException {
    volunteers.get(volunteer).kill();
  }

  /** Starts a killed one again. */
  public void revive(int volunteer) throws IOException {
    volunteers.set(volunteer, new SleepingVolunteer(ports.get(volunteer), slots));
  }

  @Override
  public void close() throws IOException {
    for (SleepingVolunteer volunteer : volunteers) {
      volunteer.close();
    }
  }
}
