package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"dev.compilefarm/tools/internal/compilers"
	"dev.compilefarm/tools/internal/memory"
	"dev.compilefarm/tools/internal/report"
	"dev.compilefarm/tools/internal/settings"
	"dev.compilefarm/tools/internal/sockets"
	"dev.compilefarm/tools/internal/supervise"
	"dev.compilefarm/tools/internal/tmpdir"
)

const (
	// A compiler that takes longer for one line is none.
	tryWithin = time.Minute
	// The report waits no longer for what the compilers say of themselves.
	factsWithin = 5 * time.Second
	// distccd 3.4 takes no more.
	maxChildren = 200
)

// run checks the settings and the compilers, says which toolchain there is, runs distccd, and ends as it ends. A volunteer that
// cannot compile never listens, so that no job is sent to it.
func run(names settings.Names) int {
	signals := supervise.Catch()
	told, err := settings.Read(os.Getenv, names)
	if err != nil {
		return fail("volunteer", err.Error())
	}
	sweeper := tmpdir.NewSweeper(told.TmpDir, told.JobLifetime)
	// As the first process of a container nobody else is there, and an emptyDir outlives a container that filled it.
	sweeper.Before(os.Getpid() == 1)
	if err := tmpdir.CheckFile(told.TmpDir); err != nil {
		return fail("volunteer", err.Error())
	}
	path := os.Getenv("PATH")
	if path == "" {
		path = compilers.DefaultPath
	}
	found, err := compilers.Scan(path, told.Compilers)
	if err != nil {
		return fail("volunteer", err.Error())
	}
	if found.LeftOut > 0 {
		say("volunteer", fmt.Sprintf("%d names of compilers are too many or too long to be told, '%s' among them; jobs that use them "+
			"are refused", found.LeftOut, found.FirstLeftOut))
	}
	environ := environment(path, told.TmpDir)

	// All at once: each waits for processors of its own.
	described := make(chan []compilers.Fact, 1)
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), factsWithin)
		defer cancel()
		described <- compilers.Describe(ctx, found.Programs, environ)
	}()
	tried := make(chan error, 1)
	go func() { tried <- tryCompilers(found, told.TmpDir, environ) }()
	select {
	case err := <-tried:
		if err != nil {
			return fail("volunteer", err.Error())
		}
	case received := <-signals:
		return supervise.EndBy(received)
	}

	distccd, err := startDistccd(told, found, environ, signals)
	if err != nil {
		return fail("volunteer", "distccd does not start: "+err.Error())
	}
	facts := sync.OnceValue(func() []compilers.Fact { return <-described })
	if told.Dispatcher != "" && told.PodName != "" && told.PodUID != "" {
		to := report.To{Dispatcher: told.Dispatcher, PodName: told.PodName, PodUID: told.PodUID}
		limit := memory.Limit(os.DirFS("/"))
		body := func() []byte { return report.Body(facts(), limit) }
		go func() {
			report.Deliver(context.Background(), to, body, func(line string) { say("report", line) })
			// What is not ready to the kubelet says nothing: a dispatcher that starts takes a report as "ready".
			ready := func() bool { return sockets.Listens() && tmpdir.CheckRoom(told.TmpDir) == nil }
			report.Repeat(context.Background(), to, body, ready, report.RepeatEvery)
		}()
	}
	go func() {
		for now := range time.Tick(tmpdir.SweepEvery) {
			jobs, err := sockets.Jobs()
			sweeper.Sweep(now, err == nil && jobs == 0)
		}
	}()
	tell(found, facts())
	// Not before the facts are there: whoever asked the compilers has waited for them.
	code, err := distccd.Wait()
	if err != nil {
		say("volunteer", err.Error())
	}
	return code
}

// environment is what distccd and so each job sees: that of the image, and where to work.
func environment(path, tmpDir string) []string {
	var environ []string
	for _, variable := range settings.ForJobs(os.Environ()) {
		if !strings.HasPrefix(variable, "TMPDIR=") && !strings.HasPrefix(variable, "PATH=") {
			environ = append(environ, variable)
		}
	}
	return append(environ, "PATH="+path, "TMPDIR="+tmpDir)
}

