// What stands between a browser and the service when the connection is bad: passes bytes on, until told to cut.
import net from 'node:net';

export class Proxy {
  static async start() {
    const proxy = new Proxy();
    proxy.#listener = net.createServer((client) => proxy.#serve(client)).listen(0, '127.0.0.1');
    await new Promise((resolve) => proxy.#listener.once('listening', resolve));
    proxy.url = `http://127.0.0.1:${proxy.#listener.address().port}`;
    return proxy;
  }

  // Where the service is, once that is known.
  target = null;
  // Which forms come to nothing: '' none, 'asked' those that never reach the service, 'answered' those whose
  // answer never comes back.
  cut = '';

  #listener;
  #open = new Set();

  #serve(client) {
    const { hostname, port } = new URL(this.target);
    const service = net.connect(port, hostname);
    let isForm = false;
    for (const [socket, other] of [[client, service], [service, client]]) {
      this.#open.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.#open.delete(socket);
        other.destroy();
      });
    }
    client.on('data', (bytes) => {
      isForm ||= bytes.toString('latin1').startsWith('POST');
      if (isForm && this.cut === 'asked') client.destroy();
      else service.write(bytes);
    });
    service.on('data', (bytes) => {
      if (isForm && this.cut === 'answered') client.destroy();
      else client.write(bytes);
    });
  }

  stop() {
    for (const socket of this.#open) socket.destroy();
    return new Promise((resolve) => this.#listener.close(resolve));
  }
}
