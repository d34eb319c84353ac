/** What the scenarios have in common. */
package dev.compilefarm.dispatcher.bench.kit;
