// Package supervise runs distccd as the one child of a container's first process.
package supervise

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

// What a process ends with that a signal ended, besides the signal's number.
const signalled = 128

// Child is a process that gets the signals sent to this one.
type Child struct {
	pid     int
	signals chan os.Signal
}

// Catch holds the signals that ask a process to end, from now on: the first process of a container ends by none by itself. Until
// Start has a child to hand them to, they end this process.
func Catch() chan os.Signal {
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP, syscall.SIGQUIT)
	return signals
}

// EndBy is what this process ends with after a signal.
func EndBy(received os.Signal) int {
	number, ok := received.(syscall.Signal)
	if !ok {
		return 1
	}
	return signalled + int(number)
}

// Start starts a program with these arguments, of which the first is its name, with environ and with files as its descriptors
// from 0.
func Start(program string, arguments, environ []string, files []*os.File, signals chan os.Signal) (*Child, error) {
	process, err := os.StartProcess(program, arguments, &os.ProcAttr{Env: environ, Files: files})
	if err != nil {
		return nil, err
	}
	child := &Child{process.Pid, signals}
	// From here on only Wait waits for it.
	if err := process.Release(); err != nil {
		return nil, err
	}
	go child.forward()
	return child, nil
}

func (c *Child) forward() {
	for received := range c.signals {
		if number, ok := received.(syscall.Signal); ok {
			// One that is gone is waited for already.
			_ = syscall.Kill(c.pid, number)
		}
	}
}

// Wait returns what this process should end with, as soon as the child has ended. Until then it buries the orphans that the
// kernel gives to a first process. Nothing else in this process may wait for children meanwhile.
func (c *Child) Wait() (int, error) {
	for {
		var status syscall.WaitStatus
		pid, err := syscall.Wait4(-1, &status, 0, nil)
		switch {
		case errors.Is(err, syscall.EINTR):
		case err != nil:
			return 1, fmt.Errorf("waiting for process %d: %w", c.pid, err)
		case pid == c.pid && status.Exited():
			return status.ExitStatus(), nil
		case pid == c.pid && status.Signaled():
			return signalled + int(status.Signal()), nil
		}
	}
}
