// Letters per second of nodemailer 10.6.0 over four pooled connections, without TLS:
//   npm install --prefix FOLDER nodemailer && NODE_PATH=FOLDER/node_modules node nodemailer.js PORT LETTERS BYTES
const nodemailer = require("nodemailer");

const [port, letters, bytes] = process.argv.slice(2).map(Number);
const line = "I live in your constituency and I write because the schemes.\n";
const text = line.repeat(Math.ceil((bytes - 600) / line.length));
const transport = nodemailer.createTransport({
  pool: true,
  maxConnections: 4,
  maxMessages: Infinity,
  host: "127.0.0.1",
  port,
  ignoreTLS: true,
});

let left = letters;
const start = process.hrtime.bigint();

async function work() {
  while (left-- > 0)
    await transport.sendMail({
      from: { name: "Jo Bloggs", address: "letters@example.org" },
      to: { name: "The Member", address: "member@example.org" },
      replyTo: "jo@example.org",
      subject: "A letter",
      text,
    });
}

Promise.all([work(), work(), work(), work()]).then(() => {
  transport.close();
  console.log(letters / (Number(process.hrtime.bigint() - start) / 1e9));
});
