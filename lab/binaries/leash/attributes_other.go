//go:build !linux

package main

import "syscall"

// attributes gives the command a group of its own, so that Ctrl-C in a terminal reaches only who decides.
func attributes() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{Setpgid: true}
}
