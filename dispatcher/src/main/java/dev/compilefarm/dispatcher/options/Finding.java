package dev.compilefarm.dispatcher.options;

/**
 * Why a job is not to be distributed.
 *
 * @param option the spelling of the row, never text of the user; one of a bounded set
 * @param effect what would be missing or wrong
 * @param remedy what the user can do
 * @param kind why it is so
 * @param sentence all of that for the client, printable ASCII, at most 300 characters
 */
public record Finding(String option, String effect, String remedy, Kind kind, String sentence) {}
