//go:build !linux

package main

import "syscall"

// attributes gives the command its own process group, so that Ctrl-C in a terminal reaches only the process that
// decides. Without Linux's parent-death signal, the command outlives a leash that ends by SIGKILL.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true}
}
