package dev.compilefarm.dispatcher.liveness;

import dev.compilefarm.dispatcher.dispatch.Dispatch;
import dev.compilefarm.dispatcher.dispatch.Job;
import dev.compilefarm.dispatcher.dispatch.JobListener;
import dev.compilefarm.dispatcher.dispatch.QueueLimits;
import dev.compilefarm.dispatcher.dispatch.Refusal;
import dev.compilefarm.dispatcher.queue.TenantShares;
import dev.compilefarm.dispatcher.simulation.EventQueue;
import dev.compilefarm.dispatcher.transport.PortAnswer;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import dev.compilefarm.dispatcher.volunteer.Volunteer.Availability;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Volunteers v0, v1..., each with one slot and one compile that never ends, and a watch that asks
 * them once a second. The clock jumps. An answer takes a millisecond, a silence all the patience.
 */
final class WatchedFarm {
  private static final double QUICK_SECONDS = 0.001;
  private static final double PATIENCE_SECONDS = VolunteerWatch.PATIENCE.toMillis() / 1e3;
  private static final double ROUND_SECONDS = 1;

  private final EventQueue events = new EventQueue();
  private final Set<String> brokenOff = new LinkedHashSet<>();
  private final Map<String, Integer> questions = new HashMap<>();
  private final VolunteerWatch watch;
  private BiFunction<String, Duration, PortAnswer> answers = (volunteer, now) -> PortAnswer.LISTENS;

  WatchedFarm(int volunteers) {
    Dispatch dispatch =
        new Dispatch(
            QueueLimits.of(volunteers, Duration.ofDays(1), Duration.ofDays(1)),
            TenantShares.equal(volunteers),
            events::now,
            job -> {});
    dispatch.update(
        IntStream.range(0, volunteers)
            .mapToObj(number -> new Volunteer("v" + number, "::1", 1, 1, Availability.READY))
            .toList());
    IntStream.range(0, volunteers)
        .forEach(number -> dispatch.submit(new Job("tenant", "gcc", 1, new Compile())));
    watch = new VolunteerWatch(dispatch, this::question);
    events.after(ROUND_SECONDS, this::round);
  }

  /** From now on this is what a volunteer's port says to a question that is put at this time. */
  void answers(BiFunction<String, Duration, PortAnswer> script) {
    answers = script;
  }

  /** Lets all happen up to this time since the beginning. */
  void run(Duration end) {
    boolean[] over = {false};
    events.at(end.toNanos(), () -> over[0] = true);
    while (!over[0] && events.next()) {
      // The next one.
    }
  }

  /** Volunteers whose compile was to be broken off, in that order. */
  List<String> brokenOff() {
    return List.copyOf(brokenOff);
  }

  int questions(String volunteer) {
    return questions.get(volunteer);
  }

  private void round() {
    events.after(ROUND_SECONDS, this::round);
    watch.ask();
  }

  private void question(Volunteer volunteer, Consumer<PortAnswer> answered) {
    questions.merge(volunteer.name(), 1, Integer::sum);
    PortAnswer answer = answers.apply(volunteer.name(), Duration.ofNanos(events.now()));
    double seconds = answer == PortAnswer.SILENT ? PATIENCE_SECONDS : QUICK_SECONDS;
    events.after(seconds, () -> answered.accept(answer));
  }

  private final class Compile implements JobListener {
    private String volunteer;

    @Override
    public void start(Volunteer chosen, int number) {
      volunteer = chosen.name();
    }

    @Override
    public void breakOff(int number) {
      brokenOff.add(volunteer);
    }

    @Override
    public void feed(int bytes) {
      // Its client is patient.
    }

    @Override
    public void sendHome(Refusal refusal) {
      throw new AssertionError("sent home: " + refusal);
    }
  }
}
