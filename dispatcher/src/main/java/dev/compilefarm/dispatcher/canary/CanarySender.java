package dev.compilefarm.dispatcher.canary;

import dev.compilefarm.dispatcher.blame.CanaryAnswer;
import dev.compilefarm.dispatcher.blame.CanaryQuestion;
import dev.compilefarm.dispatcher.dispatch.CanaryAsker;
import java.util.function.BiConsumer;
import org.jboss.logging.Logger;

/** Sends canaries, each on a virtual thread of its own. Thread-safe. */
public final class CanarySender implements CanaryAsker {
  private static final Logger LOG = Logger.getLogger(CanarySender.class);

  private final Canary canary;
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
      return canary.ask(question.volunteer(), question.compilers());
    } catch (RuntimeException e) {
      LOG.errorf(e, "Volunteer %s could not be asked to compile", question.volunteer().name());
      return CanaryAnswer.UNKNOWN;
    }
  }
}
