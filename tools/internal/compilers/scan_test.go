package compilers

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// image is a folder to make a small image in.
type image struct {
	t    *testing.T
	root string
}

func newImage(t *testing.T) image {
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return image{t, root}
}

func (i image) path(name string) string { return filepath.Join(i.root, name) }

func (i image) file(name string, mode os.FileMode) {
	i.t.Helper()
	i.must(os.MkdirAll(filepath.Dir(i.path(name)), 0o755))
	i.must(os.WriteFile(i.path(name), []byte(name), mode))
}

func (i image) link(target, name string) {
	i.t.Helper()
	i.must(os.MkdirAll(filepath.Dir(i.path(name)), 0o755))
	if strings.HasPrefix(target, "/") {
		target = i.path(target)
	}
	i.must(os.Symlink(target, i.path(name)))
}

func (i image) must(err error) {
	i.t.Helper()
	if err != nil {
		i.t.Fatal(err)
	}
}

func (i image) scan(path string, extra ...string) *Found {
	i.t.Helper()
	var directories []string
	for directory := range strings.SplitSeq(path, ":") {
		directories = append(directories, i.path(directory))
	}
	for at := range extra {
		extra[at] = i.path(extra[at])
	}
	found, err := Scan(strings.Join(directories, ":"), extra)
	i.must(err)
	return found
}

// runs is what is started for a name, below the root of the image, or nothing.
func (i image) runs(found *Found, asked string) string {
	for _, name := range found.Names {
		if name.Asked == asked || name.Asked == i.path(asked) {
			return strings.TrimPrefix(name.Run, i.root)
		}
	}
	return ""
}

func TestOneProgramHasAllItsNames(t *testing.T) {
	i := newImage(t)
	i.file("usr/bin/x86_64-linux-gnu-g++-14", 0o755)
	i.link("x86_64-linux-gnu-g++-14", "usr/bin/g++-14")
	i.link("g++-14", "usr/bin/g++")
	i.link("/usr/bin/g++", "etc/alternatives/c++")
	i.link("/etc/alternatives/c++", "usr/bin/c++")
	found := i.scan("usr/local/bin:usr/bin")
	if len(found.Programs) != 1 || found.Programs[0].Path != i.path("usr/bin/x86_64-linux-gnu-g++-14") {
		t.Fatalf("got %+v", found.Programs)
	}
	want := []string{
		i.path("usr/bin/g++"), "g++", i.path("usr/bin/x86_64-linux-gnu-g++-14"), i.path("usr/bin/c++"), "c++",
		i.path("usr/bin/g++-14"), "g++-14", "x86_64-linux-gnu-g++-14",
	}
	if got := found.Programs[0].Names; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := i.runs(found, "c++"); got != "/usr/bin/c++" {
		t.Errorf("c++ runs %q: a compiler may go by the name it is started by", got)
	}
}

func TestTheFirstOnThePathHasTheBareName(t *testing.T) {
	i := newImage(t)
	i.file("usr/local/bin/g++", 0o755)
	i.file("usr/bin/g++", 0o755)
	i.file("opt/tc/bin/g++", 0o755)
	i.file("opt/tc/bin/acme-g++", 0o755)
	found := i.scan("usr/local/bin:usr/bin", "opt/tc/bin")
	for asked, want := range map[string]string{
		"g++": "/usr/local/bin/g++", "usr/bin/g++": "/usr/bin/g++", "opt/tc/bin/g++": "/opt/tc/bin/g++",
		"acme-g++": "/opt/tc/bin/acme-g++", "usr/sbin/g++": "", "clang": "",
	} {
		if got := i.runs(found, asked); got != want {
			t.Errorf("%s runs %q, want %q", asked, got, want)
		}
	}
}

