// Does one job of the benchmark with goroutines and channels: WORKLOAD ITEMS BUFFER. Prints how many items came out and what it
// needed: nanoseconds, or bytes. What runs a stage is what "Go Concurrency Patterns: Pipelines and cancellation" advises.
package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

// The longest that a job may take, and the exit code of a job that takes longer.
const (
	timeLimit = 20 * time.Second
	timedOut  = 3
)

func main() {
	workload, items, buffer := os.Args[1], number(os.Args[2]), number(os.Args[3])
	time.AfterFunc(timeLimit, func() { os.Exit(timedOut) })
	if workload == "idle_workers" {
		fmt.Println(idleWorkers(items))
		return
	}
	// What a process needs once is there before the run that counts.
	run(workload, items/100, buffer)
	began := time.Now()
	came := run(workload, items, buffer)
	fmt.Println(came, time.Since(began).Nanoseconds())
}

func run(workload string, items, buffer int) int {
	in := source(items, buffer)
	switch workload {
	case "three_stages":
		return count(stage(stage(stage(in, 1, buffer, step), 1, buffer, step), 1, buffer, step))
	case "many_workers":
		return count(stage(stage(stage(in, 10, buffer, step), 10, buffer, step), 10, buffer, step))
	case "waiting":
		return len(collect(stage(in, 100, buffer, sleep(5))))
	case "overlap":
		return count(stage(stage(stage(in, 1, buffer, sleep(5)), 1, buffer, sleep(10)), 1, buffer, sleep(7)))
	case "ten_thousand_workers":
		return count(stage(in, 10_000, buffer, sleep(10)))
	}
	panic("no such workload: " + workload)
}

// Sends so many numbers, and closes.
func source(items, buffer int) <-chan int {
	out := make(chan int, buffer)
	go func() {
		defer close(out)
		for n := 0; n < items; n++ {
			out <- n
		}
	}()
	return out
}

// Receives, calls and sends in so many goroutines; the channel is closed when all of them have ended.
func stage(in <-chan int, workers, buffer int, call func(int) int) <-chan int {
	out := make(chan int, buffer)
	var working sync.WaitGroup
	working.Add(workers)
	for worker := 0; worker < workers; worker++ {
		go func() {
			defer working.Done()
			for n := range in {
				out <- call(n)
			}
		}()
	}
	go func() {
		working.Wait()
		close(out)
	}()
	return out
}

func count(in <-chan int) int {
	items := 0
	for range in {
		items++
	}
	return items
}

func collect(in <-chan int) []int {
	var items []int
	for n := range in {
		items = append(items, n)
	}
	return items
}

func step(n int) int {
	return n + 1
}

func sleep(milliseconds time.Duration) func(int) int {
	return func(n int) int {
		time.Sleep(milliseconds * time.Millisecond)
		return n
	}
}

// What the process holds when so many workers have had an item each, and wait for the next.
func idleWorkers(workers int) (int, int) {
	in, gate := make(chan int), make(chan struct{})
	out := stage(in, workers, 0, func(n int) int { <-gate; return n })
	for n := 0; n < workers; n++ {
		in <- n
	}
	close(gate)
	for n := 0; n < workers; n++ {
		<-out
	}
	time.Sleep(50 * time.Millisecond)
	return workers, resident()
}

// The memory that is in use, in bytes; nothing where it is not Linux.
func resident() int {
	status, err := os.Open("/proc/self/status")
	if err != nil {
		return 0
	}
	defer status.Close()
	for lines := bufio.NewScanner(status); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "VmRSS:") {
			return number(strings.Fields(lines.Text())[1]) * 1024
		}
	}
	return 0
}

func number(text string) int {
	number, err := strconv.Atoi(text)
	if err != nil {
		panic(err)
	}
	return number
}
