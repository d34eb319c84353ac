package dev.compilefarm.dispatcher.discovery;

import dev.compilefarm.dispatcher.dispatch.Dispatch;
import dev.compilefarm.dispatcher.toolchain.Toolchain;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Watches the pods of one farm, and takes what new ones report of themselves. When the API server
 * is away the last list stands, so jobs go on running on the volunteers that are known. Begun at
 * the first {@link #tick}, which also makes the thread anew that follows the API, should it ever
 * end or hang.
 */
public final class PodDiscovery implements Discovery {
  private static final Logger LOG = Logger.getLogger(PodDiscovery.class);

  /** No thread lives shorter, even if each ends at once. */
  private static final Duration RESTART_PAUSE = Duration.ofSeconds(5);

  private final PodApi api;
  private final Dispatch dispatch;
  private final DiscoveryObserver observer;
  private final Duration listAgeMax;

  /** Longer than any wait of a follower. */
  private final Duration hangsAfter;

  private final ListHealth health;
  private final KnownPods pods = new KnownPods();
  private final ReentrantLock lock = new ReentrantLock();

  // What follows changes only under the lock, which keeps a list from overtaking a later one.
  private final Reports reports = new Reports();
  private final BackOff backOff = new BackOff();
  private Optional<Following> following = Optional.empty();
  private boolean closed;

  /**
   * Looks at the pods of this farm.
   *
   * @param listAgeMax how old the list may become where the API server says nothing
   */
  public PodDiscovery(
      KubernetesClient client,
      String namespace,
      String farm,
      Dispatch dispatch,
      DiscoveryObserver observer,
      Duration listAgeMax) {
    this(new HttpPodApi(client, namespace, farm), dispatch, observer, listAgeMax);
  }

  PodDiscovery(PodApi api, Dispatch dispatch, DiscoveryObserver observer, Duration listAgeMax) {
    this.api = api;
    this.dispatch = dispatch;
    this.observer = observer;
    this.listAgeMax = listAgeMax;
    this.hangsAfter = listAgeMax.plus(PodApi.PATIENCE).multipliedBy(2);
    this.health = new ListHealth(dispatch.now());
  }

  @Override
  public boolean isComplete() {
    return health.isComplete();
  }

  @Override
  public Duration age() {
    return health.age(dispatch.now());
  }

  /** Strangers do not get as far as the lock. */
  @Override
  public Optional<ReportVerdict> refusal(String pod, String uid, InetAddress address) {
    return Reports.refusal(pods.find(pod), uid, address);
  }

  @Override
  public ReportVerdict listens(
      String pod, String uid, InetAddress address, Optional<Toolchain> toolchain) {
    return refusal(pod, uid, address).orElseGet(() -> takeReport(pod, uid, address, toolchain));
  }

  private ReportVerdict takeReport(
      String pod, String uid, InetAddress address, Optional<Toolchain> toolchain) {
    lock.lock();
    try {
      Optional<VolunteerPod> known = pods.find(pod);
      boolean saysNewThings =
          toolchain.isPresent() && reports.tell(known, uid, address, toolchain.get());
      ReportVerdict verdict = reports.take(known, uid, address, dispatch.now());
      if (verdict == ReportVerdict.TAKEN || saysNewThings) {
        publish();
      }
      return verdict;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void tick() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      keepFollowing();
      if (health.isStable(dispatch.now())) {
        recovered();
      }
      if (reports.areWaiting()) {
        publish();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      following.ifPresent(Following::close);
      following = Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private void keepFollowing() {
    if (following.isEmpty()) {
      follow();
    } else if (!following.get().isWell() && following.get().isOlderThan(RESTART_PAUSE)) {
      following.get().close();
      observer.restarted();
      LOG.error("The thread that follows the API has ended or hung; another one takes its place");
      follow();
    }
  }

  private void follow() {
    Following fresh = new Following();
    following = Optional.of(fresh);
    fresh.thread.start();
  }

  private void recovered() {
    backOff.reset();
    health.recovered(dispatch.now()).ifPresent(LOG::info);
  }

  private void publish() {
    dispatch.nodes(
        pods.all().stream()
            .flatMap(pod -> pod.nodeAddresses().stream())
            .collect(Collectors.toSet()));
    dispatch.update(reports.volunteers(pods.all(), dispatch.now()));
  }

  /** A follower with its thread. What it tells counts only as long as it is the present one. */
  private final class Following implements PodFollower.Sink {
    private final long begunAtNanos = dispatch.now();
    private final PodFollower follower = new PodFollower(api, this, dispatch::now, listAgeMax);
    private final Thread thread =
        Thread.ofPlatform().daemon().name("volunteer list").unstarted(follower);

    boolean isOlderThan(Duration age) {
      return dispatch.now() - begunAtNanos >= age.toNanos();
    }

    boolean isWell() {
      Duration still = Duration.ofNanos(dispatch.now() - follower.movedAtNanos());
      return thread.isAlive() && still.compareTo(hangsAfter) < 0;
    }

    void close() {
      follower.close();
      thread.interrupt();
    }

    @Override
    public void listed(List<PodPage> pages, long askedAtNanos) {
      ifPresent(() -> {
        pods.replace(pages).forEach(LOG::warn);
        publish();
        health.listed(askedAtNanos);
      });
    }

    @Override
    public void watching() {
      ifPresent(() -> health.watching(dispatch.now()));
    }

    @Override
    public void happened(PodEvent event) {
      ifPresent(() -> {
        health.confirmed(dispatch.now());
        switch (event) {
          case PodEvent.Present(VolunteerPod pod, _) -> {
            pods.put(pod).forEach(LOG::warn);
            publish();
          }
          case PodEvent.Gone(VolunteerPod pod, _) -> {
            pods.remove(pod);
            publish();
          }
          case PodEvent.Bookmark _ -> {}
        }
      });
    }

    @Override
    public void watched() {
      ifPresent(() -> {
        health.confirmed(dispatch.now());
        recovered();
      });
    }

    @Override
    public Duration failed(ListFault fault, Exception cause) {
      lock.lock();
      try {
        if (isPresent()) {
          observer.failed(fault);
          health
              .failed(fault, cause.getMessage(), dispatch.now())
              .ifPresent(news -> LOG.warn(news, fault == ListFault.INTERNAL ? cause : null));
        }
        return backOff.next(ThreadLocalRandom.current().nextDouble());
      } finally {
        lock.unlock();
      }
    }

    private void ifPresent(Runnable work) {
      lock.lock();
      try {
        if (isPresent()) {
          work.run();
        }
      } finally {
        lock.unlock();
      }
    }

    private boolean isPresent() {
      return following.filter(present -> present == this).isPresent();
    }
  }
}
