package dev.compilefarm.dispatcher.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The JVM of {@link PackagedJvm} with an AOT cache like the one in the dispatcher's image: trained
 * by the same jobs and the same questions. The image's own does not fit, because it holds to the
 * paths of the jars.
 */
public final class TrainedJvm {
  private static final Path CACHE = Path.of("target", "dispatcher.aot");
  private static final Path JOBS = Path.of("..", "images", "java", "TrainingJobs.java");
  private static final int SLOTS = 4;
  private static final int QUESTIONS = 20;
  private static final List<String> PATHS =
      List.of("/q/health/ready", "/q/health/live", "/v1/load", "/v1/jobs", "/metrics");

  private TrainedJvm() {}

  /**
   * Options of the JVM. Trains the cache unless there is one of this dispatcher, which takes some
   * 20 seconds.
   */
  public static synchronized List<String> options() throws IOException, InterruptedException {
    if (!ApplicationFiles.areOlderThan(CACHE)
        || ApplicationFiles.modifiedAt(CACHE) < ApplicationFiles.modifiedAt(JOBS)) {
      train();
    }
    // With "on" a cache that does not fit is an error, not a slow start.
    return with("-XX:AOTCache=" + CACHE, "-XX:AOTMode=on");
  }

  private static void train() throws IOException, InterruptedException {
    Files.deleteIfExists(CACHE);
    Path scratch = Files.createTempDirectory("compilefarm-training");
    int volunteer = Ports.free();
    try (RealDispatcher trained =
        RealDispatcher.start(
            scratch,
            with("-XX:AOTCacheOutput=" + CACHE),
            Map.of("COMPILEFARM_VOLUNTEERS", "127.0.0.1:%d/%d".formatted(volunteer, SLOTS)))) {
      for (int i = 0; i < QUESTIONS; i++) {
        PATHS.forEach(trained::get);
      }
      run(trained.port(), volunteer);
      // The JVM writes the cache when it is told to end.
      trained.terminate();
      trained.awaitEnd();
      if (!Files.exists(CACHE)) {
        throw new IOException("the JVM wrote no " + CACHE + ":\n" + trained.log());
      }
    } finally {
      ApplicationFiles.delete(scratch);
    }
  }

  private static void run(int dispatcher, int volunteer) throws IOException, InterruptedException {
    Process jobs =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                JOBS.toString(),
                Integer.toString(dispatcher),
                Integer.toString(volunteer))
            .inheritIO()
            .start();
    if (jobs.waitFor() != 0) {
      throw new IOException("the jobs that train the AOT cache failed");
    }
  }

  private static List<String> with(String... options) {
    List<String> all = new ArrayList<>(PackagedJvm.OPTIONS);
    all.addAll(List.of(options));
    return all;
  }
}
