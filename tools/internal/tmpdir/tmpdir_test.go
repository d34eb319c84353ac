package tmpdir

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

const lifetime = 10 * time.Minute

func directory(t *testing.T) string {
	t.Helper()
	path, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func put(t *testing.T, parts ...string) string {
	t.Helper()
	path := filepath.Join(parts...)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func left(t *testing.T, directory string) []string {
	t.Helper()
	entries, err := os.ReadDir(directory)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

// later is when all that there is now is older than any job.
func later() time.Time { return time.Now().Add(lifetime + time.Minute) }

// noPid is a number that no process has: the kernel's highest is 2^22.
const noPid = 1 << 23

func TestADirectoryBelongsToItsProcess(t *testing.T) {
	top := directory(t)
	mine := fmt.Sprintf("job-%d", os.Getpid())
	put(t, top, mine, "distccd_1.o")
	put(t, top, fmt.Sprintf("job-%d", noPid), "deep", "below", "a.dwo")
	NewSweeper(top, lifetime).Sweep(time.Now(), false)
	if got := left(t, top); !slices.Equal(got, []string{mine}) {
		t.Errorf("left: %q", got)
	}
	NewSweeper(top, lifetime).Sweep(later(), false)
	if got := left(t, filepath.Join(top, mine)); len(got) != 1 {
		t.Errorf("age alone is no reason; left: %q", got)
	}
}

func TestWhatNoRunningJobCanHaveMadeGoes(t *testing.T) {
	top := directory(t)
	put(t, top, "a.dwo")
	put(t, top, "cache", "sub", "b")
	sweeper := NewSweeper(top, lifetime)
	sweeper.Sweep(time.Now(), false)
	if got := left(t, top); len(got) != 2 {
		t.Errorf("a running job may own it; left: %q", got)
	}
	sweeper.Sweep(later(), false)
	if got := left(t, top); got != nil {
		t.Errorf("left: %q", got)
	}
}

func TestWhatIsOpenStays(t *testing.T) {
	top := directory(t)
	file, err := os.Open(put(t, top, "cache", "open"))
	if err != nil {
		t.Fatal(err)
	}
	put(t, top, "closed")
	NewSweeper(top, lifetime).Sweep(later(), false)
	if got := left(t, top); !slices.Equal(got, []string{"cache"}) {
		t.Errorf("left: %q", got)
	}
	file.Close()
	NewSweeper(top, lifetime).Sweep(later(), false)
	if got := left(t, top); got != nil {
		t.Errorf("left: %q", got)
	}
}

func TestWhereSomebodyWorksStays(t *testing.T) {
	top := directory(t)
	put(t, top, "work", "file")
	t.Chdir(filepath.Join(top, "work"))
	NewSweeper(top, lifetime).Sweep(later(), false)
	if got := left(t, top); len(got) != 1 {
		t.Errorf("left: %q", got)
	}
}

func TestJobsOfAnEarlierContainerGoBeforeDistccdStarts(t *testing.T) {
	top := directory(t)
	put(t, top, "job-1", "a.o")
	put(t, top, "job-x")
	NewSweeper(top, lifetime).Before(false)
	if got := left(t, top); !slices.Equal(got, []string{"job-x"}) {
		t.Errorf("left: %q", got)
	}
	NewSweeper(top, lifetime).Before(true)
	if got := left(t, top); got != nil {
		t.Errorf("left where nobody else is: %q", got)
	}
}

func TestWithoutAJobAllGoesThatNobodyHasOpen(t *testing.T) {
	top := directory(t)
	put(t, top, "dump")
	file, err := os.Open(put(t, top, "open"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	soon := time.Now().Add(2 * clockTick)
	NewSweeper(top, lifetime).Sweep(soon, false)
	if got := left(t, top); len(got) != 2 {
		t.Errorf("a running job may own it; left: %q", got)
	}
	NewSweeper(top, lifetime).Sweep(soon, true)
	if got := left(t, top); !slices.Equal(got, []string{"open"}) {
		t.Errorf("left: %q", got)
	}
}

func TestOneSweepIsBounded(t *testing.T) {
	top := directory(t)
	const files = maxRemoved * 3 / 4
	for job := range 2 {
		for n := range files {
			put(t, top, fmt.Sprintf("job-%d", noPid+job), fmt.Sprint(n))
		}
	}
	sweeper := NewSweeper(top, lifetime)
	sweeper.Sweep(time.Now(), false)
	jobs := left(t, top)
	if len(jobs) != 1 {
		t.Fatalf("left after one sweep: %q", jobs)
	}
	if got := len(left(t, filepath.Join(top, jobs[0]))); got < 2*files-maxRemoved || got == files {
		t.Errorf("%d files are left after one sweep", got)
	}
	sweeper.Sweep(time.Now(), false)
	if got := left(t, top); got != nil {
		t.Errorf("left after two sweeps: %q", got)
	}
}

func TestRoomForAJob(t *testing.T) {
	const mib = 1 << 20
	for _, c := range []struct {
		space space
		want  string
	}{
		{space{size: 256 * mib, free: 16 * mib, files: 1000, left: 500}, ""},
		{space{size: 256 * mib, free: 15 * mib, files: 1000, left: 500}, "has 15360 KiB left of 262144 KiB; a job may need 16384 KiB"},
		{space{size: 16 * mib, free: 4 * mib}, ""},
		{space{size: 16 * mib, free: 3 * mib}, "a job may need 4096 KiB"},
		{space{size: 256 * mib, free: 256 * mib, files: 1000, left: 15}, "takes only 15 files more"},
		{space{}, ""},
	} {
		err := judge("/tmp", c.space)
		if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: got %v, want %q", c.space, err, c.want)
		}
	}
}

func TestTheCheckLeavesNothing(t *testing.T) {
	top := directory(t)
	if err := CheckFile(top); err != nil || left(t, top) != nil {
		t.Errorf("%v; left: %q", err, left(t, top))
	}
	if err := CheckFile(filepath.Join(top, "none")); err == nil || !strings.Contains(err.Error(), "takes no file") {
		t.Errorf("got %v", err)
	}
	if err := CheckRoom(top); err != nil {
		t.Error(err)
	}
}
