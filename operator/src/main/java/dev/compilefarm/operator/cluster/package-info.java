/**
 * How the API server is heard: what comes from it is read leniently, so that one object cannot hide
 * all others, and a connection that falls silent is made anew. docs/internals/adr/0010 tells why.
 */
package dev.compilefarm.operator.cluster;
