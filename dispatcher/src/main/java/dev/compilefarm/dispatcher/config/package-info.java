/** What the process is told from outside, read and checked once. */
package dev.compilefarm.dispatcher.config;
