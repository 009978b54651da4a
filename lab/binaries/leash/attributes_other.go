//go:build !linux

package main

import "syscall"

// attributes gives the command a group of its own, so that Ctrl-C in a terminal reaches only who decides.
// Without Linux's parent-death signal, the command outlives a leash that is killed by SIGKILL.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true}
}
