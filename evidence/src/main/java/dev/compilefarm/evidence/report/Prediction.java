package dev.compilefarm.evidence.report;

/**
 * A prediction, and what came.
 *
 * @param about the policy, axis or question
 * @param said in short
 * @param measured what came, in numbers
 * @param isRight whether it is as was said
 */
record Prediction(String about, String said, String measured, boolean isRight) {}
