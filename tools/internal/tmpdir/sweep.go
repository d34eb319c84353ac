package tmpdir

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

const (
	// SweepEvery is how often leftovers are looked for.
	SweepEvery = 3 * time.Second
	// What one sweep looks at and removes at most, so that it stays short; the next one goes on.
	maxEntries = 4096
	maxRemoved = 4096
)

// File systems note times by a clock that is some milliseconds late.
const clockTick = time.Second

// The directories of distccd's children: job-PID.
const jobPrefix = "job-"

// Sweeper removes from a directory what no running job owns. The directory belongs to the volunteer alone. A job owns the
// directory of its process; anything else is owned by whoever has it open, and, while jobs run, by those as old as it is. Not
// for more than one goroutine.
type Sweeper struct {
	directory string
	// A job may have made what is younger.
	lifetime time.Duration
	uid      uint32
	removed  int
}

// NewSweeper sweeps the directory; no job lasts longer than lifetime.
func NewSweeper(directory string, lifetime time.Duration) *Sweeper {
	return &Sweeper{directory: directory, lifetime: lifetime, uid: uint32(os.Geteuid())}
}

// Before removes what an earlier container of this pod left behind: its jobs ended with it. To be called before distccd
// starts. Its process numbers mean others now, so all directories of jobs go; and all else, where this process is alone.
func (s *Sweeper) Before(alone bool) {
	s.removed = 0
	for _, entry := range s.entries() {
		if _, isJob := pidOf(entry.Name()); isJob || alone {
			s.remove(filepath.Join(s.directory, entry.Name()))
		}
	}
}

// Sweep removes what nobody owns at this time.
//
// idle says that no job ran a moment after now was read.
func (s *Sweeper) Sweep(now time.Time, idle bool) {
	s.removed = 0
	unowned := now.Add(-s.lifetime)
	if idle {
		unowned = now.Add(-clockTick)
	}
	var old []string
	for _, entry := range s.entries() {
		path := filepath.Join(s.directory, entry.Name())
		if pid, isJob := pidOf(entry.Name()); isJob {
			if !isAlive(pid) {
				s.remove(path)
			}
		} else if s.isOld(path, unowned) {
			old = append(old, path)
		}
	}
	if len(old) == 0 {
		return
	}
	used, err := inUse(old)
	if err != nil {
		return
	}
	for _, path := range old {
		if !used[path] {
			s.remove(path)
		}
	}
}

func (s *Sweeper) entries() []fs.DirEntry {
	directory, err := os.Open(s.directory)
	if err != nil {
		return nil
	}
	defer directory.Close()
	entries, err := directory.ReadDir(maxEntries)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil
	}
	return entries
}

// isOld says whether all of it, the first entries of a directory too, was last changed before that time.
// Another user's is not ours to judge.
func (s *Sweeper) isOld(path string, unowned time.Time) bool {
	looked := 0
	young := errors.New("young")
	err := filepath.WalkDir(path, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		looked++
		stat := info.Sys().(*syscall.Stat_t)
		changed := time.Unix(stat.Ctim.Unix())
		if stat.Uid != s.uid || !changed.Before(unowned) {
			return young
		}
		if looked == maxEntries {
			return fs.SkipAll
		}
		return nil
	})
	return err == nil
}

// remove takes away a file, or a directory with what is in it, as far as the work of one sweep goes.
func (s *Sweeper) remove(path string) {
	if s.removed >= maxRemoved {
		return
	}
	s.removed++
	if os.Remove(path) == nil {
		return
	}
	directory, err := os.Open(path)
	if err != nil {
		return
	}
	defer directory.Close()
	names, _ := directory.Readdirnames(maxRemoved)
	for _, name := range names {
		s.remove(filepath.Join(path, name))
	}
	os.Remove(path)
}

func pidOf(name string) (int, bool) {
	digits, isJob := strings.CutPrefix(name, jobPrefix)
	if !isJob {
		return 0, false
	}
	pid, err := strconv.Atoi(digits)
	return pid, err == nil && pid > 0
}

func isAlive(pid int) bool {
	return !errors.Is(syscall.Kill(pid, 0), syscall.ESRCH)
}

// inUse says which of the paths a process has open, works in or runs from, itself or something below it. It is an error where
// the processes cannot be listed; one whose files cannot be read has ended.
func inUse(paths []string) (map[string]bool, error) {
	processes, err := filepath.Glob("/proc/[0-9]*")
	if err != nil || len(processes) == 0 {
		return nil, errors.New("no process can be seen")
	}
	used := map[string]bool{}
	for _, process := range processes {
		files := []string{process + "/cwd", process + "/exe", process + "/root"}
		descriptors, _ := os.ReadDir(process + "/fd")
		for _, descriptor := range descriptors {
			files = append(files, process+"/fd/"+descriptor.Name())
		}
		for _, file := range files {
			target, err := os.Readlink(file)
			if err != nil {
				continue
			}
			for _, path := range paths {
				if target == path || strings.HasPrefix(target, path+"/") {
					used[path] = true
				}
			}
		}
	}
	return used, nil
}
