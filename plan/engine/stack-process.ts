/** Plans one stack to which another stack refers, and answers with its outputs. See referenced-stack.ts. */

import { unknownText } from "../document.ts";
import { messageOf, ProgramError, UsageError } from "../errors.ts";
import type { Json, JsonObject } from "../json.ts";
import { isObject } from "../json.ts";
import { readProject } from "../project/project.ts";
import { readStackConfig } from "../project/stack-config.ts";
import type { StackOutputs } from "./handlers.ts";
import { record, sdkOf } from "./record.ts";
import { isSecret, reveal } from "./redact.ts";
import { planReferencedStack, type StackAnswer, type StackRequest } from "./referenced-stack.ts";
import { markers } from "./sdk.ts";

process.once("message", async (request: StackRequest) => {
  const answer = await planOutputs(request);
  process.send?.(answer, () => process.exit(0));
});

async function planOutputs({ directory, stack, waiting }: StackRequest): Promise<StackAnswer> {
  try {
    const project = readProject(directory);
    const monitor = await record({
      sdk: sdkOf(project),
      project,
      stack,
      config: readStackConfig(project, stack),
      readStack: (name) => planReferencedStack(project, name, [...waiting, stack]),
    });
    return { kind: "outputs", outputs: readableOutputs(monitor.outputs) };
  } catch (error) {
    const isUsage = error instanceof UsageError || (error instanceof ProgramError && error.isInputError);
    return { kind: isUsage ? "usage" : "failure", message: messageOf(error) };
  }
}

/** Outputs in the form of a deployed stack, without unknown values. One of them would hide all outputs from a program. */
function readableOutputs(outputs: JsonObject): StackOutputs {
  return {
    outputs: replaceUnknowns(reveal(outputs)) as JsonObject,
    secretOutputNames: Object.keys(outputs).filter((name) => isSecret(outputs[name])),
  };
}

function replaceUnknowns(value: Json): Json {
  if (value === markers.unknown) {
    return unknownText;
  }
  if (Array.isArray(value)) {
    return value.map(replaceUnknowns);
  }
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, replaceUnknowns(entry ?? null)]))
    : value;
}
