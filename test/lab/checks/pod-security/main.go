// Pod-security judges pods by Kubernetes' own Pod Security evaluator. It reads a pod in JSON from each line of
// the standard input, and writes its verdict in JSON to the standard output.
//
// Usage: pod-security restricted v1.35
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

// A pod with many containers is longer than a bufio.Scanner's 64 KiB.
const longestLine = 1 << 20

type verdict struct {
	Allowed bool `json:"allowed"`
	// As the API server writes it behind `violates PodSecurity "restricted:v1.35": `.
	Detail string `json:"detail"`
}

func main() {
	if err := judge(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func judge(args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("usage: pod-security LEVEL VERSION")
	}
	level, err := api.ParseLevel(args[0])
	if err != nil {
		return err
	}
	version, err := api.ParseVersion(args[1])
	if err != nil {
		return err
	}
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		return err
	}
	at := api.LevelVersion{Level: level, Version: version}
	output := json.NewEncoder(os.Stdout)
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, longestLine)
	for lines.Scan() {
		// A misspelt field would make a pod that violates nothing.
		decoder := json.NewDecoder(bytes.NewReader(lines.Bytes()))
		decoder.DisallowUnknownFields()
		var pod corev1.Pod
		if err := decoder.Decode(&pod); err != nil {
			return err
		}
		result := policy.AggregateCheckResults(evaluator.EvaluatePod(at, &pod.ObjectMeta, &pod.Spec))
		if err := output.Encode(verdict{Allowed: result.Allowed, Detail: result.ForbiddenDetail()}); err != nil {
			return err
		}
	}
	return lines.Err()
}