func TestWhatOnlyLooksLikeACompilerIsLeftOut(t *testing.T) {
	i := newImage(t)
	i.file("usr/bin/ccache", 0o755)
	i.file("usr/bin/gcc", 0o755)
	i.link("/usr/bin/ccache", "usr/lib/ccache/gcc")
	i.link("/usr/bin/ccache", "usr/local/bin/gcc")
	i.link("cc-link", "usr/local/bin/cc")
	i.link("/usr/bin/ccache", "usr/local/bin/cc-link")
	i.file("usr/local/bin/clang", 0o644)
	i.link("/nowhere", "usr/local/bin/c++")
	i.must(os.Mkdir(i.path("usr/local/bin/c99"), 0o755))
	found := i.scan("usr/lib/ccache:usr/local/bin:usr/bin")
	if len(found.Programs) != 1 || i.runs(found, "gcc") != "/usr/bin/gcc" {
		t.Errorf("got %+v", found.Names)
	}
	if slices.Contains(found.Searched, i.path("usr/lib/ccache")) {
		t.Errorf("searched %q", found.Searched)
	}
}

func TestAProgramMayBeNamedOutright(t *testing.T) {
	i := newImage(t)
	i.file("opt/acme/compile", 0o755)
	found := i.scan("usr/bin", "opt/acme/compile")
	if i.runs(found, "opt/acme/compile") == "" || i.runs(found, "compile") == "" {
		t.Errorf("got %+v", found.Names)
	}
	if first, ok := found.First(C); !ok || first.Asked != i.path("opt/acme/compile") {
		t.Errorf("first: %v", first)
	}
	if _, ok := found.First(CXX); ok {
		t.Error("no C++ compiler is there")
	}
}

func TestNamedButNotThere(t *testing.T) {
	i := newImage(t)
	i.file("opt/readme", 0o644)
	for entry, want := range map[string]string{
		i.path("opt/none"):   "not in this image",
		i.path("opt/readme"): "no program that this user may run",
		"bin":                "no absolute path",
	} {
		if _, err := Scan("", []string{entry}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", entry, err)
		}
	}
}

func TestTheUsualNameStandsForItsLanguage(t *testing.T) {
	i := newImage(t)
	i.file("usr/bin/arm-none-eabi-gcc", 0o755)
	i.file("usr/bin/clang", 0o755)
	i.link("clang", "usr/bin/clang++")
	i.file("usr/bin/gcc", 0o755)
	found := i.scan("usr/bin")
	first, _ := found.First(C)
	firstCXX, _ := found.First(CXX)
	if first.Asked != "gcc" || firstCXX.Asked != "clang++" {
		t.Errorf("got %v and %v", first, firstCXX)
	}
}

func TestNoMoreThanOneReportHolds(t *testing.T) {
	i := newImage(t)
	for n := range 700 {
		i.file("usr/bin/target-"+strings.Repeat("x", 100+n%60)+string(rune('a'+n%26))+"-"+strings.Repeat("y", n/60)+"-gcc", 0o755)
	}
	i.file("bin/g++", 0o755)
	found := i.scan("usr/bin:bin")
	if !slices.ContainsFunc(found.Names, func(name Name) bool { return name.Asked == "g++" }) || found.FirstLeftOut == "" {
		t.Errorf("the usual compilers come first; left out was %q first", found.FirstLeftOut)
	}
	bytes := 0
	for _, program := range found.Programs {
		bytes += len(program.Path)
		for _, name := range program.Names {
			bytes += len(name)
		}
	}
	if len(found.Programs) > 256 || len(found.Names) > 2048 || bytes > 60<<10 || found.LeftOut == 0 {
		t.Errorf("%d programs, %d names, %d bytes, %d left out", len(found.Programs), len(found.Names), bytes, found.LeftOut)
	}
}

func TestTheListSaysWhatEachNameRuns(t *testing.T) {
	found := &Found{Names: []Name{{"g++", "/usr/bin/g++"}, {"/bin/g++", "/bin/g++"}}}
	if got, want := found.List(), "g++\t/usr/bin/g++\n/bin/g++\t/bin/g++\n"; got != want {
		t.Errorf("got %q", got)
	}
}
