import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/**
 * The events of EC2 by which Karpenter drains a node before AWS stops it.
 *
 * Source: github.com/aws/karpenter-provider-aws v1.14.1, getting-started-with-karpenter/cloudformation.yaml.
 */
const events = {
  "scheduled-change": ["aws.health", "AWS Health Event"],
  "spot-interruption": ["aws.ec2", "EC2 Spot Instance Interruption Warning"],
  rebalance: ["aws.ec2", "EC2 Instance Rebalance Recommendation"],
  "state-change": ["aws.ec2", "EC2 Instance State-change Notification"],
  "capacity-reservation": ["aws.ec2", "EC2 Capacity Reservation Instance Interruption Warning"],
} as const;

/** The queue's name, which the catalogue's entry gives to Karpenter. */
export function queueName(clusterName: string): string {
  return `${clusterName}-karpenter`;
}

/**
 * The queue from which Karpenter reads that AWS stops an instance, and the rules that fill it. Only these rules may
 * send, and only by TLS.
 */
export function createInterruptionQueue(
  name: string,
  { clusterName }: { readonly clusterName: string },
  opts: pulumi.CustomResourceOptions,
): aws.sqs.Queue {
  const queue = new aws.sqs.Queue(
    `${name}-interruptions`,
    {
      name: queueName(clusterName),
      // An interruption is of no use later: EC2 gives two minutes.
      messageRetentionSeconds: 300,
      sqsManagedSseEnabled: true,
    },
    opts,
  );
  const rules = Object.entries(events).map(([event, [source, detailType]]) => {
    const rule = new aws.cloudwatch.EventRule(
      `${name}-${event}`,
      {
        description: `For Karpenter of ${clusterName}: ${detailType}`,
        eventPattern: JSON.stringify({ source: [source], "detail-type": [detailType] }),
      },
      opts,
    );
    new aws.cloudwatch.EventTarget(`${name}-${event}`, { rule: rule.name, arn: queue.arn }, opts);
    return rule;
  });
  new aws.sqs.QueuePolicy(
    `${name}-interruptions`,
    {
      queueUrl: queue.url,
      policy: pulumi.jsonStringify({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "RulesSend",
            Effect: "Allow",
            Principal: { Service: "events.amazonaws.com" },
            Action: ["sqs:SendMessage"],
            Resource: queue.arn,
            Condition: { ArnEquals: { "aws:SourceArn": rules.map(({ arn }) => arn) } },
          },
          {
            Sid: "OnlyTls",
            Effect: "Deny",
            Principal: "*",
            Action: ["sqs:DeleteMessage", "sqs:ReceiveMessage", "sqs:SendMessage"],
            Resource: queue.arn,
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
        ],
      }),
    },
    opts,
  );
  return queue;
}
