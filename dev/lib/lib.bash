# What the scripts under dev/ and testbed/ have in common: the words they speak in, and a few checks.
# Sourced, never run. Needs bash 4.4, coreutils and tar. Sets ROOT (the checkout) and STATE (what is made here and
# never committed). All talk goes to stderr, because the stdout of most of these scripts is an answer.

ROOT=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
STATE=$ROOT/.dev
mkdir -p "$STATE/cache"

say() { printf '%s\n' "$*" >&2; }

# die MESSAGE…: each argument is a line; the first says what is wrong, the others what to do about it.
die() {
  printf '%s: %s\n' "${0#"$ROOT"/}" "$1" >&2
  shift
  (($# == 0)) || printf '  %s\n' "$@" >&2
  exit 1
}

have() { command -v "$1" >/dev/null 2>&1; }

# run_logged LOG WHAT COMMAND…: runs the command with its output in LOG, with a sign of life every ten seconds; when it
# fails, the end of LOG is shown and 1 is returned.
run_logged() {
  local log=$1 what=$2 start=$SECONDS next=10 status=0
  shift 2
  say "$what …"
  "$@" </dev/null >"$log" 2>&1 &
  local pid=$!
  # shellcheck disable=SC2064 # the pid of now is meant
  trap "kill $pid 2>/dev/null || true; exit 130" INT TERM
  while kill -0 "$pid" 2>/dev/null; do
    if ((SECONDS - start >= next)); then
      say "  … $((SECONDS - start)) s: $(grep -v '^WARNING: ' "$log" | tail -n 1 | tr -d '\r' | cut -c 1-100)"
      next=$((SECONDS - start + 10))
    fi
    sleep 0.2
  done
  wait "$pid" || status=$?
  trap - INT TERM
  if ((status != 0)); then
    say "$what: failed with exit code $status; the end of $log:"
    tail -n 25 "$log" | sed 's/^/  | /' >&2
    return 1
  fi
  if ((SECONDS - start >= 2)); then say "  done in $((SECONDS - start)) s"; fi
}

# only_one NAME: waits until no other process of this checkout is in the work of that name, and keeps others out of it until
# this script ends.
only_one() {
  local lock
  exec {lock}>"$STATE/$1.lock"
  flock "$lock"
}

# content_hash PATH…: twelve digits that change when a name, a mode or a byte below the paths changes.
content_hash() {
  tar --create --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --file=- --directory="$ROOT" -- "$@" |
    sha256sum | cut -c 1-12
}

# hash_text TEXT…: the same for plain text.
hash_text() { printf '%s\n' "$@" | sha256sum | cut -c 1-12; }

engine_answers() { have docker && timeout 10 docker version --format '{{.Server.Version}}' >/dev/null 2>&1; }

has_image() { docker image inspect "$1" >/dev/null 2>&1; }

# can_have_image IMAGE NAME: whether the engine has the image or can pull it. One bounded try; a failure is remembered
# under NAME for a day, so that a machine without a registry waits once and not at every call.
can_have_image() {
  local image=$1 mark=$STATE/no-$2
  if has_image "$image"; then return 0; fi
  if [[ -n $(find "$mark" -mmin -1440 2>/dev/null) && $(<"$mark") == "$image" ]]; then return 1; fi
  say "Looking for the image $image (at most ${PULL_SECONDS:=120} s) …"
  if timeout "$PULL_SECONDS" docker pull --quiet "$image" >/dev/null 2>"$STATE/pull.log"; then
    rm -f "$mark"
    return 0
  fi
  say "  it cannot be pulled here: $(tail -n 1 "$STATE/pull.log" | cut -c 1-160)"
  say "  (remembered for a day; remove ${mark#"$ROOT"/} to try again sooner)"
  printf '%s\n' "$image" >"$mark"
  return 1
}

# project_version: the version of everything made here, from the parent pom.
project_version() { sed -n 's:.*<revision>\(.*\)</revision>.*:\1:p' "$ROOT/pom.xml"; }

# require_go FOLDER: that there is a Go as new as the module in FOLDER wants.
require_go() {
  local wanted minor
  wanted=$(sed -n 's/^go 1\.\([0-9]*\).*/\1/p' "$ROOT/$1/go.mod")
  have go || die "Go is not in PATH" "install Go 1.$wanted or newer (https://go.dev/dl/)"
  minor=$(go env GOVERSION)
  minor=${minor#go1.}
  ((${minor%%[!0-9]*} >= wanted)) || die "Go is 1.$minor" "install Go 1.$wanted or newer (https://go.dev/dl/)"
}

# go_program FOLDER PACKAGE WHAT LDFLAGS: prints the path of the program that PACKAGE of the Go module in FOLDER is, from
# the cache if the module has not changed.
go_program() {
  local folder=$1 package=$2 what=$3 ldflags=$4 program
  program=$STATE/cache/${folder##*/}-$(hash_text "$ldflags" "$(content_hash "$folder")")
  if [[ ! -x $program ]]; then
    require_go "$folder"
    # -v, so that the log moves: run_logged shows its last line, the package that was compiled last.
    CGO_ENABLED=0 run_logged "$STATE/${folder##*/}.log" "Building $what" \
      go -C "$ROOT/$folder" build -v -trimpath -ldflags "-s -w $ldflags" -o "$program.part" "$package"
    mv "$program.part" "$program"
  fi
  printf '%s\n' "$program"
}

# run_java MODULE ARGUMENT…: runs java with the classes and test classes of a module that Maven brought to the phase
# process-test-classes or further; the arguments are flags of the JVM, the class, and its own arguments. Needs JAVA_HOME.
run_java() {
  local module=$ROOT/$1
  shift
  "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
    -Djava.util.logging.manager=org.jboss.logmanager.LogManager \
    -cp "$module/target/test-classes:$module/target/classes:$(<"$module/target/classpath")" "$@"
}

# run_on_cluster MODULE CLASS ARGUMENT…: the same for a main class that uses the test cluster; needs an engine. The settings
# keep Testcontainers from pulling images of its own: a cleaner, a check, and one that finds out where the engine's ports
# are.
run_on_cluster() {
  local node_image=${COMPILEFARM_NODE_IMAGE:-}
  local module=$1
  shift
  [[ -n $node_image ]] || node_image=$("$ROOT/dev/lib/node-image")
  COMPILEFARM_NODE_IMAGE=$node_image \
    TESTCONTAINERS_RYUK_DISABLED=true TESTCONTAINERS_CHECKS_DISABLE=true \
    TESTCONTAINERS_HOST_OVERRIDE=${TESTCONTAINERS_HOST_OVERRIDE:-localhost} \
    run_java "$module" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "$@"
}

# machine_line: date, machine and load, the first line of every figure that is kept.
machine_line() {
  printf '%s, %s cores, %s, load %s\n' "$(date --utc +%F)" "$(nproc)" \
    "$(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1)" "$(cut -d ' ' -f 1 /proc/loadavg)"
}

# maven_with_times LOG ARGUMENT…: runs Maven; its output goes on, and with the time before each line into LOG, of which the
# minutes by part are printed at the end, and what failed after them. Fails when Maven does. Needs JAVA_HOME.
maven_with_times() {
  local log=$1 status=0
  shift
  mvn --batch-mode "$@" -Dorg.slf4j.simpleLogger.showDateTime=true -Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss |
    tee "$log" || status=$?
  "$ROOT/dev/lib/minutes" "$log"
  if ((status != 0)); then
    say "What failed, from $log:"
    grep --text --extended-regexp '^[0-9:]+ \[ERROR\] .*<<<|^[0-9:]+ \[ERROR\] {2,3}[A-Z]' "$log" |
      cut -c 1-300 | head -n 30 | sed 's/^/  | /' >&2 || true
  fi
  return "$status"
}
