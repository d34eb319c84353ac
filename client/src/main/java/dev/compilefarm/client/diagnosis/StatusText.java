package dev.compilefarm.client.diagnosis;

import dev.compilefarm.client.text.Printable;
import dev.compilefarm.client.text.Table;
import java.util.List;

/** The text of {@code status}. */
public final class StatusText {
  private StatusText() {}

  /** One farm: size, queue, reasons, compilers, and the next step. */
  public static String ofOne(FarmState state) {
    Finding finding = Diagnosis.of(state);
    StringBuilder text = new StringBuilder();
    line(text, "Farm", state.name() + (state.isReady() ? ", ready" : ", not ready"));
    line(
        text,
        "Volunteers",
        "%d of %d ready%s"
            .formatted(
                state.ready(),
                state.desired(),
                state.draining() > 0 ? ", %d draining".formatted(state.draining()) : ""));
    line(text, "Why", state.whyThisSize());
    line(text, "Slots", "%d of %d busy".formatted(state.busy(), state.slots()));
    line(text, "Queue", "%d jobs wait".formatted(state.queued()));
    line(text, "Last start", state.lastStart());
    line(text, "Compilers", state.toolchain());
    line(text, "Now", finding.sentence());
    line(text, "Next step", finding.nextStep());
    Diagnosis.besides(state).forEach(besides -> line(text, "Also", besides));
    return text.toString();
  }

  /** A line for each farm. */
  public static String ofAll(List<FarmState> states) {
    Table table = new Table("NAME", "READY", "VOLUNTEERS", "SLOTS", "QUEUED", "NOW");
    for (FarmState state : states) {
      table.row(
          state.name(),
          state.isReady(),
          state.ready() + "/" + state.desired(),
          state.busy() + "/" + state.slots(),
          state.queued(),
          Diagnosis.of(state).sentence());
    }
    return table.toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    if (!value.isEmpty()) {
      text.append("%-12s%s%n".formatted(name + ":", Printable.of(value)));
    }
  }
}
