package dev.compilefarm.e2e.recipes;

import dev.compilefarm.testbed.Checkout;
import dev.compilefarm.testbed.Stage;
import dev.compilefarm.testbed.actor.BuildResult;
import dev.compilefarm.testbed.actor.Developer;
import dev.compilefarm.testbed.cluster.CiImage;
import dev.compilefarm.testbed.observe.Load;
import java.time.Duration;

/** A farm on which recipes are tried, and builds on it: all in the same CI image. */
final class RecipesFarm {
  private static final String NAME = "main";

  private final Stage stage;
  private final String image;

  private RecipesFarm(Stage stage, String image) {
    this.stage = stage;
    this.image = image;
  }

  /** Makes it and waits until it is Ready. */
  static RecipesFarm of(Stage stage, CiImage ciImage) {
    String image = stage.cluster().take(ciImage).toString();
    stage
        .user()
        .applyAndAwaitReady(
            NAME,
            """
            apiVersion: compilefarm.dev/v1alpha1
            kind: CompileFarm
            metadata: {name: main}
            spec:
              volunteers: {slots: 2, image: "%s"}
              scaling: {minVolunteers: 0, maxVolunteers: 2, scaleDownDelaySeconds: 60}
            """
                .formatted(image));
    return new RecipesFarm(stage, image);
  }

  /** The text of a recipe in {@code examples/recipes}. */
  static String recipe(String name) {
    return Checkout.read("examples/recipes/" + name);
  }

  /** Runs a script that must succeed. */
  BuildResult build(String script, Duration atMost) {
    return new Developer(stage.client(), stage.namespace(), "ann", image)
        .buildOn(NAME, script)
        .await(atMost)
        .expectSuccess();
  }

  /** What became of all jobs so far. */
  Load.Jobs jobs() {
    return stage.dispatcherOf(NAME).load().jobs();
  }
}
