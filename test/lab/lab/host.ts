/** A process that has a lab, and says where it is. For tests that kill it. */
import { startLab } from "../../../lab/lab.ts";

const [, , directory = "", wanted = ""] = process.argv;
const lab = await startLab({ directory, onProgress: (line) => process.stdout.write(`${line}\n`) });
process.stdout.write(`ready ${lab.url} ${lab.issuer.url}\n`);
if (wanted === "throw") {
  throw new Error("nobody catches this");
}
