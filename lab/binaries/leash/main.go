// Command leash ties a command, and a directory, to the life of the process that started it.
//
//	leash [-make DIR] [-remove DIR] [command [argument...]]
//
// It holds until its standard input ends, which it does however the parent ends, SIGKILL included; then it
// kills the command with what it has started, and removes the directory. SIGTERM, SIGINT and SIGHUP do the same.
// A command that ends by itself ends the leash with its exit code, and leaves the directory to whoever asks why.
//
// Several leashes may remove one directory: each does once its own command is dead, so the last one to come
// finds nobody who still writes there.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"syscall"
	"time"
)

func main() {
	// Linux sends the parent-death signal when the thread ends that started the command, not the process.
	runtime.LockOSThread()
	// A parent that has gone reads nothing, and the directory must be removed all the same.
	signal.Ignore(syscall.SIGPIPE)
	released := make(chan os.Signal, 1)
	signal.Notify(released, syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP)
	directory := flag.String("make", "", "a directory to make, which must be new; its parent too, if need be")
	remove := flag.String("remove", "", "the directory to remove at the end")
	flag.Parse()
	if *directory != "" {
		if err := makeDirectory(*directory); err != nil {
			fail(err)
		}
		// Tells the parent that the directory is there.
		fmt.Println(*directory)
	}

	ended := make(chan int, 1)
	var command *exec.Cmd
	if flag.NArg() > 0 {
		command = exec.Command(flag.Arg(0), flag.Args()[1:]...)
		command.Stdout, command.Stderr = os.Stdout, os.Stderr
		command.SysProcAttr = attributes()
		if err := command.Start(); err != nil {
			fail(err)
		}
		go func() { ended <- exitCode(command.Wait()) }()
	}

	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		released <- syscall.SIGTERM
	}()

	select {
	case code := <-ended:
		os.Exit(code)
	case <-released:
	}
	if command != nil {
		// The command leads a group: see attributes.
		_ = syscall.Kill(-command.Process.Pid, syscall.SIGKILL)
		<-ended
	}
	removeAll(*remove)
}

// makeDirectory tries again, since another command may take an empty parent away at any time.
func makeDirectory(directory string) error {
	for try := 0; ; try++ {
		parent := os.Mkdir(filepath.Dir(directory), 0o700)
		err := os.Mkdir(directory, 0o700)
		if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if try == 20 || (parent != nil && !errors.Is(parent, fs.ErrExist)) {
			return errors.Join(err, parent)
		}
	}
}

// removeAll tries again, since another command may still be writing there: its own leash comes after it.
func removeAll(directory string) {
	for try := 0; directory != "" && try < 20; try++ {
		if os.RemoveAll(directory) == nil {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func exitCode(err error) int {
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() >= 0 {
		return exit.ExitCode()
	}
	if err != nil {
		return 1
	}
	return 0
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "leash:", err)
	os.Exit(1)
}
