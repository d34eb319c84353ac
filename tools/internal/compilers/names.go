// Package compilers finds the compilers of an image, and says of each what it is.
package compilers

import (
	"path/filepath"
	"slices"
	"strings"
)

// Language is what a compiler compiles when nothing else is said.
type Language string

// The languages, by the names that the compilers' option -x has.
const (
	C   Language = "c"
	CXX Language = "c++"
)

var kinds = map[string]Language{
	"cc": C, "c89": C, "c99": C, "gcc": C, "clang": C,
	"c++": CXX, "g++": CXX, "clang++": CXX,
}

// languageOf says what the program of this name compiles, where the name is one that compilers have: gcc, g++-14,
// arm-none-eabi-gcc, clang++-19, x86_64-w64-mingw32-g++-posix.
func languageOf(name string) (Language, bool) {
	for _, threads := range []string{"-posix", "-win32"} {
		name = strings.TrimSuffix(name, threads)
	}
	if head, tail, found := cutLast(name); found && isVersion(tail) {
		name = head
	}
	if _, tail, found := cutLast(name); found {
		name = tail
	}
	language, known := kinds[name]
	return language, known
}

// cutLast cuts at the last dash.
func cutLast(name string) (head, tail string, found bool) {
	if at := strings.LastIndexByte(name, '-'); at > 0 {
		return name[:at], name[at+1:], true
	}
	return name, "", false
}

func isVersion(text string) bool {
	return text != "" && strings.Trim(text, "0123456789.") == "" && text[0] != '.'
}

var caches = []string{"ccache", "distcc", "sccache"}

// usual are the compilers that nobody should miss: where there are more names than can be told, these are told.
var usual = map[Language][]string{C: {"gcc", "cc", "clang"}, CXX: {"g++", "c++", "clang++"}}

// isMasquerade says whether a directory holds links named like compilers that start something else: /usr/lib/ccache.
func isMasquerade(directory string) bool {
	for part := range strings.SplitSeq(directory, "/") {
		if slices.Contains(caches, part) || part == "ccache-wrappers" {
			return true
		}
	}
	return false
}

// isCache says whether a program is one that compilers' names are lent to.
func isCache(program string) bool {
	return slices.Contains(caches, filepath.Base(program))
}
