module casemate.dev/lab/leash

go 1.25.0
