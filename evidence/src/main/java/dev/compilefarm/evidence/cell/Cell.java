package dev.compilefarm.evidence.cell;

import java.util.Locale;

/**
 * One point of the comparison.
 *
 * @param project the name of a recorded build; {@link #ALL} draws one for each build
 * @param isFlat whether all compiles of a build can be issued at once, as make's never can
 * @param users who build
 * @param mix who of them builds how much
 * @param parallel make's {@code -j}
 * @param fleet the volunteers
 * @param load compile work over what the volunteers can do while builds begin
 */
public record Cell(
    String project, boolean isFlat, int users, Mix mix, int parallel, Fleet fleet, double load) {

  /** Each build is of a project that is drawn. */
  public static final String ALL = "all";

  /** Where each axis begins. */
  public static final Cell BASE = new Cell(ALL, false, 20, Mix.EQUAL, 64, Fleet.EQUAL, 0.8);

  /** The same with another project. */
  public Cell project(String other) {
    return new Cell(other, isFlat, users, mix, parallel, fleet, load);
  }

  /** The same with all compiles at once. */
  public Cell flat() {
    return new Cell(project, true, users, mix, parallel, fleet, load);
  }

  /** The same with so many users. */
  public Cell users(int other) {
    return new Cell(project, isFlat, other, mix, parallel, fleet, load);
  }

  /** The same with other users. */
  public Cell mix(Mix other) {
    return new Cell(project, isFlat, users, other, parallel, fleet, load);
  }

  /** The same with this {@code -j}. */
  public Cell parallel(int other) {
    return new Cell(project, isFlat, users, mix, other, fleet, load);
  }

  /** The same on these volunteers. */
  public Cell fleet(Fleet other) {
    return new Cell(project, isFlat, users, mix, parallel, other, load);
  }

  /** The same with this load. */
  public Cell load(double other) {
    return new Cell(project, isFlat, users, mix, parallel, fleet, other);
  }

  /** Names it on the command line and in files, such as {@code all,u20,equal,j64,equal,load0.8}. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s%s,u%d,%s,j%d,%s,load%.1f",
        project,
        isFlat ? "-flat" : "",
        users,
        mix == Mix.EQUAL ? "equal" : "mixed",
        parallel,
        fleet.name().toLowerCase(Locale.ROOT).replace('_', '-'),
        load);
  }
}
