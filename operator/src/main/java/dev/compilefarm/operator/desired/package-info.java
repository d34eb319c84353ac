/**
 * The objects of a farm, one class each, made from the plan alone.
 *
 * <p>They are sent by server-side apply and compared with the live objects by the fields that this
 * operator owns. So they name the server's default where it sits inside a list or map that is owned
 * as a whole or keyed by it (a port's {@code protocol: TCP}); without it every comparison would
 * differ and every reconcile would write.
 */
package dev.compilefarm.operator.desired;
