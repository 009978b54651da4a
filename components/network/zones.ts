import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { InputError } from "../shared/input/input-error.ts";

/** Zones where EKS can't place its network interfaces (EKS user guide, network-reqs). */
const zonesWithoutEks = ["use1-az3", "usw1-az2", "cac1-az3"];

/** The names of the region's first `count` zones that every account has and that EKS can use. */
export function lookUpZones(parent: pulumi.Resource, source: string, count: number): pulumi.Output<string>[] {
  const zoneNames = aws
    .getAvailabilityZonesOutput(
      {
        state: "available",
        // Excludes local zones and zones of a carrier.
        filters: [{ name: "opt-in-status", values: ["opt-in-not-required"] }],
        excludeZoneIds: zonesWithoutEks,
      },
      { parent },
    )
    .apply(({ names }: { readonly names?: readonly string[] }) => firstZones(source, names, count));
  return Array.from({ length: count }, (_, index) => zoneNames.apply((names) => names?.[index] as string));
}

/**
 * Mocks give no list of names. The result is then `undefined`.
 *
 * @throws InputError if the list has fewer than `count` names
 */
function firstZones(
  source: string,
  names: readonly string[] | undefined,
  count: number,
): readonly string[] | undefined {
  if (names !== undefined && names.length < count) {
    throw new InputError(source, [
      {
        path: "zones",
        received: undefined,
        allowed: `${count} zones, and this region has ${names.length} that EKS can use: ${names.join(", ")}`,
        fix: "Name two of them.",
      },
    ]);
  }
  return names?.slice(0, count);
}
