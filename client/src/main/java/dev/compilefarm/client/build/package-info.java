/** A build under {@code exec}: what distcc logged of it, and the line that sums it up. */
package dev.compilefarm.client.build;
