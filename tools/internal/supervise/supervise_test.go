package supervise

import (
	"os"
	"syscall"
	"testing"
)

func start(t *testing.T, script string, signals chan os.Signal, files ...*os.File) *Child {
	t.Helper()
	all := append([]*os.File{os.Stdin, os.Stdout, os.Stderr}, files...)
	child, err := Start("/bin/sh", []string{"sh", "-c", script}, os.Environ(), all, signals)
	if err != nil {
		t.Fatal(err)
	}
	return child
}

func TestItEndsAsTheChildDoes(t *testing.T) {
	for script, want := range map[string]int{"exit 0": 0, "exit 7": 7, "kill -KILL $$": 137, "kill -TERM $$": 143} {
		if got, err := start(t, script, make(chan os.Signal)).Wait(); err != nil || got != want {
			t.Errorf("%s: got %d, %v; want %d", script, got, err, want)
		}
	}
}

func TestSignalsGoToTheChild(t *testing.T) {
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	signals := make(chan os.Signal, 1)
	child := start(t, "trap 'exit 9' TERM; echo ready >&3; exec 3>&-; while :; do sleep 0.01; done", signals, write)
	write.Close()
	if _, err := read.Read(make([]byte, 1)); err != nil {
		t.Fatal(err)
	}
	signals <- syscall.SIGTERM
	if got, err := child.Wait(); err != nil || got != 9 {
		t.Errorf("got %d, %v", got, err)
	}
}

func TestOrphansAreBuried(t *testing.T) {
	// Orphans come to this process, as they come to the first one of a container.
	const setChildSubreaper = 36
	if _, _, failed := syscall.RawSyscall(syscall.SYS_PRCTL, setChildSubreaper, 1, 0); failed != 0 {
		t.Fatal(failed)
	}
	// The child ends when its grandchild, which lost its parent, is no zombie any more.
	child := start(t, "pid=$( (sh -c 'exit 3' >/dev/null & echo $!) ); while kill -0 $pid 2>/dev/null; do sleep 0.01; done",
		make(chan os.Signal))
	if got, err := child.Wait(); err != nil || got != 0 {
		t.Errorf("got %d, %v", got, err)
	}
}

func TestEndBy(t *testing.T) {
	if got := EndBy(syscall.SIGTERM); got != 143 {
		t.Errorf("got %d", got)
	}
}
