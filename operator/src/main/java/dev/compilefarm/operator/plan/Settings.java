package dev.compilefarm.operator.plan;

/** What the operator was installed with and farms do not say. */
public record Settings(String dispatcherImage, String volunteerImage, String imagePullPolicy) {}
