package dev.compilefarm.bench.load.client;

import dev.compilefarm.bench.load.workload.UserLoad;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** The makes of several users at once, each from an address of its own. */
public final class Makes {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final List<UserLoad> users;
  private final Runnable onJobEnd;

  /**
   * What the users have to compile.
   *
   * @param onJobEnd called in the moment in which a job has ended, by any thread
   */
  public Makes(List<UserLoad> users, Runnable onJobEnd) {
    this.users = List.copyOf(users);
    this.onJobEnd = onJobEnd;
  }

  /**
   * Runs them to their end.
   *
   * @param clients what its users compile with
   * @return in the order of the users
   * @throws TimeoutException where it does not end in two minutes
   */
  public List<UserTimes> run(Client.Factory clients) throws Exception {
    List<Make> makes = new ArrayList<>();
    for (int user = 0; user < users.size(); user++) {
      UserLoad load = users.get(user);
      makes.add(new Make(load, clients.of(address(user), load.parallel())));
    }
    long begin = System.nanoTime();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> running = new ArrayList<>();
      for (Make make : makes) {
        for (int i = 0; i < make.load.parallel(); i++) {
          running.add(threads.submit(() -> make.issueJobs(begin)));
        }
      }
      try {
        for (Future<?> one : running) {
          long left = PATIENCE.toNanos() - (System.nanoTime() - begin);
          one.get(Math.max(0, left), TimeUnit.NANOSECONDS);
        }
      } finally {
        threads.shutdownNow();
      }
      return makes.stream().map(make -> new UserTimes(begin, make.done)).toList();
    }
  }

  private static InetAddress address(int user) throws UnknownHostException {
    return InetAddress.getByAddress(new byte[] {127, 0, 1, (byte) (user + 1)});
  }

  private final class Make {
    private final UserLoad load;
    private final Client client;
    private final AtomicInteger issued = new AtomicInteger();
    private final List<Compiled> done = Collections.synchronizedList(new ArrayList<>());

    Make(UserLoad load, Client client) {
      this.load = load;
      this.client = client;
    }

    /** One of make's places for a running job. */
    Void issueJobs(long begin) throws Exception {
      Thread.sleep(
          Duration.ofNanos(Math.max(0, begin + load.start().toNanos() - System.nanoTime())));
      for (int job = issued.getAndIncrement(); job < load.jobs(); job = issued.getAndIncrement()) {
        done.add(client.compile(load.compileTimes().get(job)));
        onJobEnd.run();
      }
      return null;
    }
  }
}
