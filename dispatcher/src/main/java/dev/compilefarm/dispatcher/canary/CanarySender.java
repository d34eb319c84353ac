package dev.compilefarm.dispatcher.canary;

import dev.compilefarm.dispatcher.blame.CanaryAnswer;
import dev.compilefarm.dispatcher.blame.CanaryQuestion;
import dev.compilefarm.dispatcher.dispatch.CanaryAsker;
import dev.compilefarm.dispatcher.volunteer.Volunteer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/** Sends canaries, each on a virtual thread of its own. Thread-safe. */
public final class CanarySender implements CanaryAsker {
  private static final Logger LOG = Logger.getLogger(CanarySender.class);

  /** Of so many volunteers it is remembered that they were told of. */
  private static final int TOLD_MAX = 10_000;

  private final Canary canary;

  /** Names of volunteers of which the log says that they read nothing. */
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  private final BiConsumer<CanaryQuestion, CanaryAnswer> answered;

  /**
   * One that asks in this way.
   *
   * @param answered told the answer in any case, on any thread, also after a defect of ours
   */
  public CanarySender(Canary canary, BiConsumer<CanaryQuestion, CanaryAnswer> answered) {
    this.canary = canary;
    this.answered = answered;
  }

  @Override
  public void ask(CanaryQuestion question) {
    Thread.ofVirtual()
        .name("canary " + question.volunteer().name())
        .start(() -> answered.accept(question, answer(question)));
  }

  private CanaryAnswer answer(CanaryQuestion question) {
    try {
      CanaryAnswer answer = canary.ask(question.volunteer(), question.compilers());
      tell(question.volunteer(), answer);
      return answer;
    } catch (RuntimeException e) {
      LOG.errorf(e, "Volunteer %s could not be asked to compile", question.volunteer().name());
      return CanaryAnswer.UNKNOWN;
    }
  }

  /** One line a change. */
  private void tell(Volunteer volunteer, CanaryAnswer answer) {
    switch (answer) {
      case READS_NOTHING -> {
        if (told.size() < TOLD_MAX && told.add(volunteer.name())) {
          LOG.warnf(
              "Volunteer %s at %s closes each connection of the dispatcher before it reads anything."
                  + " Its allow list (ALLOW, or --allow of distccd) is without the dispatcher's address,"
                  + " or it cannot write its temporary files. It gets no job until it reads one.",
              volunteer.name(), volunteer.address());
        }
      }
      case WELL, LACKS -> {
        if (told.remove(volunteer.name())) {
          LOG.infof("Volunteer %s reads what the dispatcher sends again", volunteer.name());
        }
      }
      case FAILS, REFUSED, SILENT, UNKNOWN -> {
        // It may still be the same.
      }
    }
  }
}
