import { namespaceAnnotations } from "../../contract/classes.ts";
import { linesOf } from "./namespace-fields.ts";

/** The lines of the namespace's exposures, such as `public TCP 8080 frontend`: a variable. */
export const declaredExposures = {
  name: "exposures",
  expression: linesOf(namespaceAnnotations.exposure),
} as const;

/** CEL for the end of a message, with what the namespace declares. */
export const exposureMessage =
  "' Namespace ' + request.namespace + ' exposes: ' + " +
  "(variables.exposures.size() == 0 ? 'nothing' : variables.exposures.join(', ')) + " +
  "'. Declare it in exposure in the tenant.'";
