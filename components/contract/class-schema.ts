import { z } from "zod";
import { oneOf } from "../shared/input/schemas.ts";
import { type ComplianceClass, classes } from "./classes.ts";
import { type NodeClass, systemClass } from "./node-taints.ts";

const names = Object.keys(classes) as [ComplianceClass, ComplianceClass, ...ComplianceClass[]];

/** The class of a namespace. */
export const complianceClass = z.enum(names, names.join(", "));

/** The class of a node pool. */
export const nodeClass: z.ZodType<NodeClass, NodeClass> = oneOf([...names, systemClass]);
