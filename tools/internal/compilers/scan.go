package compilers

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

// DefaultPath is searched in an image that sets no PATH.
const DefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

// What one report may say, and so what distccd is told: a name that only one of the two knew would be a trap.
const (
	maxPrograms  = 256
	maxNames     = 2048
	maxNameBytes = 4000
	maxBytes     = 60 << 10
	// What JSON and the facts take besides path and names.
	programBytes = 160
	nameBytes    = 3
)

// X_OK of access(2).
const mayExecute = 1

// Program is one file that compiles, whatever it is called.
type Program struct {
	// Path has all links resolved.
	Path string
	// Names are what a client may call it: absolute paths, and bare names where it is the first of that name.
	Names []string
}

// Name is one way to ask for a compiler.
type Name struct {
	// Asked is what the client says.
	Asked string
	// Run is the absolute path that is started for it; links stay, as a compiler may go by its own name.
	Run string
}

// Found is what an image has.
type Found struct {
	Programs []Program
	Names    []Name
	// Searched are the directories that were read, in their order.
	Searched []string
	// Skipped are the directories that hold links to a cache.
	Skipped []string
	// LeftOut counts the names that are too many or too long to be told, and FirstLeftOut is one.
	LeftOut      int
	FirstLeftOut string
	bytes        int
}

// Scan looks for compilers in the directories of path, a PATH of the image, and in extra: directories, and programs of any
// name. The first one of a bare name has it, as in a shell. Links that lead to ccache or its like are no compilers. An error
// is a sentence about an entry of extra.
func Scan(path string, extra []string) (*Found, error) {
	found := &Found{}
	var directories []string
	for directory := range strings.SplitSeq(path, ":") {
		if !filepath.IsAbs(directory) {
			continue
		}
		if isMasquerade(directory) {
			found.Skipped = append(found.Skipped, directory)
		} else {
			directories = append(directories, filepath.Clean(directory))
		}
	}
	for _, directory := range directories {
		for _, name := range slices.Concat(usual[C], usual[CXX]) {
			found.program(filepath.Join(directory, name))
		}
	}
	for _, directory := range directories {
		found.directory(directory)
	}
	for _, entry := range extra {
		if !filepath.IsAbs(entry) {
			return nil, fmt.Errorf("'%s' among the compilers is no absolute path", entry)
		}
		info, err := os.Stat(entry)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil, fmt.Errorf("'%s' is among the compilers, but not in this image", entry)
		case err != nil:
			return nil, fmt.Errorf("'%s' is among the compilers, but cannot be read: %w", entry, err)
		case info.IsDir():
			found.directory(filepath.Clean(entry))
		case !found.program(filepath.Clean(entry)):
			return nil, fmt.Errorf("'%s' is among the compilers, but no program that this user may run", entry)
		}
	}
	return found, nil
}

func (f *Found) directory(directory string) {
	if slices.Contains(f.Searched, directory) {
		return
	}
	f.Searched = append(f.Searched, directory)
	// In the order of their names; what cannot be read holds nothing for us.
	entries, _ := os.ReadDir(directory)
	for _, entry := range entries {
		if _, compiles := languageOf(entry.Name()); compiles {
			f.program(filepath.Join(directory, entry.Name()))
		}
	}
}

// program takes one up, and says whether it is a program that compiles here.
func (f *Found) program(path string) bool {
	if leadsToCache(path) {
		return false
	}
	file, err := filepath.EvalSymlinks(path)
	if err != nil {
		return false
	}
	info, err := os.Stat(file)
	if err != nil || !info.Mode().IsRegular() || syscall.Access(file, mayExecute) != nil {
		return false
	}
	f.name(file, path, path)
	for _, alias := range aliases(path) {
		f.name(file, alias, alias)
	}
	f.name(file, filepath.Base(path), path)
	f.name(file, file, file)
	return true
}

func (f *Found) name(file, asked, run string) {
	if slices.ContainsFunc(f.Names, func(name Name) bool { return name.Asked == asked }) {
		return
	}
	at := slices.IndexFunc(f.Programs, func(p Program) bool { return p.Path == file })
	bytes := len(asked) + nameBytes
	if at < 0 {
		bytes += len(file) + programBytes
	}
	fits := len(f.Names) < maxNames && len(asked) <= maxNameBytes && len(run) <= maxNameBytes &&
		f.bytes+bytes <= maxBytes && !strings.ContainsAny(asked+run, "\t\n") && (at >= 0 || len(f.Programs) < maxPrograms)
	if !fits {
		if f.LeftOut == 0 {
			f.FirstLeftOut = asked
		}
		f.LeftOut++
		return
	}
	if at < 0 {
		at = len(f.Programs)
		f.Programs = append(f.Programs, Program{Path: file})
	}
	f.Programs[at].Names = append(f.Programs[at].Names, asked)
	f.Names = append(f.Names, Name{asked, run})
	f.bytes += bytes
}

// aliases are other names of a file in /bin or /usr/bin, where the two are one directory.
func aliases(path string) []string {
	others := map[string]string{"/bin": "/usr/bin", "/usr/bin": "/bin"}
	other, known := others[filepath.Dir(path)]
	if !known {
		return nil
	}
	one, err := os.Stat(filepath.Dir(path))
	two, otherErr := os.Stat(other)
	if err != nil || otherErr != nil || !os.SameFile(one, two) {
		return nil
	}
	return []string{filepath.Join(other, filepath.Base(path))}
}

// leadsToCache follows the links of a path, of which each may be called ccache, and so may the file at the end.
func leadsToCache(path string) bool {
	for range 40 {
		if isCache(path) {
			return true
		}
		target, err := os.Readlink(path)
		if err != nil {
			return false
		}
		if !filepath.IsAbs(target) {
			target = filepath.Join(filepath.Dir(path), target)
		}
		path = target
	}
	return false
}

// First is the name that stands for the compilers of a language: the usual ones first, then as they were found.
func (f *Found) First(language Language) (Name, bool) {
	for _, asked := range usual[language] {
		if at := slices.IndexFunc(f.Names, func(name Name) bool { return name.Asked == asked }); at >= 0 {
			return f.Names[at], true
		}
	}
	for _, name := range f.Names {
		// A program that was named outright may be called anything.
		found, known := languageOf(filepath.Base(name.Asked))
		if !known && strings.Contains(filepath.Base(name.Asked), "++") {
			found = CXX
		} else if !known {
			found = C
		}
		if found == language {
			return name, true
		}
	}
	return Name{}, false
}

// List is the list of allowed compilers as distccd reads it (DISTCC_CMDLIST with our patch): a line for each name, with a tab
// and the program that is started for it.
func (f *Found) List() string {
	var list strings.Builder
	for _, name := range f.Names {
		list.WriteString(name.Asked + "\t" + name.Run + "\n")
	}
	return list.String()
}
