package dev.compilefarm.dispatcher.config;

import java.util.List;

/**
 * All settings of {@link DispatcherConfig}, their bounds and their effect: the one table of them.
 */
public final class Settings {
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;
  private static final long PIB = 1L << 50;

  /** The protocol tells lengths in 32 bits. */
  private static final long BODY_MAX = 4 * GIB - 1;

  private static final int DAY_SECONDS = 86_400;

  /** The operator's grace is at most the wait and the lifetime together, and half a minute. */
  private static final int GRACE_MAX_SECONDS = 180_000;

  /** Twenty bytes last for 100 seconds then. */
  static final int CLIENT_PATIENCE_MIN_SECONDS = 5;

  /** Below the 300 seconds after which distcc itself gives up. */
  static final int CLIENT_PATIENCE_MAX_SECONDS = 280;

  private static final int PORT_MAX = 65_535;
  private static final int COUNT_MAX = 1_000_000;
  private static final String SECONDS = "seconds";
  private static final String BYTES = "bytes";
  private static final String JOBS = "jobs";
  private static final String CONNECTIONS = "connections";

  private Settings() {}

  /** In the order of the reference. */
  public static final List<Setting> ALL =
      List.of(
          Setting.text(
              "farm",
              "a name",
              "The farm whose pods are the volunteers. It needs the namespace too."),
          Setting.text("namespace", "a name", "The namespace of the farm."),
          Setting.text(
              "operator",
              "`system:serviceaccount:NAMESPACE:NAME`",
              "The service account of the operator. The operator gets places of its own at the load"
                  + " stream. Without this setting all readers are alike."),
          Setting.text(
              "pod",
              "a name",
              "The dispatcher's own pod. With it, a dispatcher that is told to end takes jobs until"
                  + " another one does. Without it, it takes no more jobs at once."),
          Setting.text(
              "volunteers",
              "`host:port/slots=compiler:compiler,…`",
              "Fixed volunteers, for use without Kubernetes. They replace the farm and its"
                  + " namespace. The compilers are optional. A volunteer with compilers gets only jobs"
                  + " that ask for one of these names."),
          Setting.number(
              "volunteer-list-max-age-seconds",
              DispatcherConfig::volunteerListMaxAgeSeconds,
              2,
              3_600,
              SECONDS,
              "The list of volunteers may become this old while the API server is silent. Then the"
                  + " dispatcher asks for it again."),
          Setting.number(
              "report-port",
              DispatcherConfig::reportPort,
              0,
              PORT_MAX,
              "",
              "New volunteers report at this port that they listen. 0 means no such port. If clients"
                  + " use the same port, volunteers report at the admin port."),
          Setting.text(
              "ports",
              "`port,port=tenant,…`",
              "Clients connect to these ports. With `3642=nightly`, every job that comes in at port"
                  + " 3642 belongs to the tenant `nightly`. Without a name, the client's address is"
                  + " the tenant."),
          Setting.text(
              "tenants",
              "`name weight=N max-running=N max-queued=N client-patience=N,…`",
              "Tenants that differ from the others. Each property is optional. A name is a tenant of"
                  + " a port or a client's address. Weights go from 1 to 100, client-patience from %d"
                      .formatted(CLIENT_PATIENCE_MIN_SECONDS)
                  + " to %d seconds, the other numbers from 1 to 1000000."
                      .formatted(CLIENT_PATIENCE_MAX_SECONDS)),
          Setting.number(
              "client-io-timeout-seconds",
              DispatcherConfig::clientIoTimeoutSeconds,
              1,
              DAY_SECONDS,
              SECONDS,
              "`DISTCC_IO_TIMEOUT` of the clients. A client that waits gets one byte at the latest when"
                  + " 80 % of this time are over. A client that sends almost nothing for this time is"
                  + " disconnected."),
          Setting.optionalNumber(
              "client-jobs",
              config -> config.clientJobs().stream().mapToObj(Long::valueOf).findFirst(),
              1,
              COUNT_MAX,
              JOBS,
              "Most jobs that one client has under way: the sum of the limits of its `DISTCC_HOSTS`."
                  + " If one address has more jobs, several clients are behind it, and the load says"
                  + " so. Without this setting nobody looks."),
          Setting.text(
              "node-address",
              "an address",
              "The address of the node that the dispatcher runs on. Clients that come from there are"
                  + " pods behind the node's address."),
          Setting.number(
              "job-lifetime-seconds",
              DispatcherConfig::jobLifetimeSeconds,
              1,
              DAY_SECONDS,
              SECONDS,
              "`--job-lifetime` of the volunteers. The dispatcher waits one minute longer for a"
                  + " volunteer."),
          Setting.number(
              "queue.max-queued-jobs",
              config -> config.queue().maxQueuedJobs(),
              1,
              COUNT_MAX,
              JOBS,
              "Most jobs that wait. Past it, the dispatcher sends home the newest job of the tenant"
                  + " that holds most for its weight."),
          Setting.number(
              "queue.max-queued-jobs-per-tenant",
              config -> config.queue().maxQueuedJobsPerTenant(),
              1,
              COUNT_MAX,
              JOBS,
              "Most jobs of one tenant that wait. Past it, the dispatcher sends home the tenant's"
                  + " next job. `max-queued` of a tenant replaces this number."),
          Setting.optionalNumber(
              "queue.max-queued-bytes-per-tenant",
              config -> config.queue().maxQueuedBytesPerTenant(),
              MIB,
              PIB,
              BYTES,
              "Most bytes of one tenant's waiting requests. Past it, the dispatcher sends home"
                  + " the tenant's next job. One job may always wait. The default is half of the room for"
                  + " requests in memory and on the disk."),
          Setting.number(
              "queue.max-wait-seconds",
              config -> config.queue().maxWaitSeconds(),
              1,
              DAY_SECONDS,
              SECONDS,
              "Longest wait of a job. Past it, the dispatcher sends the job home."),
          Setting.number(
              "queue.client-patience-seconds",
              config -> config.queue().clientPatienceSeconds(),
              CLIENT_PATIENCE_MIN_SECONDS,
              CLIENT_PATIENCE_MAX_SECONDS,
              SECONDS,
              "A client that waits gets one byte each time that it has seen nothing for so long; there"
                  + " are 20 bytes. Set it lower if a proxy or a NAT on the way ends silent connections."
                  + " `client-patience` of a tenant replaces this number."),
          Setting.number(
              "queue.max-source-bytes",
              config -> config.queue().maxSourceBytes(),
              MIB,
              BODY_MAX,
              BYTES,
              "Most bytes of a preprocessed source or of one file of pump mode, as sent. A whole"
                  + " request may have a third more. Past it, the client is told that the job is too"
                  + " large. Without a spool directory the limit is 62 MiB at most."),
          Setting.number(
              "queue.max-object-bytes",
              config -> config.queue().maxObjectBytes(),
              MIB,
              BODY_MAX,
              BYTES,
              "Most bytes of an object, as sent. A whole reply may have 64 MiB more. Past it, the"
                  + " client is told that the job is too large. Without a spool directory the limit is"
                  + " 62 MiB at most."),
          Setting.number(
              "max-connections",
              DispatcherConfig::maxConnections,
              1,
              COUNT_MAX,
              CONNECTIONS,
              "Most connections of clients at a time. Past it, a new connection displaces one that"
                  + " has sent no whole request, of the tenant that holds most for its weight."),
          Setting.number(
              "max-connections-per-address",
              DispatcherConfig::maxConnectionsPerAddress,
              1,
              COUNT_MAX,
              CONNECTIONS,
              "Most connections from one address at a time. Past it, the dispatcher closes the new"
                  + " one."),
          Setting.number(
              "max-admin-connections",
              DispatcherConfig::maxAdminConnections,
              8,
              10_000,
              CONNECTIONS,
              "Most connections to the admin port at a time. Past it, the dispatcher closes one that"
                  + " stands, never the new one."),
          Setting.text(
              "spool.directory",
              "a path",
              "A directory for requests and replies that do not fit into memory. The files are"
                  + " encrypted with a key that only this process has. On a tmpfs they use memory"
                  + " again. Without a directory everything stays in memory. One more file, of less than"
                  + " 1 MiB, tells the next start how long jobs took. It holds digests and times, no"
                  + " names, and is not encrypted."),
          Setting.number(
              "spool.disk-bytes",
              config -> config.spool().diskBytes(),
              MIB,
              PIB,
              BYTES,
              "Most bytes in the spool directory, one eighth of them for replies. Past it, the"
                  + " dispatcher stops reading. The disk needs 128 MiB more than this."),
          Setting.number(
              "spool.memory-bytes-per-job",
              config -> config.spool().memoryBytesPerJob(),
              0,
              GIB,
              BYTES,
              "Most bytes of one request or reply in memory. The rest of it goes to the spool"
                  + " directory."),
          Setting.number(
              "shutdown-grace-seconds",
              DispatcherConfig::shutdownGraceSeconds,
              0,
              GRACE_MAX_SECONDS,
              SECONDS,
              "A dispatcher that takes no new jobs any more finishes the jobs that it has within this"
                  + " time."),
          Setting.number(
              "successor-wait-seconds",
              DispatcherConfig::successorWaitSeconds,
              0,
              DAY_SECONDS,
              SECONDS,
              "After SIGTERM the dispatcher takes jobs for so long at most, while another pod of the"
                  + " farm's dispatcher is to come and is not ready. It needs the pod's name."));
}
