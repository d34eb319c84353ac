package dev.compilefarm.operator.plan;

import dev.compilefarm.operator.names.FarmNames;

/**
 * What a farm shall be, in the operator's words. All that the desired objects are made from.
 *
 * @param paused nothing of it is to be written
 * @param clientLimit jobs that one client may have under way at a time, per entry of its host list
 */
public record Plan(
    FarmNames names,
    Owner owner,
    boolean paused,
    String imagePullPolicy,
    DispatcherPlan dispatcher,
    VolunteersPlan volunteers,
    int clientLimit,
    Sizing sizing) {}
