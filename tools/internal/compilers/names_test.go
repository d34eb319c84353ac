package compilers

import "testing"

func TestNamesOfCompilers(t *testing.T) {
	for name, want := range map[string]Language{
		"cc": C, "gcc": C, "gcc-14": C, "gcc-4.9": C, "c89": C, "c99-gcc": C, "clang": C, "clang-19": C,
		"arm-none-eabi-gcc": C, "x86_64-linux-gnu-gcc-14": C, "acme-clang-3.1": C, "x86_64-w64-mingw32-gcc-13-posix": C,
		"c++": CXX, "g++": CXX, "g++-14": CXX, "clang++": CXX, "clang++-19": CXX, "acme-g++": CXX,
		"x86_64-w64-mingw32-g++-win32": CXX,
		"gcc-ar":                       "", "gcc-ar-14": "", "gcc-nm-14": "", "x86_64-linux-gnu-gcc-ranlib-14": "", "gcov": "", "cpp": "", "c++filt": "",
		"clang-format-19": "", "clang-cpp-19": "", "distcc": "", "ccache": "", "gcc-": "", "gcc.real": "", "gcc-.": "", "": "",
		"-gcc": "", "as": "", "ld": "", "tcc": "",
	} {
		if got, _ := languageOf(name); got != want {
			t.Errorf("%s: got %q, want %q", name, got, want)
		}
	}
}

func TestMasquerades(t *testing.T) {
	for directory, want := range map[string]bool{
		"/usr/lib/ccache": true, "/usr/lib/ccache/bin": true, "/usr/lib64/ccache": true, "/usr/lib/distcc": true,
		"/usr/libexec/ccache-wrappers": true, "/opt/sccache/bin": true, "/usr/bin": false, "/opt/my-ccache": false,
	} {
		if got := isMasquerade(directory); got != want {
			t.Errorf("%s: got %v", directory, got)
		}
	}
}
