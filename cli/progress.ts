import { stderr } from "node:process";

/** Shows the number of planned resources in one line of a terminal, and nothing elsewhere. */
export function progress(
  title: string,
  isSilent: boolean,
): { update: (resources: number) => void; end: () => void } {
  if (isSilent || !stderr.isTTY || process.env["TERM"] === "dumb") {
    return { update: () => {}, end: () => {} };
  }
  let last = 0;
  const show = (text: string) => stderr.write(`\r\u001b[K${text}`);
  show(`${title} ...`);
  return {
    update: (resources) => {
      const now = Date.now();
      if (now - last > 80) {
        last = now;
        show(`${title} ... ${resources} resources`);
      }
    },
    end: () => show(""),
  };
}
