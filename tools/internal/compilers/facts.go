package compilers

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"
)

const (
	// How long one compiler may take to say its version.
	versionWithin = 2 * time.Second
	// How many are asked at a time: the compilers that are tried meanwhile need processors too.
	atATime = 2
	// How much of an answer is read.
	answerBytes = 64 << 10
	// Unread is the digest of a program that this user may run and not read.
	Unread = "0000000000000000000000000000000000000000000000000000000000000000"
)

// Fact is what one compiler is.
type Fact struct {
	Program
	// Version and Machine are as the compiler says them (14.2.0, x86_64-linux-gnu), or empty.
	Version, Machine string
	// Digest is the sha256 of the program in hexadecimal digits, or Unread.
	Digest string
}

// Describe asks each program for its version and machine, and computes its digest, until the context ends. It starts processes
// and waits for them, so nobody else may wait for any child meanwhile.
func Describe(ctx context.Context, programs []Program, environ []string) []Fact {
	facts := make([]Fact, len(programs))
	turns := make(chan struct{}, atATime)
	var all sync.WaitGroup
	for at, program := range programs {
		facts[at] = Fact{Program: program, Digest: Unread}
		all.Add(1)
		go func() {
			defer all.Done()
			turns <- struct{}{}
			defer func() { <-turns }()
			if ctx.Err() != nil {
				return
			}
			facts[at].Version, facts[at].Machine = parseVersion(ask(ctx, program.Path, environ))
			if digest, err := digestOf(ctx, program.Path); err == nil {
				facts[at].Digest = digest
			}
		}()
	}
	all.Wait()
	return facts
}

// ask is what the compiler prints for -v, or nothing.
func ask(ctx context.Context, path string, environ []string) string {
	ctx, cancel := context.WithTimeout(ctx, versionWithin)
	defer cancel()
	var answer limited
	command := exec.CommandContext(ctx, path, "-v")
	command.Env = append(environ[:len(environ):len(environ)], "LC_ALL=C")
	command.Stdout, command.Stderr = &answer, &answer
	// With all that it started: a child of it would live on, and hold the pipe.
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	command.Cancel = func() error { return syscall.Kill(-command.Process.Pid, syscall.SIGKILL) }
	command.WaitDelay = 100 * time.Millisecond
	// gcc and clang end with 0; what others say counts all the same.
	_ = command.Run()
	return answer.String()
}

// limited keeps the first bytes written to it, and takes the others as well.
type limited struct{ bytes.Buffer }

func (l *limited) Write(p []byte) (int, error) {
	l.Buffer.Write(p[:min(len(p), answerBytes-l.Len())])
	return len(p), nil
}

// parseVersion reads what gcc and clang print for -v: "gcc version 14.2.0 (…)", "Debian clang version 19.1.7 (…)", "Target: …".
func parseVersion(answer string) (version, machine string) {
	for line := range strings.Lines(answer) {
		line = strings.TrimSpace(line)
		if target, found := strings.CutPrefix(line, "Target: "); found && machine == "" {
			machine = firstWord(target)
		}
		if _, rest, found := strings.Cut(line, " version "); found && version == "" && !strings.Contains(line, "=") {
			version = firstWord(rest)
		}
	}
	return version, machine
}

func firstWord(text string) string {
	word, _, _ := strings.Cut(text, " ")
	return word
}

func digestOf(ctx context.Context, path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, untilDone{ctx, file}); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// untilDone reads no further when its context has ended.
type untilDone struct {
	ctx  context.Context
	from io.Reader
}

func (r untilDone) Read(p []byte) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.from.Read(p)
}