// tryCompilers compiles a line with the first compiler of each language.
func tryCompilers(found *compilers.Found, tmpDir string, environ []string) error {
	directory, err := os.MkdirTemp(tmpDir, ".check-")
	if err != nil {
		return fmt.Errorf("TMPDIR %s takes no directory", tmpDir)
	}
	defer os.RemoveAll(directory)
	var all sync.WaitGroup
	languages := []compilers.Language{compilers.C, compilers.CXX}
	failures := make([]error, len(languages))
	tried := 0
	for at, language := range languages {
		name, ok := found.First(language)
		if !ok {
			continue
		}
		tried++
		all.Add(1)
		go func() {
			defer all.Done()
			if err := compileOneLine(name, language, directory, environ); err != nil {
				failures[at] = fmt.Errorf("%s cannot compile a file of one line (%w); the image or TMPDIR is broken", name.Asked, err)
			}
		}()
	}
	all.Wait()
	if tried == 0 {
		skipped := ""
		if len(found.Skipped) > 0 {
			skipped = fmt.Sprintf(" (%s is a cache's)", strings.Join(found.Skipped, ":"))
		}
		return fmt.Errorf("no compiler is in %s%s; install one, or name its directory in the farm's spec.volunteers.compilers",
			strings.Join(found.Searched, ":"), skipped)
	}
	// Where both fail, the first is told: the same words at each start.
	return cmp.Or(failures...)
}

func compileOneLine(name compilers.Name, language compilers.Language, directory string, environ []string) error {
	ctx, cancel := context.WithTimeout(context.Background(), tryWithin)
	defer cancel()
	object := filepath.Join(directory, strings.ReplaceAll(string(language), "+", "x")+".o")
	command := exec.CommandContext(ctx, name.Run, "-x", string(language), "-c", "-o", object, "-")
	command.Env = environ
	command.Dir = directory
	command.Stdin = strings.NewReader("int f(void) { return 0; }\n")
	command.Stdout, command.Stderr = os.Stderr, os.Stderr
	return command.Run()
}

// startDistccd starts it with the list of what it may run. The list is a file without a name, which no job can take away.
func startDistccd(told settings.Settings, found *compilers.Found, environ []string, signals chan os.Signal) (*supervise.Child, error) {
	home, err := home()
	if err != nil {
		return nil, err
	}
	list, err := os.CreateTemp(told.TmpDir, ".compilers-")
	if err != nil {
		return nil, err
	}
	defer list.Close()
	if err := os.Remove(list.Name()); err != nil {
		return nil, err
	}
	// distccd gives root away, and each of its children opens the list.
	if err := list.Chmod(0o444); err != nil {
		return nil, err
	}
	if _, err := list.WriteString(found.List()); err != nil {
		return nil, err
	}
	// Nobody who inherits it can write to it.
	reading, err := os.Open(fmt.Sprintf("/proc/self/fd/%d", list.Fd()))
	if err != nil {
		return nil, err
	}
	defer reading.Close()
	environ = append(environ, "DISTCC_CMDLIST=/proc/self/fd/3", "DISTCC_CMDLIST_NUMWORDS=99")
	return supervise.Start(filepath.Join(home, "bin", "distccd"), arguments(told, sockets.HasIPv6()), environ,
		[]*os.File{os.Stdin, os.Stdout, os.Stderr, reading}, signals)
}

// arguments of distccd. Not nicer than others (--nice 0): the pod's cpu request says what it gets.
func arguments(told settings.Settings, hasIPv6 bool) []string {
	listen := "0.0.0.0"
	if hasIPv6 {
		listen = "::"
	}
	// One child more than slots: a dispatcher that checks whether this volunteer compiles takes no slot of a job.
	children := min(told.Slots+1, maxChildren)
	arguments := []string{
		"distccd", "--daemon", "--no-detach", "--log-stderr", "--log-level", "notice", "--port", strconv.Itoa(sockets.Port),
		"--listen", listen, "--nice", "0", "--jobs", strconv.Itoa(children),
		"--job-lifetime", strconv.Itoa(int(told.JobLifetime.Seconds())),
	}
	// Without any network distccd would warn.
	allow := []string{"0.0.0.0/0", "::/0"}
	if told.Allow != nil {
		allow = nil
		for _, network := range told.Allow {
			allow = append(allow, network.String())
		}
	}
	for _, network := range allow {
		arguments = append(arguments, "--allow", network)
	}
	return arguments
}

// tell says in the log which toolchain this is: of the usual compilers first.
func tell(found *compilers.Found, facts []compilers.Fact) {
	for _, language := range []compilers.Language{compilers.C, compilers.CXX} {
		name, ok := found.First(language)
		if !ok {
			continue
		}
		for _, fact := range facts {
			for _, known := range fact.Names {
				if known == name.Asked {
					say("toolchain", strings.TrimSpace(fmt.Sprintf("%s %s %s", filepath.Base(name.Asked), fact.Version, fact.Machine)))
				}
			}
		}
	}
	say("toolchain", fmt.Sprintf("%d compilers by %d names", len(found.Programs), len(found.Names)))
}
