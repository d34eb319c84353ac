// Package sockets reads the kernel's tables of TCP sockets: a look into /proc takes no slot of distccd, as a connection would.
package sockets

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
)

// Port is where distccd takes jobs.
const Port = 3632

// The states of a socket that matter here, as the kernel writes them.
const (
	established = "01"
	listen      = "0A"
)

// HasIPv6 says whether any interface of this network namespace has an IPv6 address.
func HasIPv6() bool {
	addresses, err := os.ReadFile("/proc/net/if_inet6")
	return err == nil && len(addresses) > 0
}

// Listens says whether anybody listens on Port, over IPv4 or IPv6.
func Listens() bool {
	n, err := countBoth(listen)
	return err == nil && n > 0
}

// Jobs is the number of connections to Port, over IPv4 and IPv6. A job is one, also while it waits to be accepted.
func Jobs() (int, error) {
	return countBoth(established)
}

func countBoth(state string) (int, error) {
	n := 0
	for _, table := range []string{"/proc/net/tcp", "/proc/net/tcp6"} {
		file, err := os.Open(table)
		if errors.Is(err, fs.ErrNotExist) {
			// A kernel without one of the families.
			continue
		}
		if err != nil {
			return 0, err
		}
		found, err := count(file, state)
		file.Close()
		if err != nil {
			return 0, err
		}
		n += found
	}
	return n, nil
}

// count is the number of sockets of a table, in the format of proc(5), that have the local port Port and this state.
func count(table io.Reader, state string) (int, error) {
	port := fmt.Sprintf(":%04X", Port)
	n := 0
	lines := bufio.NewScanner(table)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) > 3 && strings.HasSuffix(fields[1], port) && fields[3] == state {
			n++
		}
	}
	return n, lines.Err()
}
