package report

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"strings"
	"time"

	"dev.compilefarm/tools/internal/sockets"
)

// The patience of a report. A failure costs nothing but a second or two: the cluster says the same.
const (
	listensWithin = 10 * time.Second
	takenWithin   = 3 * time.Second
	answerWithin  = time.Second
	lookEvery     = 5 * time.Millisecond
	askEvery      = 50 * time.Millisecond
	// RepeatEvery is how often a volunteer says again what it has.
	RepeatEvery = 30 * time.Second
	// A name that is looked up for longer is no connection.
	connectWithin = 3 * time.Second
)

// To is whom to tell, and of which pod.
type To struct {
	// Dispatcher is a host:port.
	Dispatcher string
	// PodName and PodUID are the pod's metadata.name and metadata.uid.
	PodName, PodUID string
}

// Deliver waits until distccd listens, and tells the dispatcher. It asks for the body then, which may be empty. What became
// of it is said by say, in one line. It ends within 15 seconds, and at once with its context.
func Deliver(ctx context.Context, to To, body func() []byte, say func(string)) {
	ctx, cancel := context.WithTimeout(ctx, listensWithin+takenWithin+2*answerWithin)
	defer cancel()
	// The name is looked up and the connection made while distccd is still on its way.
	first := make(chan net.Conn, 1)
	go func() { first <- connect(ctx, to.Dispatcher) }()
	if !becomes(ctx, sockets.Listens) {
		say(fmt.Sprintf("nothing listens on port %d after %d s; nothing to report", sockets.Port, int(listensWithin.Seconds())))
		return
	}
	connection := <-first
	text := body()
	answer := "no connection"
	// The dispatcher may hear of a new pod only after the pod's own word.
	for deadline := time.Now().Add(takenWithin); ; {
		if connection != nil {
			answer = ask(connection, to, text)
		} else {
			answer = "no connection"
		}
		if strings.HasPrefix(answer, "HTTP/1.1 204 ") {
			say(to.Dispatcher + " knows that this volunteer listens")
			return
		}
		// A pod has one report, and this is its second container, or the answer to the first was lost.
		if strings.HasPrefix(answer, "HTTP/1.1 409 ") {
			say(to.Dispatcher + " had a report of this pod before; the cluster will tell it when this volunteer is ready")
			return
		}
		if !pause(ctx, askEvery) || !time.Now().Before(deadline) {
			break
		}
		connection = connect(ctx, to.Dispatcher)
	}
	say(fmt.Sprintf("%s did not take the report (%s); the cluster will tell it when this volunteer is ready", to.Dispatcher, answer))
}

// Repeat says it again and again, until its context ends: a dispatcher that starts later has to learn which compilers this
// volunteer has. It is silent while it is not ready for jobs. The answers change nothing here, so nothing is said of them.
func Repeat(ctx context.Context, to To, body func() []byte, ready func() bool, every time.Duration) {
	for pause(ctx, every) {
		if !ready() {
			continue
		}
		if connection := connect(ctx, to.Dispatcher); connection != nil {
			ask(connection, to, body())
		}
	}
}

func becomes(ctx context.Context, holds func() bool) bool {
	for deadline := time.Now().Add(listensWithin); !holds(); {
		if !pause(ctx, lookEvery) || !time.Now().Before(deadline) {
			return false
		}
	}
	return true
}

func pause(ctx context.Context, length time.Duration) bool {
	timer := time.NewTimer(length)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

func connect(ctx context.Context, dispatcher string) net.Conn {
	dialer := net.Dialer{Timeout: connectWithin}
	connection, err := dialer.DialContext(ctx, "tcp", dispatcher)
	if err != nil {
		return nil
	}
	return connection
}

// ask sends the report over a new connection, and returns the first line of the answer.
func ask(connection net.Conn, to To, body []byte) string {
	defer connection.Close()
	if err := connection.SetDeadline(time.Now().Add(answerWithin)); err != nil {
		return "no connection"
	}
	if _, err := connection.Write(request(to, body)); err != nil {
		return "no answer"
	}
	line, err := bufio.NewReader(connection).ReadString('\n')
	if err != nil && line == "" {
		return "no answer"
	}
	return strings.TrimRight(line, "\r\n")
}

func request(to To, body []byte) []byte {
	var text strings.Builder
	fmt.Fprintf(&text, "POST /v1/volunteers/%s/listening HTTP/1.1\r\nHost: %s\r\nCompilefarm-Pod-Uid: %s\r\n",
		to.PodName, to.Dispatcher, to.PodUID)
	if len(body) > 0 {
		text.WriteString("Content-Type: application/json\r\n")
	}
	fmt.Fprintf(&text, "Content-Length: %d\r\nConnection: close\r\n\r\n", len(body))
	return append([]byte(text.String()), body...)
}
