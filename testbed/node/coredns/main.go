// Command coredns is CoreDNS with the plugins that a cluster's own DNS needs and no other: the whole set takes three
// times as long to build.
package main

import (
	"github.com/coredns/coredns/core/dnsserver"
	"github.com/coredns/coredns/coremain"

	_ "github.com/coredns/coredns/plugin/cache"
	_ "github.com/coredns/coredns/plugin/errors"
	_ "github.com/coredns/coredns/plugin/forward"
	_ "github.com/coredns/coredns/plugin/health"
	_ "github.com/coredns/coredns/plugin/kubernetes"
	_ "github.com/coredns/coredns/plugin/loadbalance"
	_ "github.com/coredns/coredns/plugin/ready"
)

func main() {
	// The order in which a query passes the plugins, whatever their order in the Corefile.
	dnsserver.Directives = []string{"errors", "health", "ready", "cache", "loadbalance", "kubernetes", "forward"}
	coremain.Run()
}
