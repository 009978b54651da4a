import type { PlanDocument } from "./document.ts";

/**
 * What stops a plan with `--strict` although no policy refuses it: each is likely a mistake, but the plan can't know what
 * another program declares. A flow with an exempt namespace is no finding: nobody can declare its other end here.
 */
export function strictFindings({ halfOpen, connectivity }: PlanDocument): string[] {
  return [
    ...halfOpen.flatMap(({ from, to, protocol, port, missing, didYouMean, isExempt }) => {
      if (isExempt === true) {
        return [];
      }
      const fix =
        didYouMean === undefined
          ? `Plan it together with ${missing}, or remove the flow.`
          : `Did you mean ${didYouMean}?`;
      return [
        `half-open flow ${from} -> ${to}, ${protocol} ${port}: ${missing} isn't in this program. ${fix}`,
      ];
    }),
    ...connectivity.flatMap(({ from, to, protocol, port, marks = [] }) => {
      const stops = marks.filter((mark) => !mark.startsWith("not judged"));
      return stops.length === 0 ? [] : [`flow ${from} -> ${to}, ${protocol} ${port}: ${stops.join(", ")}.`];
    }),
  ];
}
