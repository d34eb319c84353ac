package main

import (
	"fmt"
	"os"
	"time"

	"dev.compilefarm/tools/internal/sockets"
	"dev.compilefarm/tools/internal/tmpdir"
)

// How often drain looks for jobs.
const drainEvery = 500 * time.Millisecond

func tmpDir() string {
	if directory := os.Getenv("TMPDIR"); directory != "" {
		return directory
	}
	return "/tmp"
}

// ready is the probe of a volunteer. It looks into /proc instead of connecting, because each connection takes a slot for a
// second.
func ready() int {
	if !sockets.Listens() {
		return fail("ready", fmt.Sprintf("nothing listens on port %d", sockets.Port))
	}
	if err := tmpdir.CheckRoom(tmpDir()); err != nil {
		return fail("ready", err.Error())
	}
	if err := tmpdir.CheckFile(tmpDir()); err != nil {
		return fail("ready", err.Error())
	}
	return 0
}

// drain is the preStop hook: it waits until the running jobs have ended, and lets distccd go on until then; SIGTERM, which
// follows, would kill them. The pod's grace period bounds it. What it says goes to the pod's log.
func drain() int {
	log, err := os.OpenFile("/proc/1/fd/2", os.O_WRONLY, 0)
	if err != nil {
		log = os.Stderr
	}
	jobs, err := sockets.Jobs()
	if err != nil {
		return fail("drain", err.Error())
	}
	fmt.Fprintf(log, "drain: waiting for %d running jobs\n", jobs)
	// Quiet twice in a row: the dispatcher may have sent a job just before it saw this volunteer go.
	for quiet := 0; ; {
		jobs, err := sockets.Jobs()
		if err != nil {
			return fail("drain", err.Error())
		}
		quiet++
		if jobs > 0 {
			quiet = 0
		}
		if quiet == 2 {
			break
		}
		time.Sleep(drainEvery)
	}
	fmt.Fprintln(log, "drain: no job is left")
	return 0
}
