/**
 * The farm's volunteers, the account of their slots, and the order in which they are given jobs.
 * How far a volunteer is trusted is decided in {@code blame}. Pure: the caller serialises all calls
 * and brings the time.
 */
package dev.compilefarm.dispatcher.volunteer;
