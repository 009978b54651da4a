import { type Lab, startLab } from "../../../lab/lab.ts";
import { lab } from "../suite.ts";

let clean: Promise<Lab> | undefined;

/** A second lab, empty at first: without the example, and without the objects that the attempts need. */
export async function cleanLab(): Promise<Lab> {
  clean ??= startLab({ kubernetes: lab().kubernetes });
  return await clean;
}

after(async () => {
  await (await clean)?.stop();
});
