import { textLike } from "./schemas.ts";

const nameOf = (longest: number) =>
  textLike(
    new RegExp(`^[A-Za-z0-9][A-Za-z0-9_-]{0,${longest - 1}}$`),
    `1 to ${longest} letters, digits, hyphens and underscores, starting with a letter or digit`,
  );

/** The name of an EKS cluster. */
export const clusterNameSchema = nameOf(100);

/** The name of a component. The AWS names of its children contain it. */
export function componentNameSchema(longest: number) {
  return nameOf(longest);
}
