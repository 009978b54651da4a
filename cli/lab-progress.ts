import { stderr } from "node:process";

const pause = 30_000;

/** Shows the current step: in one line of a terminal, or in a new line of a file once in a while. */
export function lines(): { update: (line: string) => void; end: () => void } {
  if (stderr.isTTY && process.env["TERM"] !== "dumb") {
    const show = (text: string) => stderr.write(`\r\u001b[K${text}`);
    return { update: (line) => show(`${line} ...`), end: () => show("") };
  }
  let last = { subject: "", at: 0 };
  return {
    update: (line) => {
      const subject = line.split(":", 1)[0] ?? "";
      if (subject !== last.subject || Date.now() - last.at > pause) {
        last = { subject, at: Date.now() };
        stderr.write(`${line}\n`);
      }
    },
    end: () => {},
  };
}
