/**
 * What holds a tenant's builds up: the farm or their own client. More jobs at a time help only
 * where it is the farm, and more volunteers too.
 *
 * <p>Three times are measured for each tenant: how long it was at work, how long a job of it waited
 * meanwhile, and how long a slot was free for it while none waited. They fade, so that the last
 * minute counts. distcc connects before it has preprocessed ({@code
 * src/remote.c:dcc_compile_remote} of distcc 3.4), so a connection whose request is not whole shows
 * a client at work.
 *
 * <p>Pure: the time is a parameter, and the caller serialises all calls.
 */
package dev.compilefarm.dispatcher.bottleneck;
