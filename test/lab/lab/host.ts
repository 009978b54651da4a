/** A process that starts a lab and prints its addresses. For tests that kill the process. */
import { startLab } from "../../../lab/lab.ts";

const [, , directory = "", wanted = ""] = process.argv;
const lab = await startLab({ directory, onProgress: (line) => process.stdout.write(`${line}\n`) });
process.stdout.write(`ready ${lab.url} ${lab.issuer.url}\n`);
if (wanted === "throw") {
  throw new Error("an uncaught error");
}
