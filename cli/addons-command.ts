import { Command } from "commander";
import { exitCodes } from "./exit-codes.ts";

/** `casemate addons`: the versions of the cluster's add-ons. */
export function addonsCommand(end: (code: number) => void): Command {
  const update = new Command("update")
    .description("Ask AWS for the newest add-on versions and rewrite the lock.")
    .action(async () => {
      const { updateAddons } = await import("./addons-update.ts");
      await updateAddons();
      end(exitCodes.fine);
    });
  return new Command("addons").description("The versions of the cluster's add-ons.").addCommand(update);
}
