// Command leash ties a command, and a directory, to the life of the process that started it.
//
//	leash [-make DIR] [-remove DIR] [command [argument...]]
//
// It waits until its standard input ends. That happens whenever the parent ends, also by SIGKILL. Then the leash
// kills the command with its child processes, and removes the directory. SIGTERM, SIGINT and SIGHUP do the same.
// A command that ends by itself ends the leash with its exit code. The directory stays for diagnosis.
//
// Several leashes may remove one directory. Each removes it after its own command is dead. So when the last one
// does it, no command writes there.
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
	// Linux sends the parent-death signal when the starting thread ends, not when the process ends.
	runtime.LockOSThread()
	// A dead parent reads nothing, but the directory must still be removed.
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
		// Reports to the parent that the directory exists.
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
		// The command leads its process group: see attributes.
		_ = syscall.Kill(-command.Process.Pid, syscall.SIGKILL)
		<-ended
	}
	removeAll(*remove)
}

// makeDirectory retries, because another command can remove an empty parent directory at any time.
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

// removeAll retries, because another command can still write there. That command's leash removes the rest.
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
