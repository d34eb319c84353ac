package main

import (
	"net/netip"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"dev.compilefarm/tools/internal/settings"
)

func TestDistccdListensAsThePodCan(t *testing.T) {
	told := settings.Settings{Slots: 2, JobLifetime: 10 * time.Minute}
	want := "distccd --daemon --no-detach --log-stderr --log-level notice --port 3632 --listen :: --nice 0 --jobs 3 " +
		"--job-lifetime 600 --allow 0.0.0.0/0 --allow ::/0"
	if got := strings.Join(arguments(told, true), " "); got != want {
		t.Errorf("got %s", got)
	}
	if got := arguments(told, false); !slices.Contains(got, "0.0.0.0") || slices.Contains(got, "::") {
		t.Errorf("got %q", got)
	}
}

func TestDistccdTakesNoMoreThan200Children(t *testing.T) {
	if got := arguments(settings.Settings{Slots: 200}, true); !slices.Contains(got, "200") || slices.Contains(got, "201") {
		t.Errorf("got %q", got)
	}
}

func TestAllowNarrows(t *testing.T) {
	told := settings.Settings{Allow: []netip.Prefix{netip.MustParsePrefix("fd00::/8")}}
	got := strings.Join(arguments(told, true), " ")
	if !strings.HasSuffix(got, "--allow fd00::/8") || strings.Contains(got, "/0") {
		t.Errorf("got %s", got)
	}
}

func TestWaitEndsWellWhenItIsTold(t *testing.T) {
	signals := make(chan os.Signal, 1)
	signals <- syscall.SIGTERM
	if got := wait(signals); got != 0 {
		t.Errorf("ended with %d", got)
	}
}

func TestBadCalls(t *testing.T) {
	for _, c := range [][]string{
		{"volunteer", "bash"}, {"compilefarm-volunteer"}, {"compilefarm-volunteer", "dance"}, {"compilefarm-volunteer", "install"},
		{"compilefarm-volunteer", "run", "now"}, {"compilefarm-volunteer", "wait", "x"}, {"ready", "x"},
	} {
		if got := call(c[0], c[1:]); got != 1 {
			t.Errorf("%q: ended with %d", c, got)
		}
	}
}
