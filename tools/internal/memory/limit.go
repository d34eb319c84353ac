// Package memory says how much memory the container may have.
package memory

import (
	"io/fs"
	"path"
	"strconv"
	"strings"
)

// From this on a limit is none: version 1 of cgroups says 2^63 less a page where nothing was set.
const unlimited = 1 << 60

// Limit is the memory limit of this process's container in bytes, or 0 where there is none or it cannot be read. The files
// are those of Linux, control groups of version 2 or 1; root is the directory / of the container.
func Limit(root fs.FS) int64 {
	groups, err := fs.ReadFile(root, "proc/self/cgroup")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(groups)) {
		// HIERARCHY:CONTROLLERS:PATH, see cgroups(7).
		parts := strings.SplitN(strings.TrimSpace(line), ":", 3)
		if len(parts) < 3 {
			continue
		}
		switch {
		case parts[1] == "":
			if limit := read(root, "sys/fs/cgroup", parts[2], "memory.max"); limit > 0 {
				return limit
			}
		case strings.Contains(","+parts[1]+",", ",memory,"):
			if limit := read(root, "sys/fs/cgroup/memory", parts[2], "memory.limit_in_bytes"); limit > 0 {
				return limit
			}
		}
	}
	return 0
}

// read looks in the group's directory, and then in the top one: a container often sees its own group there, whatever the
// name that /proc tells.
func read(root fs.FS, mount, group, file string) int64 {
	for _, directory := range []string{path.Join(mount, group), mount} {
		text, err := fs.ReadFile(root, path.Join(directory, file))
		if err != nil {
			continue
		}
		// "max" is no number.
		limit, err := strconv.ParseInt(strings.TrimSpace(string(text)), 10, 64)
		if err != nil || limit <= 0 || limit >= unlimited {
			return 0
		}
		return limit
	}
	return 0
}
