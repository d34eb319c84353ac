package dev.compilefarm.autoscaling;

import dev.compilefarm.autoscaling.MakeInvocation.Client;
import dev.compilefarm.dispatcher.simulation.Draws;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The kinds of days that a farm has. Times are seconds. */
enum LoadShape {
  /** Single jobs, few at first, and from one second to the next many, for ten minutes. */
  STEP {
    @Override
    List<MakeInvocation> draw(Draws draws, Project project) {
      return Stream.concat(
              singles(draws, project, 10, 120, 2).stream(),
              singles(draws, project, 130, 600, draws.between(8, 40)).stream())
          .toList();
    }
  },
  /** The same build again and again, with pauses of some minutes. */
  SAWTOOTH {
    @Override
    List<MakeInvocation> draw(Draws draws, Project project) {
      Client client = project.client("user", draws.between(16, 48));
      double pause = draws.seconds(120, 240);
      return IntStream.range(0, 8)
          .mapToObj(i -> project.make(client, 10 + i * pause, client.parallel() * 12))
          .toList();
    }
  },
  /** Builds of thousands of files, with links between their parts. */
  BIG_BUILDS {
    @Override
    List<MakeInvocation> draw(Draws draws, Project project) {
      return IntStream.range(0, 3)
          .mapToObj(i ->
              project.makeWithLinks(
                  project.client("user-" + i, draws.oneOf(32, 64, 100)),
                  10 + i * 400 + draws.seconds(0, 200),
                  draws.between(1000, 4000)))
          .toList();
    }
  },
  /** A compile of some minutes, with small builds before and beside it. */
  ONE_LONG_JOB {
    @Override
    List<MakeInvocation> draw(Draws draws, Project project) {
      Client client = project.client("user", 8);
      return Stream.concat(
              IntStream.range(0, 5).mapToObj(i -> project.make(client, 5 + i * 100, 60)),
              Stream.of(project.make("long", 60, 1, List.of(draws.seconds(200, 500)))))
          .toList();
    }
  },
  /** Compiles of some minutes on all slots that a small build needed, and then that build again. */
  SOME_LONG_JOBS {
    @Override
    List<MakeInvocation> draw(Draws draws, Project project) {
      Client client = project.client("user", 16);
      return List.of(
          project.make(client, 5, 100),
          project.make(
              "long", 60, 12, Stream.generate(() -> draws.seconds(200, 500)).limit(12).toList()),
          project.make(client, 90, 100),
          project.make(client, 240, 100));
    }
  },
  /** Within ten minutes everybody comes in and builds. */
  MORNING_RUSH {
    @Override
    List<MakeInvocation> draw(Draws draws, Project project) {
      return IntStream.range(0, draws.between(10, 30))
          .mapToObj(i ->
              project.makeWithLinks(
                  project.client("user-" + i, draws.between(8, 24)),
                  600 * Math.sqrt(draws.seconds(0, 1)),
                  draws.between(100, 400)))
          .toList();
    }
  },
  /** A small build now and then, a quarter of an hour apart. */
  IDLE_NIGHT {
    @Override
    List<MakeInvocation> draw(Draws draws, Project project) {
      return IntStream.range(0, 4)
          .mapToObj(i ->
              project.make(
                  project.client("user-" + i, draws.between(2, 8)),
                  60 + i * 900 + draws.seconds(0, 200),
                  draws.between(5, 40)))
          .toList();
    }
  },
  /**
   * Several users, each with builds of all sizes and pauses between them, and a CI's single jobs.
   */
  MIXED_DAY {
    @Override
    List<MakeInvocation> draw(Draws draws, Project project) {
      List<MakeInvocation> makes = new ArrayList<>();
      for (int user = draws.between(3, 8); user > 0; user--) {
        Client client = project.client("user-" + user, draws.oneOf(4, 8, 16, 32, 64));
        for (double at = draws.gap(300); at < 1800; at += 20 + draws.gap(240)) {
          makes.add(project.makeWithLinks(client, at, (int) Math.min(600, draws.pareto(8, 1))));
        }
      }
      makes.addAll(singles(draws, project, 0, 1800, draws.between(1, 3)));
      return makes;
    }
  };

  /** All that somebody builds on this day. */
  abstract List<MakeInvocation> draw(Draws draws, Project project);

  /** Independent jobs that keep so many slots busy on average. */
  private static List<MakeInvocation> singles(
      Draws draws, Project project, double from, double seconds, double slots) {
    double gap = project.meanSeconds() / slots;
    Client client = project.client("ci", 1);
    return DoubleStream.iterate(
            from + draws.gap(gap), at -> at < from + seconds, at -> at + draws.gap(gap))
        .mapToObj(at -> project.make(client, at, 1))
        .toList();
  }

  /**
   * What is built: compile times are lognormal, as {@code bench/workload/CompileTimes}. Optimised
   * C++ takes 0.07 s of a client's core a job, plain C 0.01 s: measured with distcc 3.4.
   */
  record Project(Draws draws, double medianSeconds, double preprocessSeconds) {
    private static final double SIGMA = 0.8;
    private static final double LONGEST_MEDIANS = 10;
    private static final double PREPROCESS_MIN = 0.01;
    private static final double PREPROCESS_MAX = 0.1;
    private static final int LINKED_JOBS = 60;
    private static final double LINK_MIN = 0.5;
    private static final double LINK_MAX = 10;

    /** One whose compiles have a median between this and the other. */
    static Project draw(Draws draws, double medianMin, double medianMax) {
      return new Project(
          draws,
          evenly(draws, medianMin, medianMax),
          evenly(draws, PREPROCESS_MIN, PREPROCESS_MAX));
    }

    double meanSeconds() {
      return medianSeconds * Math.exp(SIGMA * SIGMA / 2);
    }

    /** A machine of some size. */
    Client client(String tenant, int parallel) {
      return new Client(tenant, parallel, draws.oneOf(2, 4, 8, 16, 32), preprocessSeconds);
    }

    MakeInvocation make(Client client, double start, int jobs) {
      return new MakeInvocation(start, client, List.of(step(jobs, 0)));
    }

    MakeInvocation make(String tenant, double start, int parallel, List<Double> compileSeconds) {
      return new MakeInvocation(
          start, client(tenant, parallel), List.of(new MakeInvocation.Step(compileSeconds, 0)));
    }

    /** A link after each of up to four parts; none in the smallest builds. */
    MakeInvocation makeWithLinks(Client client, double start, int jobs) {
      int parts = jobs < LINKED_JOBS ? 1 : draws.between(1, 4);
      return new MakeInvocation(
          start,
          client,
          IntStream.range(0, parts)
              .mapToObj(i -> step(jobs / parts, parts == 1 ? 0 : evenly(draws, LINK_MIN, LINK_MAX)))
              .toList());
    }

    private MakeInvocation.Step step(int jobs, double linkSeconds) {
      return new MakeInvocation.Step(
          Stream.generate(this::compile).limit(jobs).toList(), linkSeconds);
    }

    private double compile() {
      return Math.min(draws.logNormal(medianSeconds, SIGMA), medianSeconds * LONGEST_MEDIANS);
    }

    /** Each tenth of the scale of orders as likely. */
    private static double evenly(Draws draws, double least, double most) {
      return least * Math.pow(most / least, draws.seconds(0, 1));
    }
  }
}
