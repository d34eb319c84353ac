package dev.compilefarm.bench.load.client;

import dev.compilefarm.bench.load.client.HostSlots.Lock;
import dev.compilefarm.bench.load.volunteer.SleepOrder;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A model of one user's distcc 3.4 ({@code src/compile.c:dcc_build_somewhere}): it locks a slot of
 * a host, sends the job, and takes the reply. A host that fails is left alone for a minute, and the
 * job goes to the next one at once; where none is left, it is compiled on the user's own machine,
 * which is as fast as a volunteer and has four slots. Jobs wait for slots by polling, as distcc's
 * do, with a pause of 50 ms. May be used by many threads, one for each running job.
 */
public final class DistccClient implements Client {

  /** {@code DISTCC_PAUSE_TIME_MSEC}; distcc's default is a second, to every way's disadvantage. */
  private static final Duration PAUSE = Duration.ofMillis(50);

  /** distcc's default of {@code --localslots}. */
  private static final int SLOTS_AT_HOME = 4;

  private static final List<Integer> HOME = List.of(0);

  private final InetAddress address;
  private final List<HostEntry> hosts;
  private final HostSlots slots;
  private final HostSlots slotsAtHome = new HostSlots(List.of(SLOTS_AT_HOME));
  private final BackOff backOff;

  /**
   * A user who has run nothing yet.
   *
   * @param address where its connections come from
   */
  public DistccClient(InetAddress address, List<HostEntry> hosts) {
    this.address = address;
    this.hosts = List.copyOf(hosts);
    this.slots = new HostSlots(hosts.stream().map(HostEntry::slots).toList());
    this.backOff = new BackOff(hosts.size());
  }

  @Override
  public Compiled compile(Duration compileTime) throws InterruptedException {
    long issued = System.nanoTime();
    byte[] request = SleepOrder.request(compileTime);
    int hangUps = 0;
    List<Integer> usable = usableHosts();
    while (!usable.isEmpty()) {
      Lock lock = lockOne(slots, usable);
      try {
        new RawClient(address).run(request, hosts.get(lock.host()).address().get());
        succeeded(lock);
        return new Compiled(issued, System.nanoTime(), compileTime, hangUps, false);
      } catch (IOException _) {
        hangUps++;
        failed(lock);
      } finally {
        unlock(slots, lock);
      }
      usable = usableHosts();
    }
    compileAtHome(compileTime);
    return new Compiled(issued, System.nanoTime(), compileTime, hangUps, true);
  }

  private void compileAtHome(Duration compileTime) throws InterruptedException {
    Lock lock = lockOne(slotsAtHome, HOME);
    try {
      Thread.sleep(compileTime);
    } finally {
      unlock(slotsAtHome, lock);
    }
  }

  /** Among the hosts that were usable when the job was started: distcc does not look again. */
  private Lock lockOne(HostSlots among, Collection<Integer> usable) throws InterruptedException {
    while (true) {
      Optional<Lock> lock;
      synchronized (this) {
        lock = among.lockOne(usable);
      }
      if (lock.isPresent()) {
        return lock.get();
      }
      Thread.sleep(PAUSE);
    }
  }

  private synchronized void unlock(HostSlots among, Lock lock) {
    among.unlock(lock);
  }

  private synchronized List<Integer> usableHosts() {
    return backOff.usable(System.nanoTime());
  }

  private synchronized void succeeded(Lock lock) {
    backOff.succeeded(lock.host());
  }

  private synchronized void failed(Lock lock) {
    backOff.failed(lock.host(), System.nanoTime());
  }
}
