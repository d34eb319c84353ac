// Compilefarm-volunteer makes a volunteer of any image that has a compiler: it is copied into a volume (install), finds and
// tries the image's compilers, and runs distccd (run); the kubelet asks it whether a job may come (ready), and lets it wait for
// those that run (drain). A pod that only keeps a place or an image on a node has nothing else to do (wait). It needs nothing of the image: no shell, no C library. The packaged volunteer has it under the names
// volunteer, ready and drain.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"dev.compilefarm/tools/internal/install"
	"dev.compilefarm/tools/internal/settings"
	"dev.compilefarm/tools/internal/supervise"
)

const usage = "usage: compilefarm-volunteer install TARGET | run | ready | drain | wait"

// init keeps main on the first thread, as only an init can. So distccd is a child of thread 1, and whoever looks for it finds
// it in /proc/1/task/1/children.
func init() {
	runtime.LockOSThread()
}

func main() {
	os.Exit(call(filepath.Base(os.Args[0]), os.Args[1:]))
}

// call runs a verb, and returns what the process ends with.
func call(name string, arguments []string) int {
	// An injected volunteer runs in a user's image, where names without our prefix may mean something else.
	names := settings.PrefixedOnly
	verb := ""
	switch name {
	case "volunteer":
		verb, names = "run", settings.PrefixedOrPlain
		if len(arguments) > 0 {
			return fail("volunteer", fmt.Sprintf("takes no arguments, got '%s'; to run something else in this image, set --entrypoint",
				arguments[0]))
		}
	case "ready", "drain":
		verb, names = name, settings.PrefixedOrPlain
	default:
		if len(arguments) == 0 {
			return fail(name, usage)
		}
		verb, arguments = arguments[0], arguments[1:]
	}
	wanted := 0
	if verb == "install" {
		wanted = 1
	}
	if len(arguments) != wanted {
		return fail(verb, usage)
	}
	switch verb {
	case "install":
		return installInto(arguments[0])
	case "run":
		return run(names)
	case "ready":
		return ready()
	case "drain":
		return drain()
	case "wait":
		return wait(supervise.Catch())
	default:
		return fail(verb, usage)
	}
}

func installInto(target string) int {
	home, err := home()
	if err == nil {
		err = install.Copy(home, target)
	}
	if err != nil {
		return fail("install", err.Error())
	}
	return 0
}

// home is the directory that holds bin and lib: /opt/compilefarm.
func home() (string, error) {
	self, err := os.Executable()
	if err != nil {
		return "", err
	}
	return filepath.Dir(filepath.Dir(self)), nil
}

func say(who, text string) {
	fmt.Fprintf(os.Stderr, "%s: %s\n", who, text)
}

func fail(who, text string) int {
	say(who, text)
	return 1
}
