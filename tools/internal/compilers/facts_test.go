package compilers

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"
)

func TestVersionsAndMachines(t *testing.T) {
	for _, c := range []struct{ answer, version, machine string }{
		{"Using built-in specs.\nTarget: x86_64-linux-gnu\nConfigured with: ../src/configure --with-pkgversion='Debian 14.2.0-19'" +
			"\nThread model: posix\ngcc version 14.2.0 (Debian 14.2.0-19) \n", "14.2.0", "x86_64-linux-gnu"},
		{"Debian clang version 19.1.7 (3+b1)\nTarget: x86_64-pc-linux-gnu\nThread model: posix\n", "19.1.7", "x86_64-pc-linux-gnu"},
		{"clang version 17.0.6\r\nTarget: aarch64-unknown-linux-gnu\r\n", "17.0.6", "aarch64-unknown-linux-gnu"},
		{"usage: acme [options]\n", "", ""},
		{"", "", ""},
	} {
		if version, machine := parseVersion(c.answer); version != c.version || machine != c.machine {
			t.Errorf("%q: got %q and %q", c.answer, version, machine)
		}
	}
}

func script(t *testing.T, text string, mode os.FileMode) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "gcc")
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestFactsOfAProgram(t *testing.T) {
	path := script(t, "#!/bin/sh\necho 'Target: acme' >&2; echo \"gcc version 1.2 $LC_ALL\" >&2; exit 1\n", 0o755)
	fact := Describe(context.Background(), []Program{{Path: path}}, []string{"LC_ALL=de_DE"})[0]
	if fact.Version != "1.2" || fact.Machine != "acme" || len(fact.Digest) != 64 || fact.Digest == Unread {
		t.Errorf("got %+v", fact)
	}
}

func TestACompilerThatHangsIsNotWaitedFor(t *testing.T) {
	path := script(t, "#!/bin/sh\necho 'gcc version 7'\nsleep 600\n", 0o755)
	ctx, cancel := context.WithTimeout(context.Background(), 500*time.Millisecond)
	defer cancel()
	done := make(chan []Fact, 1)
	go func() { done <- Describe(ctx, []Program{{Path: path}}, os.Environ()) }()
	select {
	case facts := <-done:
		if facts[0].Digest != Unread {
			t.Errorf("got %+v after the time was over", facts[0])
		}
	case <-time.After(time.Minute):
		t.Error("it waits for the compiler")
	}
}
