/**
 * Who proves to be the farm's operator, by the token that Kubernetes gives to its service account
 * ({@code docs/adr/0011-the-operators-own-place.md}). The API server is asked for its keys only, in
 * the background.
 */
package dev.compilefarm.dispatcher.identity;
