import { readConfig } from "./stacks/config.ts";
import { runLayer } from "./stacks/layers.ts";

export default () => runLayer(readConfig());
