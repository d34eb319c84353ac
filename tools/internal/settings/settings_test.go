package settings

import (
	"reflect"
	"strings"
	"testing"
	"time"
)

func read(names Names, variables map[string]string) (Settings, error) {
	return Read(func(name string) string { return variables[name] }, names)
}

func TestDefaults(t *testing.T) {
	got, err := read(PrefixedOrPlain, nil)
	want := Settings{Slots: 2, JobLifetime: 10 * time.Minute, TmpDir: "/tmp"}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v; want %+v", got, err, want)
	}
}

func TestPrefixWins(t *testing.T) {
	variables := map[string]string{"SLOTS": "3", "COMPILEFARM_SLOTS": "4", "POD_NAME": "p", "ALLOW": "10.0.0.0/8"}
	got, err := read(PrefixedOrPlain, variables)
	if err != nil || got.Slots != 4 || got.PodName != "p" || len(got.Allow) != 1 {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestAUsersImageMayHaveTheSameNames(t *testing.T) {
	got, err := read(PrefixedOnly, map[string]string{"SLOTS": "many", "ALLOW": "everybody", "POD_NAME": "p"})
	if err != nil || got.Slots != 2 || got.Allow != nil || got.PodName != "" {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestCompilers(t *testing.T) {
	got, _ := read(PrefixedOnly, map[string]string{"COMPILEFARM_COMPILERS": "/opt/a/bin::/opt/b/cc"})
	if want := []string{"/opt/a/bin", "/opt/b/cc"}; !reflect.DeepEqual(got.Compilers, want) {
		t.Errorf("got %q", got.Compilers)
	}
}

func TestBadValuesAreNamed(t *testing.T) {
	for _, c := range []struct{ name, value, want string }{
		{"SLOTS", "abc", "SLOTS is 'abc'; it must be a whole number of compiles from 1 to 200"},
		{"SLOTS", "0", "from 1 to 200"},
		{"SLOTS", "201", "from 1 to 200"},
		{"SLOTS", "-1", "from 1 to 200"},
		{"SLOTS", "1000000000000", "from 1 to 200"},
		{"COMPILEFARM_SLOTS", "2.5", "COMPILEFARM_SLOTS is '2.5'"},
		{"JOB_LIFETIME_SECONDS", "10m", "it must be a whole number of seconds from 1 to 86400"},
		{"ALLOW", "10.0.0.0/33", "ALLOW has '10.0.0.0/33'"},
		{"ALLOW", "fe80::1%eth0", "ALLOW has 'fe80::1%eth0'"},
		{"ALLOW", "host", "ALLOW has 'host'"},
		{"ALLOW", "  ", "ALLOW is blank"},
	} {
		_, err := read(PrefixedOrPlain, map[string]string{c.name: c.value})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s=%s: got %v, want %q", c.name, c.value, err, c.want)
		}
	}
}

func TestAllowTakesBothFamilies(t *testing.T) {
	got, err := read(PrefixedOrPlain, map[string]string{"ALLOW": " 10.0.0.0/8 ::1  192.0.2.1 fd00::/8"})
	var texts []string
	for _, network := range got.Allow {
		texts = append(texts, network.String())
	}
	if want := []string{"10.0.0.0/8", "::1/128", "192.0.2.1/32", "fd00::/8"}; err != nil || !reflect.DeepEqual(texts, want) {
		t.Errorf("got %q, %v", texts, err)
	}
}

func TestJobsDoNotSeeWhatOnlyTheVolunteerWasTold(t *testing.T) {
	got := ForJobs([]string{"PATH=/bin", "COMPILEFARM_DISPATCHER=d:1", "POD_UID=u", "POD_NAME=n", "POD_X=kept", "CPATH=/x"})
	if want := []string{"PATH=/bin", "POD_X=kept", "CPATH=/x"}; !reflect.DeepEqual(got, want) {
		t.Errorf("got %q", got)
	}
}
