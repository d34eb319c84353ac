package dev.compilefarm.e2e.docs;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.compilefarm.testbed.Checkout;
import dev.compilefarm.testbed.Command;
import dev.compilefarm.testbed.Stage;
import dev.compilefarm.testbed.cluster.Cluster;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The commands of docs/tutorial.md, block for block, as a reader would type them. A comment before
 * a block says what it prints: {@code <!-- prints: ScaledUp -->}.
 */
class TutorialIT {
  @RegisterExtension static final Stage stage = new Stage("tutorial");

  private static final String PAGE = "docs/tutorial.md";

  private static final Pattern BLOCK =
      Pattern.compile("(?m)(?:^<!-- prints: (.*) -->\n)?^```sh\n((?s).*?)^```$");

  private record Step(String commands, String prints) {}

  @Test
  @Timeout(value = 15, unit = TimeUnit.MINUTES)
  void everyCommandDoesWhatThePageSays() {
    assumeFalse(Cluster.isGiven(), "the examples name images that this cluster does not have");
    List<Step> steps = steps();
    assertFalse(steps.isEmpty());
    String shell = shell();

    for (Step step : steps) {
      String printed = Command.output("bash", "-euo", "pipefail", "-c", shell + step.commands());

      assertTrue(
          printed.contains(step.prints()),
          () -> step.commands() + "printed, without " + step.prints() + ":\n" + printed);
    }
  }

  private static List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    Matcher block = BLOCK.matcher(Checkout.read(PAGE));
    while (block.find()) {
      steps.add(
          new Step(
              block
                  .group(2)
                  .replace("namespaces/default/", "namespaces/" + stage.namespace() + "/"),
              block.group(1) == null ? "" : block.group(1)));
    }
    return steps;
  }

  /**
   * The reader's shell: the checkout, a kubectl, and a kubeconfig whose namespace is the suite's.
   */
  private static String shell() {
    Path kubectl = Path.of(Command.output(Checkout.path("dev/lib/kubectl").toString()));
    Path kubeconfig = stage.cluster().kubeconfigFile();
    Command.output(
        kubectl.toString(),
        "--kubeconfig=" + kubeconfig,
        "config",
        "set-context",
        "--current",
        "--namespace=" + stage.namespace());
    return """
    exec 2>&1
    cd '%s'
    export KUBECONFIG='%s' PATH='%s':$PATH
    """
        .formatted(Checkout.path("."), kubeconfig, kubectl.getParent());
  }
}
