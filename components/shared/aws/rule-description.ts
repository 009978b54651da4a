/** EC2 allows only these characters in a rule's description, and at most 255 (API reference, `IpRange`). */
export function ruleDescription(text: string): string {
  return text.replaceAll(/[^\w .:/()#,@[\]+=&;{}!$*-]/g, "-").slice(0, 255);
}
