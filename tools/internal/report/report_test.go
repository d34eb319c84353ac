package report

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"dev.compilefarm/tools/internal/compilers"
)

func TestTheBodyIsWhatTheDispatcherReads(t *testing.T) {
	fact := compilers.Fact{
		Program: compilers.Program{Path: "/usr/bin/x86_64-linux-gnu-g++-14", Names: []string{"/usr/bin/g++", "g++"}},
		Version: "14.2.0", Machine: "x86_64-linux-gnu", Digest: compilers.Unread,
	}
	want := `{"compilers":[{"path":"/usr/bin/x86_64-linux-gnu-g++-14","version":"14.2.0","machine":"x86_64-linux-gnu",` +
		`"digest":"` + compilers.Unread + `","names":["/usr/bin/g++","g++"]}],"checks":["paths","languages"]`
	if got := string(Body([]compilers.Fact{fact}, 512<<20)); got != want+`,"memoryBytes":536870912}` {
		t.Errorf("got %s", got)
	}
	if got := string(Body([]compilers.Fact{fact}, 0)); got != want+"}" {
		t.Errorf("without a limit: got %s", got)
	}
}

func TestABodyThatIsTooLongIsNotSent(t *testing.T) {
	fact := compilers.Fact{Program: compilers.Program{Names: []string{strings.Repeat("x", 64<<10)}}}
	if got := Body([]compilers.Fact{fact}, 0); got != nil {
		t.Errorf("got %d bytes", len(got))
	}
}

func TestTheRequestIsHTTP(t *testing.T) {
	for _, body := range []string{"", `{"compilers":[]}`} {
		request, err := http.ReadRequest(bufio.NewReader(strings.NewReader(
			string(request(To{"dispatcher:8081", "v1", "0b5c"}, []byte(body))))))
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(request.Body)
		if err != nil || string(got) != body || request.URL.Path != "/v1/volunteers/v1/listening" ||
			request.Header.Get("Compilefarm-Pod-Uid") != "0b5c" || request.Host != "dispatcher:8081" {
			t.Errorf("got %+v with %q, %v", request, got, err)
		}
	}
}

func TestTheAnswerIsItsFirstLine(t *testing.T) {
	ours, theirs := net.Pipe()
	go func() {
		request, err := http.ReadRequest(bufio.NewReader(theirs))
		var said body
		if err != nil || json.NewDecoder(request.Body).Decode(&said) != nil {
			theirs.Close()
			return
		}
		io.WriteString(theirs, "HTTP/1.1 204 No Content\r\n\r\n")
		theirs.Close()
	}()
	if got := ask(ours, To{"d:1", "v", "u"}, Body(nil, 0)); got != "HTTP/1.1 204 No Content" {
		t.Errorf("got %q", got)
	}
}

func TestAReportEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	var said []string
	Deliver(ctx, To{Dispatcher: "127.0.0.1:1"}, func() []byte { return nil }, func(line string) { said = append(said, line) })
	if len(said) != 1 {
		t.Errorf("said %q", said)
	}
}

func TestAReportIsRepeated(t *testing.T) {
	dispatcher, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer dispatcher.Close()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	asked := 0
	// Only every other time.
	isReady := func() bool {
		asked++
		return asked%2 == 0
	}
	go func() {
		Repeat(ctx, To{dispatcher.Addr().String(), "v1", "0b5c"}, func() []byte { return []byte("what it has") }, isReady, time.Millisecond)
		close(ended)
	}()
	for range 2 {
		connection, err := dispatcher.Accept()
		if err != nil {
			t.Fatal(err)
		}
		request, err := http.ReadRequest(bufio.NewReader(connection))
		if err != nil {
			t.Fatal(err)
		}
		if said, err := io.ReadAll(request.Body); err != nil || string(said) != "what it has" {
			t.Errorf("said %q, %v", said, err)
		}
		io.WriteString(connection, "HTTP/1.1 409 Conflict\r\n\r\n")
		connection.Close()
	}
	cancel()
	<-ended
	if asked < 4 {
		t.Errorf("it was asked %d times whether it is ready", asked)
	}
}
