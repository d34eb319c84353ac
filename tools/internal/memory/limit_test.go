package memory

import (
	"testing"
	"testing/fstest"
)

func TestTheLimitOfTheContainerIsFound(t *testing.T) {
	for _, a := range []struct {
		name, groups, file, text string
		want                     int64
	}{
		{"version 2", "0::/\n", "sys/fs/cgroup/memory.max", "2147483648\n", 2 << 30},
		{"version 2, a group below", "0::/kubepods/x\n", "sys/fs/cgroup/kubepods/x/memory.max", "1000000\n", 1000000},
		{"version 2, a name of the host", "0::/kubepods/x\n", "sys/fs/cgroup/memory.max", "1000000\n", 1000000},
		{"version 2, no limit", "0::/\n", "sys/fs/cgroup/memory.max", "max\n", 0},
		{"version 1", "3:cpu:/\n9:memory:/docker/x\n", "sys/fs/cgroup/memory/memory.limit_in_bytes", "536870912\n", 512 << 20},
		{"version 1, with others", "9:hugetlb,memory:/\n", "sys/fs/cgroup/memory/memory.limit_in_bytes", "536870912\n", 512 << 20},
		{"version 1, no limit", "9:memory:/\n", "sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n", 0},
		{"both, where version 1 has the memory", "9:memory:/\n0::/\n", "sys/fs/cgroup/memory/memory.limit_in_bytes", "7000000\n", 7000000},
		{"another controller", "9:cpu:/\n", "sys/fs/cgroup/memory/memory.limit_in_bytes", "7000000\n", 0},
		{"no number", "0::/\n", "sys/fs/cgroup/memory.max", "much\n", 0},
		{"nothing there", "0::/\n", "sys/fs/cgroup/other", "1\n", 0},
	} {
		root := fstest.MapFS{"proc/self/cgroup": {Data: []byte(a.groups)}, a.file: {Data: []byte(a.text)}}
		if got := Limit(root); got != a.want {
			t.Errorf("%s: %d, want %d", a.name, got, a.want)
		}
	}
	if got := Limit(fstest.MapFS{}); got != 0 {
		t.Errorf("without /proc: %d, want 0", got)
	}
}
