package dev.compilefarm.client.cluster;

import dev.compilefarm.client.build.FarmShare;
import dev.compilefarm.client.diagnosis.Cause;
import dev.compilefarm.client.diagnosis.Diagnosis;
import dev.compilefarm.client.diagnosis.FarmState;
import dev.compilefarm.client.diagnosis.Finding;
import dev.compilefarm.client.diagnosis.Findings;
import dev.compilefarm.client.load.JobFilter;
import dev.compilefarm.client.load.JobsPage.Job;
import dev.compilefarm.client.load.UnreadableAnswerException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Looks at a farm every three seconds while a build runs, by a thread of its own. A farm that
 * cannot be asked says nothing: the build goes on.
 */
public final class FarmWatch implements AutoCloseable {
  private static final long PERIOD_SECONDS = 3;

  private final FarmSource farm;
  private final Set<String> tenants;

  /** The newest job before the build; empty where the dispatcher did not say. */
  private final OptionalLong before;

  private final ReentrantLock lock = new ReentrantLock();
  private final CountDownLatch end = new CountDownLatch(1);
  private final Findings findings = new Findings();
  private final Thread thread;

  private FarmWatch(FarmSource farm, Set<String> tenants, OptionalLong before) {
    this.farm = farm;
    this.tenants = tenants;
    this.before = before;
    this.thread = Thread.ofVirtual().unstarted(this::watch);
  }

  /**
   * Starts to look. The caller closes it.
   *
   * @param tenants the build's
   */
  public static FarmWatch start(FarmSource farm, Set<String> tenants) {
    FarmWatch watch = new FarmWatch(farm, tenants, newest(farm));
    watch.thread.start();
    return watch;
  }

  private static OptionalLong newest(FarmSource farm) {
    try (Dispatcher dispatcher = farm.dispatcher()) {
      List<Job> newest =
          dispatcher.jobs(Optional.empty(), Optional.empty(), JobFilter.NONE, 1).jobs();
      return OptionalLong.of(newest.stream().mapToLong(Job::id).max().orElse(0));
    } catch (ClusterException | UnreadableAnswerException e) {
      return OptionalLong.empty();
    }
  }

  private void watch() {
    try {
      while (!end.await(PERIOD_SECONDS, TimeUnit.SECONDS)) {
        look();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Looks once; the thread does so again and again. */
  void look() {
    Finding finding;
    try {
      FarmState own = farm.state().of(tenants);
      finding = Diagnosis.of(own);
      if (finding.cause() == Cause.BALANCED && isTooEarly(own)) {
        return;
      }
    } catch (ClusterException | UnreadableAnswerException e) {
      // Said nothing this time; the build matters more.
      return;
    }
    lock.lock();
    try {
      findings.add(finding);
    } finally {
      lock.unlock();
    }
  }

  /** The dispatcher has no word about these tenants before some seconds of work. */
  private static boolean isTooEarly(FarmState own) {
    return own.load()
        .map(load -> load.tenants().stream().allMatch(tenant -> tenant.bound() == null))
        .orElse(false);
  }

  /** Whether the dispatcher could be asked when the build began. */
  public boolean isAnswered() {
    return before.isPresent();
  }

  /** What held for most of the time so far. */
  public Optional<Finding> verdict() {
    lock.lock();
    try {
      return findings.verdict();
    } finally {
      lock.unlock();
    }
  }

  /** What the build used of the farm so far; empty where the dispatcher cannot be asked. */
  public Optional<FarmShare> share() {
    if (before.isEmpty()) {
      return Optional.empty();
    }
    long known = before.getAsLong();
    try (Dispatcher dispatcher = farm.dispatcher()) {
      List<Job> jobs =
          tenants.stream().flatMap(name -> dispatcher.jobsSince(name, known).stream()).toList();
      return Optional.of(FarmShare.of(jobs));
    } catch (ClusterException | UnreadableAnswerException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() {
    end.countDown();
  }
}
