// Package install copies the tools into the volume that a user's container mounts.
package install

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// ST_NOEXEC of statfs(2).
const mountedNoexec = 8

// Copy copies the directories bin and lib below from into the existing directory to, under the same names. Each file is there
// whole or not at all, and what was there under its name is replaced. An error is a sentence for the one who mounted the volume.
func Copy(from, to string) error {
	var target syscall.Statfs_t
	if err := syscall.Statfs(to, &target); err != nil {
		return fmt.Errorf("%s cannot be looked at: %w", to, err)
	}
	if target.Flags&mountedNoexec != 0 {
		return fmt.Errorf("%s is mounted noexec, so no program can run from it; let the node mount its volumes with exec, "+
			"or use an image that has the tools and say tools: Image", to)
	}
	for _, part := range []string{"bin", "lib"} {
		if err := tree(from, part, to); err != nil {
			return err
		}
	}
	return nil
}

func tree(from, part, to string) error {
	return filepath.WalkDir(filepath.Join(from, part), func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		copied := filepath.Join(to, name)
		switch {
		case entry.IsDir():
			if err := os.Mkdir(copied, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
				return fmt.Errorf("no directory can be made: %w", err)
			}
			return nil
		case entry.Type().IsRegular():
			return file(path, copied)
		default:
			return fmt.Errorf("%s is neither a file nor a directory", path)
		}
	})
}

func file(from, to string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	info, err := source.Stat()
	if err != nil {
		return err
	}
	part, err := os.CreateTemp(filepath.Dir(to), ".part-")
	if err != nil {
		return fmt.Errorf("no file can be made: %w", err)
	}
	defer os.Remove(part.Name())
	if _, err := io.Copy(part, source); err != nil {
		part.Close()
		return fmt.Errorf("%s cannot be written: %w", to, err)
	}
	// Any user runs it, whatever the umask and whoever copied it.
	if err := errors.Join(part.Chmod(info.Mode().Perm()|0o444), part.Close()); err != nil {
		return fmt.Errorf("%s cannot be written: %w", to, err)
	}
	return os.Rename(part.Name(), to)
}
