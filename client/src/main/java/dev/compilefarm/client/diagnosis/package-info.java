/** Why a farm is as fast as it is, in one sentence, and what to do next. No I/O. */
package dev.compilefarm.client.diagnosis;
