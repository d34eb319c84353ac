/**
 * The HTTP resources of the admin port. People and the operator read the load and the jobs here.
 * Volunteers of the previous version report here that they listen.
 */
package dev.compilefarm.dispatcher.api;
