import { secretText } from "../document.ts";
import { UsageError } from "../errors.ts";
import type { JsonObject } from "../json.ts";
import type { Project } from "../project/project.ts";
import type { StackConfig } from "../project/stack-config.ts";
import { type Expansion, expansions } from "./expansions.ts";
import type { StackOutputs } from "./handlers.ts";
import { answerInvoke } from "./invokes.ts";
import { createMonitor, type PlanMonitor } from "./monitor.ts";
import { isRendered } from "./not-planned.ts";
import { type Account, placeholders } from "./placeholders.ts";
import { loadProgram, runProgram } from "./program.ts";
import type { Registration } from "./registration.ts";
import { loadSdk, type Sdk } from "./sdk.ts";

/** The input for one run of a stack's program. */
export interface RecordOptions {
  readonly sdk: Sdk;
  readonly project: Project;
  readonly stack: string;
  readonly config: StackConfig;
  readonly readStack: (name: string) => Promise<StackOutputs>;
  readonly onResource?: (resource: Registration) => Promise<void> | void;
}

/**
 * Runs a stack's program like a preview, and records all its registrations.
 *
 * @throws UsageError, PackError or ProgramError
 */
export async function record({
  sdk,
  project,
  stack,
  config,
  readStack,
  onResource,
}: RecordOptions): Promise<PlanMonitor> {
  const account = accountOf(config);
  const options = {
    project: project.name,
    stack,
    organization: "organization",
    preview: true,
    config,
  };
  const monitor = createMonitor(sdk, options, {
    compute: (resource) => placeholders(resource, account),
    invoke: (token, args) => answerInvoke(token, args, account),
    expand,
    readStack,
    ...(onResource && { onResource }),
  });
  await runProgram(sdk, monitor, options, () => loadProgram(sdk, project));
  assertRegion(monitor, stack, config);
  return monitor;
}

/**
 * A region in the shell would make the plan of one machine differ from another's, and from the update.
 *
 * @throws UsageError if a resource uses the default provider of AWS, and the config has no region for it
 */
function assertRegion({ registrations }: PlanMonitor, stack: string, { values }: StackConfig): void {
  const needs = [...registrations.values()].find(
    ({ type, custom, provider, inputs }) =>
      custom && type.startsWith("aws:") && provider === "" && inputs["region"] === undefined,
  );
  if (values["aws:region"] === undefined && needs !== undefined) {
    throw new UsageError(
      `Pulumi.${stack}.yaml: aws:region: received nothing; allowed: a region, such as eu-central-1. ` +
        `${needs.type} ${needs.name} needs it; the plan doesn't read AWS_REGION.`,
    );
  }
}

/** The children and outputs of a remote component. */
export function expand(component: Registration, stateOf: (urn: string) => JsonObject | undefined): Expansion {
  if (isRendered(component)) {
    return { children: [], outputs: () => ({ resources: [] }) };
  }
  const expansion = expansions[component.type];
  if (expansion === undefined) {
    throw new Error(
      `the plan can't show ${component.type}: a provider creates its children, and a plan runs no provider`,
    );
  }
  return expansion(component, stateOf);
}

/** The SDK of the project's program. */
export function sdkOf(project: Project): Sdk {
  return loadSdk(project.directory);
}

/** The account and the region in a stack's config. */
function accountOf({ values }: StackConfig): Account {
  const [accountId = "123456789012"] = accountsOf(values["aws:allowedAccountIds"] ?? secretText);
  return { accountId, region: values["aws:region"] ?? "eu-central-1" };
}

/** Empty if the config has them as a secret. */
function accountsOf(text: string): string[] {
  if (text === secretText) {
    return [];
  }
  const list = parseJson(text);
  if (!Array.isArray(list)) {
    throw new UsageError(
      `aws:allowedAccountIds: received ${text}; allowed: a list of account ids, such as ["111122223333"].`,
    );
  }
  return list.map(String);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
