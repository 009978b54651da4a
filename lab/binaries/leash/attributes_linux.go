package main

import "syscall"

// attributes lets the kernel kill the command when the leash itself is killed. The command has its own process
// group, so that Ctrl-C in a terminal reaches only the process that decides.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
}
