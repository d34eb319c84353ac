/** The verbs: their options, and what they print. They ask the other rooms for everything else. */
package dev.compilefarm.client.command;
