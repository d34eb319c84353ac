package dev.compilefarm.dispatcher.makespan;

import static dev.compilefarm.dispatcher.makespan.OrderedFarm.BY_ARRIVAL;
import static dev.compilefarm.dispatcher.makespan.OrderedFarm.LONGEST_FIRST;

import dev.compilefarm.dispatcher.simulation.Draws;
import dev.compilefarm.dispatcher.simulation.EventQueue;
import java.util.List;

/** How a program may be built. */
enum Way {
  /** First come, first served. */
  FIRST_COME("first come, first served") {
    @Override
    double seconds(List<Source> program, int parallel, long seed) {
      EventQueue events = new EventQueue();
      return Make.seconds(events, new OrderedFarm(events, SLOTS, BY_ARRIVAL), program, parallel);
    }
  },

  /** The longest first of those that wait, where each time is known. */
  CLAIRVOYANT("each time known") {
    @Override
    double seconds(List<Source> program, int parallel, long seed) {
      EventQueue events = new EventQueue();
      return Make.seconds(events, new OrderedFarm(events, SLOTS, LONGEST_FIRST), program, parallel);
    }
  },

  /** The dispatcher, which has seen nothing yet. */
  FIRST_BUILD("first build") {
    @Override
    double seconds(List<Source> program, int parallel, long seed) {
      EventQueue events = new EventQueue();
      return Make.seconds(events, new DispatchedFarm(events, SLOTS), program, parallel);
    }
  },

  /** The dispatcher, which has built the same before. */
  SECOND_BUILD("second build") {
    @Override
    double seconds(List<Source> program, int parallel, long seed) {
      return after(program, program, parallel);
    }
  },

  /**
   * Each file has taken 10 % more or less than it takes now, and its request was as much longer.
   */
  CHANGED("after small changes") {
    @Override
    double seconds(List<Source> program, int parallel, long seed) {
      Draws draws = new Draws(seed);
      List<Source> before =
          Source.each(
              program,
              source ->
                  new Source(
                      source.name(),
                      source.seconds() * draws.seconds(0.9, 1.1),
                      Math.round(source.bytes() * draws.seconds(0.9, 1.1))));
      return after(before, program, parallel);
    }
  },

  /** Each file is known with the time of any other one. */
  SHUFFLED("history shuffled") {
    @Override
    double seconds(List<Source> program, int parallel, long seed) {
      return after(Source.shuffled(program, seed), program, parallel);
    }
  },

  /** What takes longest now was the quickest before. */
  INVERTED("history inverted") {
    @Override
    double seconds(List<Source> program, int parallel, long seed) {
      List<Source> before = Source.each(program, source -> source.taking(1 / source.seconds()));
      return after(before, program, parallel);
    }
  },

  /** All took ten times as long before. */
  SCALED("history ten times too long") {
    @Override
    double seconds(List<Source> program, int parallel, long seed) {
      List<Source> before = Source.each(program, source -> source.taking(10 * source.seconds()));
      return after(before, program, parallel);
    }
  },

  /** Half of the files took ten times as long before, the others are new. */
  HALF_SCALED("half of it new, half ten times too long") {
    @Override
    double seconds(List<Source> program, int parallel, long seed) {
      List<Source> before = Source.each(program, source -> source.taking(10 * source.seconds()));
      return after(before.subList(0, before.size() / 2), program, parallel);
    }
  },

  /** Another program was built before, whose files took ten times as long for their size. */
  OTHERS("history of other sources") {
    @Override
    double seconds(List<Source> program, int parallel, long seed) {
      List<Source> before =
          Source.each(
              Source.program(seed + 1_000_000, program.size()),
              source -> source.taking(10 * source.seconds()).called("other/" + source.name()));
      return after(before, program, parallel);
    }
  };

  static final int SLOTS = 32;

  private final String words;

  Way(String words) {
    this.words = words;
  }

  /** For people. */
  String words() {
    return words;
  }

  /** How long the build of this program takes. */
  abstract double seconds(List<Source> program, int parallel, long seed);

  private static double after(List<Source> before, List<Source> program, int parallel) {
    EventQueue events = new EventQueue();
    SimFarm farm = new DispatchedFarm(events, SLOTS);
    double _ = Make.seconds(events, farm, before, parallel);
    return Make.seconds(events, farm, program, parallel);
  }

  /**
   * No schedule is shorter: the slots need so long for all of it, and one of them for the longest.
   */
  static double bound(List<Source> program) {
    double work = program.stream().mapToDouble(Source::seconds).sum();
    double longest = program.stream().mapToDouble(Source::seconds).max().orElse(0);
    return Math.max(work / SLOTS, longest);
  }
}
