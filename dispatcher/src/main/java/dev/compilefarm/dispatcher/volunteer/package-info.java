/**
 * The farm's volunteers and the account of their slots. A volunteer never holds more jobs than it
 * has slots; one that nobody can reach, or that hangs up on one request after the other, is set
 * aside for a while. Pure: the caller serialises all calls and brings the time.
 */
package dev.compilefarm.dispatcher.volunteer;
