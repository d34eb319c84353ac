/** The cluster: farms, their ConfigMaps, and the pages of their dispatchers. The only I/O here. */
package dev.compilefarm.client.cluster;
