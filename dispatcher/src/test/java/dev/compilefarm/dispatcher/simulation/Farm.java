package dev.compilefarm.dispatcher.simulation;

import dev.compilefarm.dispatcher.toolchain.Toolchain;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import dev.compilefarm.dispatcher.volunteer.Volunteer.Availability;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The volunteers and their troubles, and what discovery says of them: the whole list each time, in
 * order, and later than it is true.
 */
final class Farm {
  private static final int VOLUNTEERS_MAX = 12;
  private static final int SLOTS_MAX = 8;

  private final World world;
  private final Draws draws;
  private final Map<String, SimVolunteer> everybody = new LinkedHashMap<>();
  private final Map<String, Availability> listed = new LinkedHashMap<>();

  /** What those have told that have listened. */
  private final Map<String, Optional<Toolchain>> told = new LinkedHashMap<>();

  /** Whether the volunteers' readiness is watched, as Kubernetes does. */
  private final boolean watched;

  private long publishedAtNanos;
  private boolean calm;

  Farm(World world, int volunteers) {
    this.world = world;
    this.draws = world.draws();
    this.watched = draws.chance(0.8);
    for (int i = 0; i < volunteers; i++) {
      join();
    }
    world.after(draws.gap(world.scenario().troubleEvery()), this::trouble);
  }

  SimVolunteer volunteer(String name) {
    return everybody.get(name);
  }

  boolean isCalm() {
    return calm;
  }

  /** Makes everybody well and lets nothing happen any more. */
  void calmDown() {
    calm = true;
    for (String name : List.copyOf(listed.keySet())) {
      if (listed.get(name) == Availability.DRAINING) {
        delete(volunteer(name));
      } else {
        recover(volunteer(name));
      }
    }
    if (listed.isEmpty()) {
      join();
    }
  }

  private void trouble() {
    if (calm) {
      return;
    }
    happen();
    world.after(draws.gap(world.scenario().troubleEvery()), this::trouble);
  }

  private void happen() {
    int kind = draws.between(0, 12);
    if (kind <= 1 || listed.isEmpty()) {
      if (listed.size() < VOLUNTEERS_MAX) {
        join();
      }
      return;
    }
    SimVolunteer volunteer = volunteer(draws.oneOf(List.copyOf(listed.keySet())));
    world.note("trouble " + kind + " at " + volunteer.name);
    switch (kind) {
      case 2 -> delete(volunteer);
      case 3 -> drain(volunteer);
      case 4 -> goDown(volunteer, volunteer::kill, draws.seconds(0.2, 20));
      case 5 -> goDown(volunteer, volunteer::terminate, draws.seconds(0.2, 20));
      case 6 -> goDown(volunteer, volunteer::vanish, draws.seconds(2, 60));
      case 7 -> flap(volunteer);
      case 8 -> resize(volunteer);
      case 9 -> goDown(volunteer, volunteer::breakDown, draws.seconds(2, 60));
      case 10 -> dieAgainAndAgain(volunteer, 5);
      case 12 -> goDown(volunteer, volunteer::fillDisk, draws.seconds(2, 60));
      default -> replaceAgainAndAgain(20);
    }
  }

  private void join() {
    String name = "v" + (everybody.size() + 1);
    SimVolunteer volunteer =
        new SimVolunteer(
            world,
            name,
            draws.between(1, SLOTS_MAX),
            SimVolunteer.Nature.draw(world.scenario(), draws));
    everybody.put(name, volunteer);
    list(volunteer, Availability.NOT_READY);
    world.after(
        draws.seconds(0, 3),
        () -> {
          told.put(name, volunteer.toolchain());
          change(volunteer, Availability.READY);
        });
  }

  /** A pod that is gone at once; sometimes discovery hears of it before its sockets do. */
  private void delete(SimVolunteer volunteer) {
    boolean heardFirst = draws.chance(0.5);
    listed.remove(volunteer.name);
    volunteer.leave();
    publish();
    world.after(heardFirst ? draws.seconds(0, 3) : 0, volunteer::kill);
  }

  private void drain(SimVolunteer volunteer) {
    change(volunteer, Availability.DRAINING);
    world.after(
        draws.seconds(2, 60),
        () -> {
          if (listed.containsKey(volunteer.name)) {
            delete(volunteer);
          }
        });
  }

  private void goDown(SimVolunteer volunteer, Runnable how, double seconds) {
    how.run();
    if (watched) {
      world.after(
          draws.seconds(0, 3),
          () -> {
            if (volunteer.port() != SimVolunteer.Port.LISTENS) {
              change(volunteer, Availability.NOT_READY);
            }
          });
    }
    world.after(seconds, () -> recover(volunteer));
  }

  /** The kernel has done it; the kubelet tells of it before it starts the container again. */
  void containerKilled(SimVolunteer volunteer) {
    volunteer.killedForMemory();
    world.note("container of " + volunteer.name + " killed for memory");
    if (watched) {
      world.after(draws.seconds(0, 1), () -> change(volunteer, Availability.NOT_READY));
    }
    world.after(draws.seconds(2.5, 6), () -> recover(volunteer));
  }

  private void dieAgainAndAgain(SimVolunteer volunteer, int times) {
    if (times > 0 && !calm && listed.containsKey(volunteer.name)) {
      goDown(volunteer, volunteer::kill, draws.seconds(0.05, 1));
      world.after(draws.seconds(1, 3), () -> dieAgainAndAgain(volunteer, times - 1));
    }
  }

  /** Somebody deletes pods, one after the other, and the farm makes new ones. */
  private void replaceAgainAndAgain(int times) {
    if (times > 0 && !calm && !listed.isEmpty()) {
      delete(volunteer(draws.oneOf(List.copyOf(listed.keySet()))));
      join();
      world.after(draws.seconds(0.1, 2), () -> replaceAgainAndAgain(times - 1));
    }
  }

  private void flap(SimVolunteer volunteer) {
    change(volunteer, Availability.NOT_READY);
    world.after(draws.seconds(0.5, 10), () -> change(volunteer, Availability.READY));
  }

  private void resize(SimVolunteer volunteer) {
    volunteer.setSlots(draws.between(1, SLOTS_MAX));
    publish();
  }

  private void recover(SimVolunteer volunteer) {
    if (listed.containsKey(volunteer.name)) {
      volunteer.recover();
      change(volunteer, Availability.READY);
    }
  }

  /** Who drains never comes back. */
  private void change(SimVolunteer volunteer, Availability availability) {
    boolean stays =
        listed.getOrDefault(volunteer.name, Availability.DRAINING) == Availability.DRAINING;
    if (!stays) {
      list(volunteer, availability);
    }
  }

  private void list(SimVolunteer volunteer, Availability availability) {
    listed.put(volunteer.name, availability);
    publish();
  }

  private void publish() {
    List<Volunteer> list = new ArrayList<>();
    listed.forEach((name, availability) -> {
      SimVolunteer volunteer = volunteer(name);
      Volunteer seen =
          new Volunteer(name, name, 3632, volunteer.slots(), availability)
              .having(told.getOrDefault(name, Optional.empty()));
      list.add(watched ? seen.in(volunteer.container()) : seen);
    });
    publishedAtNanos = Math.max(publishedAtNanos, world.now() + (long) (draws.seconds(0, 1) * 1e9));
    world.at(publishedAtNanos, () -> world.update(list));
  }
}
