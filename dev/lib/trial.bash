# What dev/try-release and dev/kubernetes have in common: a cluster that is thrown away, and the guides' commands on it.
# Sourced after lib.bash, never run. The caller sets KUBECONFIG to a file of its own, and calls end_node when it ends.

node='' part='' part_start=$SECONDS minutes=()

# begin WHAT: the parts are timed from one to the next.
begin() {
  if [[ -n $part ]]; then
    minutes+=("$(awk -v s=$((SECONDS - part_start)) 'BEGIN {printf "%6.1f", s / 60}')  $part")
  fi
  part=$1 part_start=$SECONDS
  printf '\n== %s\n' "$part"
}

# documented PAGE HEADING [N]: runs the commands of the Nth block below a heading of a page, as they are there; only a
# command that watches for ever is left out.
documented() {
  local commands
  commands=$(awk -v heading="$2" -v wanted="${3:-1}" '
    /^## / { here = ($0 == "## " heading) }
    here && /^```sh$/ { inside = ++blocks == wanted; next }
    /^```/ { inside = 0 }
    inside && !/ --watch$/' "$1")
  [[ -n $commands ]] || die "$1 has no such commands below '$2'"
  printf '$ %s\n' "$commands"
  bash -euo pipefail -c "$commands"
}

# start_node IMAGE OPTION…: from then on KUBECONFIG leads to a new cluster; the options are docker run's.
start_node() {
  local image=$1 seconds=180 i
  shift
  node=$(docker run --detach --privileged --cgroupns=host --tmpfs /run --tmpfs /var/run --publish 127.0.0.1::6443 \
    --volume /sys/fs/cgroup:/sys/fs/cgroup "$@" "$image" server --disable=traefik --tls-san=localhost)
  for ((i = 0; i < seconds; i++)); do
    if docker logs "$node" 2>&1 | grep --quiet "Node controller sync successful"; then
      docker exec "$node" cat /etc/rancher/k3s/k3s.yaml |
        sed "s#https://127.0.0.1:6443#https://localhost:$(docker port "$node" 6443 | sed -n '1s/.*://p')#" >"$KUBECONFIG"
      return
    fi
    sleep 1
  done
  die "the cluster does not come up; the end of its log:" "$(docker logs --tail 20 "$node" 2>&1)"
}

end_node() { [[ -z $node ]] || docker rm --force --volumes "$node" >/dev/null 2>&1 || true; }

# await_build: that the job of docs/start.md ends well.
await_build() {
  local start=$SECONDS seconds=900
  until [[ $(kubectl get job/build-cppunit --output 'jsonpath={.status.succeeded}') == 1 ]]; do
    if [[ $(kubectl get job/build-cppunit --output 'jsonpath={.status.failed}') == 1 ]] || ((SECONDS - start > seconds)); then
      kubectl get pods --all-namespaces >&2
      kubectl describe cfarm main | tail -n 30 >&2
      die "the build is not green; the end of its log:" "$(kubectl logs job/build-cppunit --tail=20 2>&1)"
    fi
    sleep 1
  done
}

print_minutes() {
  printf '\nminutes\n'
  printf '%s\n' "${minutes[@]}"
}
