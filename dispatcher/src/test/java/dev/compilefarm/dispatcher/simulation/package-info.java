/**
 * A whole day of a dispatcher in a millisecond: clients, network, volunteers and the clock are
 * fakes, all drawn from one seed, and what decides is the real {@code DispatchCore}.
 * docs/internals/simulation.md says what this world is and how to replay it.
 *
 * <p>The fakes copy what the real ones do: {@code SimSession} and {@code SimAttempt} the packages
 * {@code session} and {@code liveness}, {@code SimVolunteer} distccd, {@code SimClient} distcc and
 * {@code SimUser} make -jN. Every step that one thread of the real dispatcher takes is an event, so
 * that the steps of two threads cross here as they may there.
 */
package dev.compilefarm.dispatcher.simulation;
