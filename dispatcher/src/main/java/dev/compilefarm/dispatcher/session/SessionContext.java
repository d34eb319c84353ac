package dev.compilefarm.dispatcher.session;

import dev.compilefarm.dispatcher.dispatch.Dispatch;
import dev.compilefarm.dispatcher.protocol.ProtocolLimits;
import dev.compilefarm.dispatcher.spool.SpoolStores;
import dev.compilefarm.dispatcher.transport.Connector;
import dev.compilefarm.dispatcher.transport.Deadlines;

/** What all sessions of a dispatcher share. */
public record SessionContext(
    Dispatch dispatch,
    SpoolStores requestStores,
    SpoolStores replyStores,
    Deadlines deadlines,
    Connector connector,
    ProtocolLimits limits,
    Waits waits,
    SessionObserver observer) {}
