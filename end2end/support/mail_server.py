"""A mail server for the tests: accepts every message and leaves it in a folder as JSON, headers and both parts decoded.

    mail_server.py FOLDER     prints the port it listens on, ends when its standard input does
"""

import asyncio
import email
import email.policy
import json
import os
import sys

from aiosmtpd.smtp import SMTP


class Keeper:
    """Writes each message under a number, in the order of arrival."""

    def __init__(self, folder):
        self.folder = folder
        self.count = 0

    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)

        def part(kind):
            body = message.get_body(preferencelist=(kind,))
            return body.get_content() if body else ""

        self.count += 1
        name = os.path.join(self.folder, f"{self.count:05}.json")
        kept = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "subject": message["subject"],
            "id": message["message-id"],
            "headers": {key: str(value) for key, value in message.items()},
            "text": part("plain"),
            "html": part("html"),
            "raw": envelope.content.decode("utf-8", "replace"),
        }
        # Renamed into place, so that a reader never sees half a message.
        with open(name + ".part", "w", encoding="utf-8") as file:
            json.dump(kept, file)
        os.rename(name + ".part", name)
        return "250 kept"


async def main():
    keeper = Keeper(sys.argv[1])
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(keeper, enable_SMTPUTF8=True, loop=loop), "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)
    server.close()


asyncio.run(main())
