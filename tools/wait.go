package main

import "os"

// wait is all that a pod does which keeps room or images on a node. It ends well as soon as it is told to.
func wait(signals <-chan os.Signal) int {
	<-signals
	return 0
}
