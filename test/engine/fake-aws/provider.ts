import { isDeepStrictEqual } from "node:util";
import type * as provider from "@pulumi/pulumi/provider/index.js";
import type { Account, Call, Properties } from "./account.ts";
import type { Service } from "./service.ts";

/** The engine passes only old outputs to a provider, so the outputs also hold the inputs. */
const inputsKey = "__inputs";

/** A provider for any type of a package. It returns the inputs. The service adds outputs and refuses mistakes. */
export function fakeProvider(service: Service, account: Account): provider.Provider {
  const journal = <T>(call: Omit<Call, "package" | "refused" | "at">, act: () => T): T => {
    try {
      const result = act();
      account.record({ package: service.package, ...call });
      return result;
    } catch (error) {
      account.record({ package: service.package, ...call, refused: (error as Error).message });
      throw error;
    }
  };

  return {
    // The engine warns about a provider that is older than the SDK.
    version: "1000.0.0",
    check: async (_urn, _olds, news: Properties) => ({ inputs: news }),

    diff: async (_id, urn, olds: Properties, news: Properties) => {
      const before = (olds[inputsKey] ?? olds) as Properties;
      const changed = [...new Set([...Object.keys(before), ...Object.keys(news)])].filter(
        (key) => key !== inputsKey && !isDeepStrictEqual(before[key], news[key]),
      );
      const fixed = service.replacedBy(typeOf(urn));
      const replaces = fixed.filter((path) => !isDeepStrictEqual(at(before, path), at(news, path)));
      return { changes: changed.length > 0, replaces, deleteBeforeReplace: false };
    },

    create: async (urn, inputs: Properties) => {
      const type = typeOf(urn);
      const created = { type, name: nameOf(urn), id: service.identify(type, nameOf(urn), inputs), inputs };
      return journal({ action: "create", type, id: created.id, urn }, () => {
        service.assertCreatable(created, account);
        const outputs = { ...inputs, ...service.compute(created) };
        account.add({ type, id: created.id, inputs, outputs });
        service.afterCreate(created, account);
        return { id: created.id, outs: { ...outputs, [inputsKey]: inputs } };
      });
    },

    read: async (id, urn) => {
      const type = typeOf(urn);
      return journal({ action: "read", type, id, urn }, () => {
        const entity = account.find(type, id);
        if (entity === undefined) {
          return { id: "", props: {} };
        }
        const inputs = Object.fromEntries(
          Object.entries(entity.inputs).filter(([key]) => !service.forgotten.includes(key)),
        );
        return { id, props: { ...entity.outputs, [inputsKey]: inputs }, inputs };
      });
    },

    update: async (id, urn, olds: Properties, news: Properties) => {
      const type = typeOf(urn);
      return journal({ action: "update", type, id, urn }, () => {
        const before = (olds[inputsKey] ?? olds) as Properties;
        const live = account.find(type, id)?.inputs ?? before;
        const inputs = service.applied(type, { before, next: news, live });
        const outputs = { ...news, ...service.compute({ type, name: nameOf(urn), id, inputs: news }, olds) };
        account.put({ type, id, inputs, outputs });
        return { outs: { ...outputs, [inputsKey]: news } };
      });
    },

    delete: async (id, urn) => {
      const type = typeOf(urn);
      journal({ action: "delete", type, id, urn }, () => {
        service.assertDeletable(type, id, account);
        account.remove(type, id);
        service.afterDelete(type, id, account);
      });
    },

    invoke: async (token, args: Properties) => ({
      outputs: journal({ action: "invoke", type: token, id: "", urn: "" }, () =>
        service.call(token, args, account),
      ),
    }),
  };
}

/** `urn:pulumi:stack::project::parent$type::name` */
function typeOf(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

function nameOf(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/** The value at a path, for example `accessConfig.authenticationMode`. */
function at(value: unknown, path: string): unknown {
  return path
    .split(".")
    .reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], value);
}
