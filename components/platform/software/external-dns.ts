import type { SoftwareEntry } from "./software-entry.ts";

const zones = "arn:{partition}:route53:::hostedzone/{option.zones}";

/** Publishes the hosts of Ingresses in Route 53. */
export const externalDns: SoftwareEntry = {
  id: "external-dns",
  version: "v0.21.0",
  sources: [
    "https://github.com/kubernetes-sigs/external-dns/tree/external-dns-helm-chart-1.21.1/charts/external-dns",
    "https://github.com/kubernetes-sigs/external-dns/blob/v0.21.0/docs/tutorials/aws.md",
  ],
  namespace: "external-dns",
  install: {
    kind: "chart",
    chart: "external-dns",
    version: "1.21.1",
    values: {
      provider: { name: "aws" },
      // Tenants' Ingresses have declared hosts only. Annotations of a Service could name any host.
      sources: ["ingress"],
      // Deletes records of Ingresses that are gone, but only records with this owner.
      policy: "sync",
      registry: "txt",
      txtOwnerId: "{cluster}",
      domainFilters: ["{option.domains}"],
    },
  },
  podSecurity: { level: "restricted" },
  workloads: {
    "external-dns": {
      kind: "Deployment",
      labels: { "app.kubernetes.io/name": "external-dns" },
      serviceAccount: "external-dns",
      kubernetesApi: true,
      listens: [{ name: "http", port: 7979, from: ["kubelet", "scrapers"] }],
      aws: {
        // Route 53 has one endpoint service for all regions. A ClusterNetwork's endpoint names its region.
        endpoints: ["eks-auth", "route53"],
        policy: {
          Version: "2012-10-17",
          Statement: [
            {
              Sid: "ChangeAddresses",
              Effect: "Allow",
              Action: ["route53:ChangeResourceRecordSets"],
              Resource: [zones],
              // No NS, MX or CAA: records that delegate names, take mail or allow certificates stay with people.
              // The key is never absent from this action (Route 53 developer guide, specifying-conditions-route53).
              Condition: {
                "ForAllValues:StringEquals": {
                  "route53:ChangeResourceRecordSetsRecordTypes": ["A", "AAAA", "CNAME", "TXT"],
                },
              },
            },
            {
              Sid: "ReadZones",
              Effect: "Allow",
              Action: ["route53:ListResourceRecordSets", "route53:ListTagsForResources"],
              Resource: [zones],
            },
            {
              Sid: "ListZones",
              Effect: "Allow",
              Action: ["route53:ListHostedZones"],
              // No resource level (Service Authorization Reference, Amazon Route 53).
              Resource: "*",
            },
          ],
        },
      },
    },
  },
  customResources: ["externaldns.k8s.io"],
  images: ["registry.k8s.io/external-dns/external-dns"],
  options: {
    zones: {
      description: "The ids of the hosted zones that it may change.",
      kind: "list",
      pattern: "^Z[A-Z0-9]{1,31}$",
      example: "Z0123456789ABC",
    },
    domains: {
      description: "The domains whose names it publishes. It ignores the others.",
      kind: "list",
      pattern: "^([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z0-9]([a-z0-9-]*[a-z0-9])?$",
      example: "example.com",
    },
  },
  usedBy: "Hosts of tenants' Ingresses. Admission refuses its annotations that name further hosts.",
};
