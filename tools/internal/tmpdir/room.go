// Package tmpdir looks after the directory where jobs work: whether it has room for one, and what nobody needs any more.
package tmpdir

import (
	"fmt"
	"os"
	"syscall"
)

const (
	// JobBytes is what one compile may need: the preprocessed source of a large unit of C++ (up to 10 MB), the assembler's input,
	// and the object.
	JobBytes = 16 << 20
	// A directory of a job, its source, object, messages, and what the compiler makes.
	jobFiles = 16
)

// space is what statfs(2) says of a file system.
type space struct {
	size, free  uint64
	files, left uint64
}

// CheckRoom is an error, a sentence with the figures, where no job fits into the directory: less than JobBytes, or than a
// quarter of the whole where that is less.
func CheckRoom(directory string) error {
	var found syscall.Statfs_t
	if err := syscall.Statfs(directory, &found); err != nil {
		return fmt.Errorf("TMPDIR %s cannot be looked at: %w", directory, err)
	}
	block := uint64(found.Bsize)
	return judge(directory, space{found.Blocks * block, found.Bavail * block, found.Files, found.Ffree})
}

func judge(directory string, s space) error {
	// Some file systems do not count: all is zero then.
	if needed := min(JobBytes, s.size/4); s.free < needed {
		return fmt.Errorf("TMPDIR %s has %d KiB left of %d KiB; a job may need %d KiB for its source, assembler code and object",
			directory, s.free>>10, s.size>>10, needed>>10)
	}
	if needed := min(jobFiles, s.files/4); s.left < needed {
		return fmt.Errorf("TMPDIR %s takes only %d files more; a job may need %d", directory, s.left, needed)
	}
	return nil
}

// CheckFile is an error where the directory takes no file.
func CheckFile(directory string) error {
	file, err := os.CreateTemp(directory, ".check-")
	if err == nil {
		_, err = file.WriteString("\n")
		file.Close()
		os.Remove(file.Name())
	}
	if err != nil {
		return fmt.Errorf("TMPDIR %s takes no file", directory)
	}
	return nil
}
