package sockets

import (
	"strings"
	"testing"
)

const tables = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000:0E30 00000000:0000 0A 00000000:00000000 00:00000000 00000000 12345        0 1 1 0 100 0 0 10 0
   1: 0200A8C0:0E30 0300A8C0:D431 01 00000000:00000000 00:00000000 00000000 12345        0 2 1 0 20 4 30 10 -1
   2: 0200A8C0:D432 0400A8C0:0E30 01 00000000:00000000 00:00000000 00000000 12345        0 3 1 0 20 4 30 10 -1
   3: 0200A8C0:0E30 0300A8C0:D433 06 00000000:00000000 00:00000000 00000000     0        0 0 3 0
  sl  local_address                         remote_address                        st tx_queue
   0: 00000000000000000000000000000000:0E30 00000000000000000000000000000000:0000 0A 00000000:00000000
   1: 0000000000000000FFFF00000200A8C0:0E30 0000000000000000FFFF00000300A8C0:D431 01 00000000:00000000
`

func TestOnlySocketsOfThePortAndTheStateCount(t *testing.T) {
	for state, want := range map[string]int{established: 2, listen: 2, "06": 1, "08": 0} {
		if got, err := count(strings.NewReader(tables), state); err != nil || got != want {
			t.Errorf("state %s: got %d, %v; want %d", state, got, err, want)
		}
	}
}
