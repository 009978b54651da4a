package main

import "syscall"

// attributes lets the kernel kill the command when the leash itself is killed. The command has a group of its
// own, so that Ctrl-C in a terminal reaches only who decides.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL, Setpgid: true}
}
