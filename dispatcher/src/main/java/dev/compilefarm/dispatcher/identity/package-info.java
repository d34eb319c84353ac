/**
 * Who proves to be the farm's operator, by the token that Kubernetes gives to its service account
 * ({@code docs/internals/adr/0011-a-bounded-admin-port.md}). The API server is asked for its keys
 * only, in the background.
 */
package dev.compilefarm.dispatcher.identity;
