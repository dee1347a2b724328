// npm's emulator of Telegram, on the port given, until its input ends.
import TelegramServer from 'telegram-test-api';

const server = new (TelegramServer.default ?? TelegramServer)({ port: Number(process.argv[2]), host: '127.0.0.1' });
await server.start();
console.log('up');
process.stdin.resume().on('end', () => process.exit());
