import { type Lab, startLab } from "../../../lab/lab.ts";
import { lab } from "../suite.ts";

let clean: Promise<Lab> | undefined;

/** A second lab, without what the attacks need beside the example. Nothing of the example is on it at first. */
export async function cleanLab(): Promise<Lab> {
  clean ??= startLab({ kubernetes: lab().kubernetes });
  return await clean;
}

after(async () => {
  await (await clean)?.stop();
});
