import { cis, nsa, requirement } from "../../../controls/ids.ts";
import { type ExemptNamespace, platformNamespaces } from "../../contract/exempt-namespaces.ts";
import { platformAnnotations } from "../../contract/platform-marks.ts";
import { isUser } from "../cel/actors.ts";
import type { AdmissionPolicy } from "../cel/admission-policy.ts";
import { withinBounds } from "../cel/bounds.ts";
import { allOf, anyOf, celString } from "../cel/cel.ts";
import { linesOf } from "../cel/namespace-fields.ts";
import { madeByController, specChanged } from "../cel/pod-spec.ts";
import { podRules, templateRules } from "../cel/resource-rules.ts";
import { imageVariables } from "./images.ts";

// The grammar of image references: github.com/distribution/reference, `reference.go`.
const tag = ":[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}";
const rest = "image.substring(repository.size())";
const isNamedWell = anyOf(
  `${rest}.matches(${celString(`^(${tag})?@sha256:[a-f0-9]{64}$`)})`,
  `(variables.byTag && ${rest}.matches(${celString(`^${tag}$`)}))`,
);
const isListed = `variables.repositories.exists(repository, ${allOf("image.startsWith(repository)", `(${isNamedWell})`)})`;

/**
 * EKS itself, which installs add-ons. It takes their images from AWS's registry of the region, whose account and
 * repositories differ between regions. No access entry can have a user name that begins with `eks:`.
 */
const addOnManager = "eks:addon-manager";

/**
 * Pods of platform software run images of the repositories that its namespace lists, and no others. Controllers have
 * rights in the whole cluster, so an image of a tenant's repository must not run as one of them.
 *
 * Charts and EKS's add-ons name images by tag, so a namespace may allow tags. An image of an old object stays allowed.
 */
export function platformImagesPolicy(exempt: readonly ExemptNamespace[]): AdmissionPolicy {
  return {
    name: "casemate-platform-images",
    summary: "Images in platform namespaces that the namespace doesn't list.",
    controls: [...requirement("B3", "D1"), ...cis("5.1.4"), ...nsa("NSA-POD-04")],
    spec: {
      failurePolicy: "Fail",
      matchConstraints: {
        namespaceSelector: platformNamespaces(exempt),
        resourceRules: [...podRules, ...templateRules],
      },
      matchConditions: [
        { name: "not-made-by-controller", expression: `!(${madeByController})` },
        { name: "not-by-add-on-manager", expression: `!(${isUser(addOnManager)})` },
        specChanged,
      ],
      variables: [
        ...imageVariables,
        { name: "repositories", expression: linesOf(platformAnnotations.images) },
        { name: "byTag", expression: `'tag' in ${linesOf(platformAnnotations.imageNames)}` },
        {
          name: "refused",
          expression: `variables.images.filter(image, !(${isListed}) && !(image in variables.oldImages))`,
        },
      ],
      validations: [
        withinBounds,
        {
          expression: "variables.refused.size() == 0",
          message:
            "Images of platform software come from the repositories of its PlatformNamespace. Add the repository to images.",
          messageExpression: [
            "'Not an image of this platform namespace: '",
            "variables.refused[0]",
            "'. Its repositories, '",
            "(variables.byTag ? 'by tag or digest' : 'by digest')",
            "': '",
            "variables.repositories.join(', ')",
            "'. Add to images of the PlatformNamespace.'",
          ].join(" + "),
          reason: "Forbidden",
        },
      ],
      auditAnnotations: [{ key: "refused-images", valueExpression: "variables.refused.join(' ')" }],
    },
  };
}
