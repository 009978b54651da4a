import { once } from "node:events";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { send, type Target } from "../../../lab/api/http.ts";
import { CertificateAuthority } from "../../../lab/identity/certificates.ts";
import { LabFailure } from "../../../lab/lab-errors.ts";

describe("requests to the lab", () => {
  let server: Server;
  let target: Target;
  let connections = 0;

  beforeEach(async () => {
    const authority = await CertificateAuthority.create("authority");
    const { certificate, key } = await authority.server("server");
    const used = new Set<object>();
    connections = 0;
    // Like a server that closes an idle connection at this moment: the second request gets no answer.
    server = createServer({ cert: certificate, key }, ({ socket, url }, response) => {
      if (used.has(socket) || url === "/never") {
        socket.destroy();
        return;
      }
      used.add(socket);
      response.end("{}");
    });
    server.on("secureConnection", () => connections++);
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as AddressInfo;
    target = { url: `https://127.0.0.1:${port}`, authority: authority.certificate };
  });

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it("are sent again if the server closed the idle connection", async () => {
    expect((await send(target, "GET", "/")).status).to.equal(200);
    expect((await send(target, "GET", "/")).status).to.equal(200);
    expect(connections).to.equal(2);
  });

  it("fail if the server closes a new connection", async () => {
    const error = await send(target, "GET", "/never").catch((reason) => reason);
    expect(error).to.be.instanceOf(LabFailure);
    expect(error.message).to.match(/doesn't answer: socket hang up/);
    expect(connections).to.equal(1);
  });
});
