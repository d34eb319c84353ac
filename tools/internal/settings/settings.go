// Package settings reads what a volunteer is told in its environment.
package settings

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"
)

// distccd 3.4 takes no more children.
const maxSlots = 200

const maxLifetimeSeconds = 86400

// Prefix is what the names of all settings of an injected volunteer begin with, so that they mean nothing to a user's image.
const Prefix = "COMPILEFARM_"

// Settings are what a volunteer is told. The zero value of a field means that nothing was said, where no default is named.
type Settings struct {
	// Slots is how many compiles run at a time, 1 to 200; 2 by default.
	Slots int
	// JobLifetime ends a compile that takes longer; whole seconds, ten minutes by default.
	JobLifetime time.Duration
	// Allow are the networks whose clients are served; none means all.
	Allow []netip.Prefix
	// TmpDir is where jobs work; /tmp by default.
	TmpDir string
	// Compilers are more directories and programs than those of the image's PATH.
	Compilers []string
	// Dispatcher is the host:port that takes reports, or empty.
	Dispatcher string
	// PodName and PodUID are the pod's metadata.name and metadata.uid, or empty.
	PodName, PodUID string
}

// Names says which variables are read: those of an injected volunteer have the prefix. In the packaged image a name without
// the prefix counts too, where the one with it is not set.
type Names int

// The two kinds of names.
const (
	PrefixedOnly Names = iota
	PrefixedOrPlain
)

// Read reads the settings from lookup, which is os.Getenv outside tests. An error is a sentence for the one who set them.
func Read(lookup func(string) string, names Names) (Settings, error) {
	value := func(plain string) (name, value string) {
		name = Prefix + plain
		value = lookup(name)
		if value == "" && names == PrefixedOrPlain {
			return plain, lookup(plain)
		}
		return name, value
	}
	var s Settings
	var err error
	name, text := value("SLOTS")
	if s.Slots, err = number(name, text, 2, maxSlots, "compiles"); err != nil {
		return s, err
	}
	name, text = value("JOB_LIFETIME_SECONDS")
	seconds, err := number(name, text, 600, maxLifetimeSeconds, "seconds")
	if err != nil {
		return s, err
	}
	s.JobLifetime = time.Duration(seconds) * time.Second
	name, text = value("ALLOW")
	if s.Allow, err = networks(name, text); err != nil {
		return s, err
	}
	if s.TmpDir = lookup("TMPDIR"); s.TmpDir == "" {
		s.TmpDir = "/tmp"
	}
	for entry := range strings.SplitSeq(lookup(Prefix+"COMPILERS"), ":") {
		if entry != "" {
			s.Compilers = append(s.Compilers, entry)
		}
	}
	s.Dispatcher = lookup(Prefix + "DISPATCHER")
	_, s.PodName = value("POD_NAME")
	_, s.PodUID = value("POD_UID")
	return s, nil
}

func number(name, text string, byDefault, highest int, unit string) (int, error) {
	if text == "" {
		return byDefault, nil
	}
	value, err := strconv.ParseUint(text, 10, 31)
	if err != nil || value < 1 || value > uint64(highest) {
		return 0, fmt.Errorf("%s is '%s'; it must be a whole number of %s from 1 to %d", name, text, unit, highest)
	}
	return int(value), nil
}

func networks(name, text string) ([]netip.Prefix, error) {
	if text == "" {
		return nil, nil
	}
	var networks []netip.Prefix
	for word := range strings.FieldsSeq(text) {
		network, err := netip.ParsePrefix(word)
		if err != nil {
			var address netip.Addr
			if address, err = netip.ParseAddr(word); err == nil {
				network, err = address.WithZone("").Prefix(address.BitLen())
			}
		}
		if err != nil || strings.Contains(word, "%") {
			return nil, fmt.Errorf("%s has '%s'; it must be addresses or networks such as 10.0.0.0/8 or fd00::/8, separated by spaces",
				name, word)
		}
		networks = append(networks, network)
	}
	if networks == nil {
		return nil, fmt.Errorf("%s is blank; it must name at least one network such as 10.0.0.0/8, or be left out", name)
	}
	return networks, nil
}

// ForJobs are the variables of environ, each NAME=VALUE, that jobs may see: all but what only the volunteer was told.
func ForJobs(environ []string) []string {
	var left []string
	for _, variable := range environ {
		name, _, _ := strings.Cut(variable, "=")
		if strings.HasPrefix(name, Prefix) || name == "POD_NAME" || name == "POD_UID" {
			continue
		}
		left = append(left, variable)
	}
	return left
}
