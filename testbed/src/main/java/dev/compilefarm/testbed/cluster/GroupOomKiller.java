package dev.compilefarm.testbed.cluster;

import java.util.Collection;
import java.util.List;

/**
 * Does on a node what Linux does with {@code memory.oom.group} set, as kubelets set it on cgroup
 * version 2 since Kubernetes 1.28: when the processes of a container need more memory than a limit,
 * each of them gets SIGKILL. Version 1 of cgroups cannot, and kills one process. The limit that is
 * held here is to be lower than the container's own. Needs a node whose pods are in version 1.
 */
public final class GroupOomKiller implements AutoCloseable {
  /** Looks twenty times a second, for ten minutes at most; {@code rss} is memory without caches. */
  private static final String SCRIPT =
      """
      shopt -s nullglob
      top=/sys/fs/cgroup/memory$(grep -E '^[0-9]+:memory:' /proc/self/cgroup | cut -d: -f3)/kubepods
      while [[ -e $1 && $SECONDS -lt 600 ]]; do
        for pod in ${*:3}; do
          for group in "$top"/pod"$pod"/*/ "$top"/*/pod"$pod"/*/; do
            while read -r key value; do
              if [[ $key == rss && $value -gt $2 ]]; then
                echo "$pod $value" >>"$1"
                for _ in {1..20}; do
                  processes=$(<"$group"cgroup.procs) || break
                  [[ $processes ]] || break
                  kill -9 $processes
                done
              fi
            done <"$group"memory.stat
          done
        done 2>/dev/null
        sleep 0.05
      done
      """;

  private final ContainerCluster node;
  private final String file;

  private GroupOomKiller(ContainerCluster node, String file) {
    this.node = node;
    this.file = file;
  }

  /**
   * Begins.
   *
   * @param podUids the pods whose containers are held to the limit
   * @param bytes of one container, without caches
   */
  public static GroupOomKiller start(
      ContainerCluster node, Collection<String> podUids, long bytes) {
    String file = node.run("mktemp");
    node.run(
        "bash",
        "-c",
        "nohup setsid bash -c \"$1\" killer \"${@:2}\" >/dev/null 2>&1 &",
        "starter",
        SCRIPT,
        file,
        Long.toString(bytes),
        String.join(" ", podUids));
    return new GroupOomKiller(node, file);
  }

  /** The UID of the pod and the bytes of its container, once for each kill. */
  public List<String> kills() {
    return node.run("cat", file).lines().toList();
  }

  @Override
  public void close() {
    node.run("rm", file);
  }
}
