#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import { join } from "node:path";

// Compiling the SDKs anew on each run costs a third of their import. The cache stays with the package: a
// shared temporary folder would let others put code there.
enableCompileCache(join(import.meta.dirname, "..", ".cache", "compile"));
const { main } = await import("./main.ts");
await main(process.argv.slice(2));
