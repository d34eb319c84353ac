package install

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func image(t *testing.T) string {
	t.Helper()
	from := t.TempDir()
	for _, err := range []error{
		os.MkdirAll(filepath.Join(from, "lib", "distcc"), 0o755),
		os.MkdirAll(filepath.Join(from, "bin"), 0o755),
		os.WriteFile(filepath.Join(from, "bin", "distccd"), []byte("new"), 0o755),
		os.WriteFile(filepath.Join(from, "lib", "list"), []byte("text"), 0o600),
		os.WriteFile(filepath.Join(from, "COPYING"), []byte("text"), 0o644),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return from
}

func TestAllIsCopiedAndWhatWasThereReplaced(t *testing.T) {
	from, to := image(t), t.TempDir()
	for range 2 {
		if err := Copy(from, to); err != nil {
			t.Fatal(err)
		}
	}
	for name, want := range map[string]os.FileMode{"bin/distccd": 0o755, "lib/list": 0o644, "lib/distcc": 0o755 | os.ModeDir} {
		info, err := os.Stat(filepath.Join(to, name))
		if err != nil || info.Mode() != want {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
	if _, err := os.Stat(filepath.Join(to, "COPYING")); err == nil {
		t.Error("a volunteer needs no more than bin and lib")
	}
	entries, _ := os.ReadDir(filepath.Join(to, "bin"))
	if len(entries) != 1 {
		t.Errorf("left in bin: %v", entries)
	}
}

func TestAProgramThatRunsIsReplaced(t *testing.T) {
	from, to := image(t), t.TempDir()
	if err := os.Mkdir(filepath.Join(to, "bin"), 0o755); err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(to, "bin", "distccd")
	if err := os.WriteFile(program, []byte("old"), 0o555); err != nil {
		t.Fatal(err)
	}
	old, err := os.Open(program)
	if err != nil {
		t.Fatal(err)
	}
	defer old.Close()
	if err := Copy(from, to); err != nil {
		t.Fatal(err)
	}
	text := make([]byte, 3)
	if _, err := old.Read(text); err != nil || string(text) != "old" {
		t.Errorf("the one that is open was written to: %q, %v", text, err)
	}
}

func TestNoTarget(t *testing.T) {
	err := Copy(image(t), filepath.Join(t.TempDir(), "none"))
	if err == nil || !strings.Contains(err.Error(), "none cannot be looked at") {
		t.Errorf("got %v", err)
	}
}
