#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import { join } from "node:path";

// Without a cache, each run compiles the SDKs again, a third of the time of their import. The cache is in the
// package, because other users could put code into a shared temporary folder.
enableCompileCache(join(import.meta.dirname, "..", ".cache", "compile"));
const { main } = await import("./main.ts");
await main(process.argv.slice(2));
